"use client";

import { useEffect } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useEditor, useSession } from "@/components/editor/editor-context";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { useDescription } from "@/components/editor/media/use-description";
import { useLabelLook } from "@/components/editor/use-label-look";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { Editor } from "@/lib/editor/editor";
import { modelRuns } from "./model-run";
import { remember, ruleStore } from "./rules/rule-settings";
import { useChosenModel } from "./use-chosen-model";

/** Lends the editor the project's model, whether or not the panel is open. Shows nothing. */
export function SuggestionsHost() {
  const editor = useEditor();
  const { data, project, takeSuggestions } = useEditorPage();
  const t = useTranslations("suggestions.rules");
  const { models, model, usesRules } = useChosenModel(project.id);

  useEffect(() => {
    for (const { version, settings } of models) {
      editor.suggestions.recommend(version.id, settings.threshold);
    }
  }, [editor, models]);

  // What runs belongs to the item that it was started on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is what changed.
  useEffect(() => () => modelRuns.reset(), [editor]);

  useEffect(() => {
    const { suggestions, isReadOnly } = editor;
    const name = t("name");
    function run(): void {
      if (model) void modelRuns.start({ editor, data, model, take: takeSuggestions });
      else {
        learn(editor, project.id);
        const settings = ruleStore(project.id).getState();
        void modelRuns.startRules({ editor, settings, name });
      }
    }
    suggestions.attachRunner((model || usesRules) && !isReadOnly ? run : null);
    return () => suggestions.attachRunner(null);
  }, [editor, data, model, usesRules, project.id, takeSuggestions, t]);

  // What is labelled when a text is left is known in the next one.
  useEffect(() => () => learn(editor, project.id), [editor, project.id]);

  return <FocusAnnouncer />;
}

function learn({ kind, item, document }: Editor, projectId: string): void {
  if (kind === "text") remember(ruleStore(projectId), item.id, document.current().values());
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
  return (
    <VisuallyHidden role="status">
      {focused
        ? t("inFocus", {
            label: lookOf(focused.annotation.labelId).name,
            score: format.number(focused.annotation.score ?? 1, { style: "percent" }),
            place: describe(focused.annotation).place,
          })
        : ""}
    </VisuallyHidden>
  );
}
