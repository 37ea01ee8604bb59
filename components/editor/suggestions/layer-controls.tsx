"use client";

import { useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useEditor, usePreferences } from "@/components/editor/editor-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Slider } from "@/components/ui/slider";
import type { ProjectModel } from "@/lib/api/models";
import { layerName } from "@/lib/editor/suggestions/suggestion-layer";
import { dashOf } from "./layer-dashes";

const STEP = 0.01;

/** One layer of suggestions, of a model or an import: shown or not, and from which score on. */
export function LayerControls({
  layerId,
  models,
}: {
  layerId: string;
  models: readonly ProjectModel[];
}) {
  const t = useTranslations("suggestions");
  const format = useFormatter();
  const id = useId();
  const { suggestions } = useEditor();
  usePreferences((state) => state.hiddenModels);
  usePreferences((state) => state.suggestionThresholds);
  const layers = suggestions.layers();
  const at = layers.findIndex((each) => each.layerId === layerId);
  const layer = layers[at];
  if (!layer) return null;
  const { model, isUnsent } = layer;
  const isOn = suggestions.isOn(layerId);
  const threshold = suggestions.thresholdOf(layerId);
  const name = layerName(layer);
  // What people made elsewhere has no scores: there is nothing to be set then.
  const hasScores =
    model !== null || [...layer.document.current().values()].some(({ score }) => score !== null);
  const used = models.find(({ version }) => version.id === model?.versionId);
  // The model made none below: there is nothing to be shown there.
  const least = used ? (used.settings.minScore ?? used.version.options.minScore) : 0;
  const count = isOn ? suggestions.open().filter((each) => each.layerId === layerId).length : null;
  return (
    <li className="grid gap-1">
      <div className="flex h-6 items-center gap-2 text-xs">
        <Checkbox
          id={id}
          checked={isOn}
          onCheckedChange={(next) => suggestions.setOn(layerId, next === true)}
        />
        <label htmlFor={id} className="min-w-0 flex-1 truncate" title={name}>
          {name}
        </label>
        {layers.length > 1 ? <Dashes layer={at} /> : null}
        <span data-numeric className="shrink-0 text-muted-foreground">
          {count === null ? "" : t("count", { count })}
        </span>
      </div>
      {isOn && hasScores ? (
        <div className="flex items-center gap-2">
          <Slider
            label={t("threshold", { name })}
            min={Math.min(least, threshold)}
            max={1}
            step={STEP}
            value={[threshold]}
            onValueChange={([next = threshold]) => suggestions.setThreshold(layerId, next)}
          />
          <span data-numeric className="w-11 shrink-0 text-right text-muted-foreground text-xs">
            ≥ {format.number(threshold, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}
          </span>
        </div>
      ) : null}
      {isUnsent ? <p className="text-pretty text-muted-foreground text-xs">{t("unsent")}</p> : null}
    </li>
  );
}

/** How the layer's outlines look on a picture. */
function Dashes({ layer }: { layer: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 4" className="h-1 w-8 shrink-0 text-muted-foreground">
      <path
        d="M0 2h32"
        stroke="currentColor"
        strokeWidth={2}
        strokeDasharray={dashOf(layer).join(" ")}
      />
    </svg>
  );
}
