"use client";

import { useTranslations } from "use-intl";
import { ColorSwatchPicker } from "@/components/ui/color-swatch-picker";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { LABEL_COLORS } from "@/lib/annotation/palette";
import type { LabelView } from "@/lib/api/labels";

export function LabelColor({
  label,
  onChange,
}: {
  label: LabelView;
  onChange: (color: string) => void;
}) {
  const t = useTranslations("labels");
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={t("color", { name: label.name })}
          className="flex size-7 items-center justify-center rounded-md hover:bg-accent"
        >
          <span
            aria-hidden="true"
            style={{ backgroundColor: label.color }}
            className="size-4 rounded-sm border border-black/15 dark:border-white/15"
          />
        </button>
      </PopoverTrigger>
      <PopoverContent className="w-64">
        <p className="mb-2 text-muted-foreground text-xs">{t("colorHint")}</p>
        <ColorSwatchPicker
          label={t("color", { name: label.name })}
          value={label.color}
          onValueChange={onChange}
          swatches={LABEL_COLORS.map((color) => ({ color, name: t(`palette.${nameOf(color)}`) }))}
        />
        <label className="mt-3 flex items-center justify-between border-t pt-3 text-xs">
          {t("colorOwn")}
          <input
            // The picker tells every colour it passes: only the chosen one is kept.
            key={label.color}
            type="color"
            defaultValue={label.color}
            onBlur={(event) => {
              if (event.target.value !== label.color) onChange(event.target.value);
            }}
            className="h-7 w-12 rounded-sm border bg-card"
          />
        </label>
      </PopoverContent>
    </Popover>
  );
}

const COLOR_NAMES = {
  "#e69f00": "orange",
  "#56b4e9": "skyBlue",
  "#009e73": "green",
  "#f0e442": "yellow",
  "#0072b2": "blue",
  "#d55e00": "vermilion",
  "#cc79a7": "pink",
  "#8a93a6": "grey",
  "#882255": "wine",
  "#44aa99": "teal",
  "#999933": "olive",
  "#332288": "indigo",
  "#ee6677": "red",
  "#88ccee": "cyan",
  "#117733": "darkGreen",
  "#ddcc77": "sand",
} as const satisfies Record<(typeof LABEL_COLORS)[number], string>;

function nameOf(color: (typeof LABEL_COLORS)[number]) {
  return COLOR_NAMES[color];
}
