"use client";

import { useEffect } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useEditor, useSession } from "@/components/editor/editor-context";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { useDescription } from "@/components/editor/media/use-description";
import { useLabelLook } from "@/components/editor/use-label-look";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { Annotation } from "@/lib/annotation/annotation";
import { compareLayers, differencesOf } from "@/lib/editor/suggestions/compare";
import { modelRuns } from "./model-run";
import { useChosenModel } from "./use-chosen-model";

/**
 * Lends the editor the project's model, whether or not the panel is open. Shows nothing. `onReady`: what can be run, and
 * from which score on suggestions count, is known now, or cannot be known at the moment.
 */
export function SuggestionsHost({ onReady }: { onReady(): void }) {
  const editor = useEditor();
  const { data, project, takeSuggestions } = useEditorPage();
  const { models, model, isKnown } = useChosenModel(project.id);

  useEffect(() => {
    for (const { version, settings } of models) {
      editor.suggestions.recommend(version.id, settings.threshold);
    }
  }, [editor, models]);

  useEffect(() => editor.suggestions.attachComparer({ compareLayers, differencesOf }), [editor]);

  // What runs belongs to the item that it was started on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is what changed.
  useEffect(() => () => modelRuns.reset(), [editor]);

  useEffect(() => {
    const { suggestions, isReadOnly } = editor;
    const run =
      model && (() => void modelRuns.start({ editor, data, model, take: takeSuggestions }));
    suggestions.attachRunner(isReadOnly ? null : run);
    return () => suggestions.attachRunner(null);
  }, [editor, data, model, takeSuggestions]);

  // After the effects above: what waited for them is done here.
  useEffect(() => {
    if (isKnown) onReady();
  }, [isKnown, onReady]);

  return <FocusAnnouncer />;
}

/** Says which suggestion the keys are about, to those who do not see it. */
function FocusAnnouncer() {
  const t = useTranslations("suggestions");
  const format = useFormatter();
  const { suggestions } = useEditor();
  useSession((state) => state.suggestions);
  const lookOf = useLabelLook();
  const describe = useDescription();
  const focused = suggestions.focused();
  function say(annotation: Annotation): string {
    const { labelId, score } = annotation;
    const said = { label: lookOf(labelId).name, place: describe(annotation).place };
    if (score === null) return t("inFocusUnscored", said);
    return t("inFocus", { ...said, score: format.number(score, { style: "percent" }) });
  }
  return <VisuallyHidden role="status">{focused ? say(focused.annotation) : ""}</VisuallyHidden>;
}
