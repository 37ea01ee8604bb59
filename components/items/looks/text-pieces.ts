import type { PreviewBox } from "@/lib/api/items";
import { indexCodePoints } from "@/lib/text/code-points";
import { findMarks } from "@/lib/text/marks";

/** A run of a text that is drawn alike. */
export interface TextPiece {
  /** UTF-16 index in the text: where it starts. */
  at: number;
  text: string;
  /** Name of the invisible character that the piece is; null for what can be seen. */
  mark: string | null;
  /** Labels of the spans over it, the longest first. */
  labelIds: readonly string[];
}

/**
 * The start of a text, cut where spans begin or end and at invisible characters. `spans` are in code points and may go on
 * beyond the text. Line breaks of all kinds become `\n`, since nothing is counted in the pieces.
 */
export function textPieces(text: string, spans: readonly PreviewBox[]): TextPiece[] {
  const points = indexCodePoints(text);
  const toIndex = (offset: number) => points.toIndex(Math.min(Math.max(0, offset), points.length));
  const covers = spans
    .map(({ labelId, x, w }) => ({ labelId, start: toIndex(x), end: toIndex(x + w) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  const marks = new Map(findMarks(text).map((mark) => [mark.start, mark]));
  const edges = new Set([0, text.length]);
  for (const { start, end } of [...covers, ...marks.values()]) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(1).map((end, n) => {
    const start = cuts[n] ?? 0;
    return {
      at: start,
      text: withPlainBreaks(text, start, end),
      mark: marks.get(start)?.name ?? null,
      labelIds: covers
        .filter((cover) => cover.start <= start && cover.end >= end)
        .map(({ labelId }) => labelId),
    };
  });
}

function withPlainBreaks(text: string, start: number, end: number): string {
  // A break of two that is cut in the middle is drawn once, by its second half.
  const isCutBreak = text[end - 1] === "\r" && text[end] === "\n";
  return text.slice(start, isCutBreak ? end - 1 : end).replace(/\r\n?/g, "\n");
}
