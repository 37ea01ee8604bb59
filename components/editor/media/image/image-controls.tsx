"use client";

import { useFormatter, useTranslations } from "use-intl";
import { CommandSwitch } from "@/components/editor/command-switch";
import { useEditor, usePreferences } from "@/components/editor/editor-context";
import { Button } from "@/components/ui/button";
import { Slider } from "@/components/ui/slider";
import { DEFAULT_PREFERENCES, type Preferences } from "@/lib/editor/preferences";

const STEP = 0.05;
const SLIDERS = [
  { name: "brightness", low: 0.2, high: 3 },
  { name: "contrast", low: 0.2, high: 3 },
  { name: "boxOpacity", low: 0, high: 1 },
] as const;
type SliderKey = (typeof SLIDERS)[number]["name"];
const SWITCHES = ["view.smooth-image", "view.grid", "view.crosshair", "view.label-names"] as const;
/** What "reset" brings back. */
const RESET: Pick<
  Preferences,
  SliderKey | "smoothImage" | "showGrid" | "showCrosshair" | "showLabelNames"
> = DEFAULT_PREFERENCES;

/** Light and overlay of the canvas. Nothing of it changes the image or what is saved of it. */
export function ImageControls() {
  const t = useTranslations("editor.view");
  const { preferences } = useEditor();
  return (
    <div className="grid gap-3">
      {SLIDERS.map(({ name, low, high }) => (
        <ImageSlider key={name} name={name} low={low} high={high} />
      ))}
      <div className="grid gap-1 border-t pt-2">
        {SWITCHES.map((command) => (
          <CommandSwitch key={command} command={command} />
        ))}
      </div>
      <Button
        size="sm"
        onClick={() => {
          const { brightness, contrast, boxOpacity } = RESET;
          const { smoothImage, showGrid, showCrosshair, showLabelNames } = RESET;
          preferences.setState({
            brightness,
            contrast,
            boxOpacity,
            smoothImage,
            showGrid,
            showCrosshair,
            showLabelNames,
          });
        }}
      >
        {t("reset")}
      </Button>
    </div>
  );
}

function ImageSlider({ name, low, high }: { name: SliderKey; low: number; high: number }) {
  const t = useTranslations("editor.view");
  const format = useFormatter();
  const { preferences } = useEditor();
  const value = usePreferences((state) => state[name]);
  return (
    <div className="grid gap-1">
      <div className="flex justify-between text-xs">
        <span>{t(name)}</span>
        <span data-numeric className="text-muted-foreground">
          {format.number(value, { style: "percent" })}
        </span>
      </div>
      <Slider
        label={t(name)}
        min={low}
        max={high}
        step={STEP}
        value={[value]}
        onValueChange={([next = value]) => preferences.setState({ [name]: next })}
      />
    </div>
  );
}
