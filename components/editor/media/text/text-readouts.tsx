"use client";

import { useFormatter, useTranslations } from "use-intl";
import { useSession } from "@/components/editor/editor-context";
import { useLabelLook } from "@/components/editor/use-label-look";
import { useTextEditor, useTextSession } from "./use-text-editor";

/** Where the caret is, how much is selected, and what lies under the pointer. */
export function TextReadouts() {
  const t = useTranslations("text.status");
  const format = useFormatter();
  const editor = useTextEditor();
  const lookOf = useLabelLook();
  const caret = useTextSession((state) => state.caret);
  const unit = useTextSession((state) => state.unit);
  const hovered = useSession((state) => state.hover?.id);
  const span = hovered === undefined ? undefined : editor.document.current().get(hovered);
  const { points, blocks } = editor;
  const number = (value: number) => format.number(value, { useGrouping: false });
  const line = caret ? blocks.lineOf(blocks.at(points.toIndex(caret.focus))) + 1 : 0;
  const range = editor.caret.range();
  return (
    <>
      <span data-numeric title={t("caret")} className="shrink-0">
        {caret ? t("at", { line: number(line), offset: number(caret.focus) }) : ""}
      </span>
      <span data-numeric className="shrink-0">
        {range ? t("range", { count: range.end - range.start }) : ""}
      </span>
      <span className="shrink-0">{unit === "character" ? "" : t(`unit.${unit}`)}</span>
      <span className="min-w-0 max-w-64 truncate font-medium text-foreground">
        {span ? lookOf(span.labelId).name : ""}
      </span>
    </>
  );
}
