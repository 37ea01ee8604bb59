"use client";

import { useTranslations } from "use-intl";
import { useLabelLook } from "@/components/editor/use-label-look";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { useTextEditor, useTextSession } from "./use-text-editor";

/** Longer ranges are said by their ends. */
const MAX_SAID = 120;

/** Says what the keys have selected, and which spans are at the caret, to those who do not see it. */
export function TextAnnouncer() {
  const t = useTranslations("text");
  const editor = useTextEditor();
  const lookOf = useLabelLook();
  const caret = useTextSession((state) => state.caret);
  useTextSession((state) => state.unit);
  const range = editor.caret.range();
  const said = range ? shortened(editor.points.slice(range.start, range.end)) : null;
  const here = caret && !range ? editor.spans.at(caret.focus).slice(0, 3) : [];
  return (
    <VisuallyHidden role="status">
      {said === null
        ? here.map(({ id, labelId, text = "" }) => (
            <span key={id}>
              {t("spanHere", { label: lookOf(labelId).name, text: shortened(text) })}{" "}
            </span>
          ))
        : t("selected", { text: said })}
    </VisuallyHidden>
  );
}

function shortened(text: string): string {
  return text.length <= MAX_SAID
    ? text
    : `${text.slice(0, MAX_SAID / 2)} … ${text.slice(-MAX_SAID / 2)}`;
}
