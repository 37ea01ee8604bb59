"use client";

import { Diff } from "lucide-react";
import { useTranslations } from "use-intl";
import { CommandButton } from "@/components/editor/command-button";
import { useEditor, usePreferences, useSession } from "@/components/editor/editor-context";
import { useIdleAnnotations } from "@/components/editor/use-idle-annotations";
import { layerName } from "@/lib/editor/suggestions/suggestion-layer";
import { OWN_WORK } from "@/lib/editor/suggestions/suggestions";

/** How far layers that are shown, and the person's own work, say the same: each with each. */
export function LayerComparison() {
  const t = useTranslations("suggestions");
  const { suggestions } = useEditor();
  useSession((state) => state.suggestions.revision);
  usePreferences((state) => state.showDifferences);
  // After every change of the person's own work, as soon as there is time.
  useIdleAnnotations();
  if (!suggestions.canCompare()) return null;
  const pairs = suggestions.comparison();
  const names = new Map(suggestions.layers().map((layer) => [layer.layerId, layerName(layer)]));
  const nameOf = (id: string) => (id === OWN_WORK ? t("ownWork") : (names.get(id) ?? ""));
  return (
    <section aria-label={t("comparison")} className="grid shrink-0 gap-1 px-3">
      <div className="flex h-6 items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate text-xs">{t("comparison")}</h3>
        <CommandButton
          command="suggestions.differences"
          icon={<Diff />}
          size="icon-sm"
          side="top"
          className="aria-pressed:bg-primary-soft"
        />
      </div>
      {pairs ? (
        <ul className="grid gap-1">
          {pairs.map(({ a, b, both, onlyA, onlyB }) => (
            <li
              key={`${a} ${b}`}
              data-numeric
              className="text-pretty break-words text-muted-foreground text-xs"
            >
              {t("pair", {
                ...{ both, a: nameOf(a), b: nameOf(b) },
                ...{ onlyA: onlyA.size, onlyB: onlyB.size },
              })}
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-pretty text-muted-foreground text-xs">{t("tooMuchToCompare")}</p>
      )}
    </section>
  );
}
