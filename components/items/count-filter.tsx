"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { ItemFilter } from "@/lib/api/items";
import type { MediaKind } from "@/lib/media/media";

type Counts = Pick<ItemFilter, "minCount" | "maxCount">;

/** From how many to how many annotations. */
export function CountFilter({
  mediaKind,
  filter,
  onChange,
}: {
  mediaKind: MediaKind;
  filter: ItemFilter;
  onChange(change: Counts): void;
}) {
  const t = useTranslations("items");
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>
          {t("filter.count", { kind: mediaKind })}
          <ChevronDown aria-hidden="true" className="size-3.5! text-muted-foreground" />
        </Button>
      </PopoverTrigger>
      <PopoverContent className="flex w-60 flex-col gap-3">
        <div className="flex items-end gap-2">
          <CountInput
            label={t("filter.from")}
            value={filter.minCount}
            onChange={(minCount) => onChange({ minCount })}
          />
          <CountInput
            label={t("filter.to")}
            value={filter.maxCount}
            onChange={(maxCount) => onChange({ maxCount })}
          />
        </div>
        <div className="flex gap-2">
          <Button size="sm" onClick={() => onChange({ minCount: undefined, maxCount: 0 })}>
            {t("filter.countNone")}
          </Button>
          <Button size="sm" onClick={() => onChange({ minCount: 1, maxCount: undefined })}>
            {t("filter.countSome")}
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}

function CountInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | undefined;
  onChange(value: number | undefined): void;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Input is one
    <label className="flex flex-1 flex-col gap-1 text-muted-foreground text-xs">
      {label}
      <Input
        type="number"
        min={0}
        step={1}
        value={value ?? ""}
        onChange={(event) => {
          const number = event.target.valueAsNumber;
          onChange(Number.isInteger(number) && number >= 0 ? number : undefined);
        }}
      />
    </label>
  );
}
