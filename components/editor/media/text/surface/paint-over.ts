import { isSpan } from "@/lib/editor/text/span-index";
import type { TextEditor } from "@/lib/editor/text/text-editor";
import { isRightToLeft } from "@/lib/text/direction";
import type { BlockElement } from "./block-element";
import { rectsOf } from "./block-element";
import type { TextPlace } from "./text-place";

type Mark = {
  element: BlockElement;
  className: string;
  x: number;
  y: number;
  h: number;
  end?: string;
};

/**
 * Above the text: the caret, and the handles of the one selected span, or of the suggestion in focus. Reads the page now; the function that it returns
 * writes.
 */
export function paintOver(
  editor: TextEditor,
  mounted: ReadonlyMap<number, BlockElement>,
  place: TextPlace,
): () => void {
  const marks = [...caretMarks(editor, place), ...handleMarks(editor, place)];
  return () => {
    const byElement = Map.groupBy(marks, ({ element }) => element);
    for (const element of mounted.values()) {
      const wanted = byElement.get(element) ?? [];
      if (wanted.length === 0 && element.over.childElementCount === 0) continue;
      const key = JSON.stringify(wanted.map(({ element: _, ...rest }) => rest));
      if (element.over.dataset["key"] === key) continue;
      element.over.dataset["key"] = key;
      element.over.replaceChildren(...wanted.map(draw));
    }
  };
}

function draw({ className, x, y, h, end }: Mark): HTMLElement {
  const made = document.createElement("div");
  made.className = className;
  made.style.left = `${x}px`;
  made.style.top = `${y}px`;
  made.style.height = `${h}px`;
  if (end) made.dataset["end"] = end;
  return made;
}

function caretMarks(editor: TextEditor, place: TextPlace): Mark[] {
  const { caret } = editor.session.getState();
  const element = caret && place.elementOf(caret.focus);
  const at = caret && place.caretAt(caret.focus);
  if (!element || !at) return [];
  const { left, top } = element.root.getBoundingClientRect();
  return [{ element, className: "tx-caret", x: at.x - left, y: at.top - top, h: at.height }];
}

function handleMarks(editor: TextEditor, place: TextPlace): Mark[] {
  const { selection, drag } = editor.session.getState();
  const [id] = selection.size === 1 ? selection : [];
  const selected = id === undefined ? undefined : editor.document.current().get(id);
  const annotation = editor.suggestions.focused()?.annotation ?? selected;
  if (!annotation || !isSpan(annotation) || !editor.isEditable(annotation.id)) return [];
  const span = drag?.id === annotation.id ? drag.span : annotation.geometry;
  return (["start", "end"] as const).flatMap((end) => {
    const found = edgeOf(editor, place, { span, end });
    return found ? [{ ...found, className: `tx-handle tx-handle-${end}`, end }] : [];
  });
}

/** Where the text of one end begins or stops: from right to left that is its other side. */
function edgeOf(
  { points, segments }: TextEditor,
  place: TextPlace,
  { span, end }: { span: { start: number; end: number }; end: "start" | "end" },
) {
  const from = end === "start" ? span.start : segments.previous(span.end, "character");
  const to = end === "start" ? segments.next(span.start, "character") : span.end;
  const element = place.elementOf(from);
  if (!element) return null;
  const [first, last] = [points.toIndex(from), Math.min(points.toIndex(to), element.end)];
  const { left, top } = element.root.getBoundingClientRect();
  const rects = rectsOf(element, { from: Math.min(first, last), to: last }, { left, top });
  const rect = end === "start" ? rects[0] : rects.at(-1);
  if (!rect) return null;
  const isRtl = isRightToLeft(points.slice(from, to), element.isRtl ? "rtl" : "ltr");
  const isRight = (end === "end") !== isRtl;
  return { element, x: rect.x + (isRight ? rect.w : 0), y: rect.y, h: rect.h };
}
