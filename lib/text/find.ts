import type { CodePoints } from "./code-points";

/** `isWhole`: not inside a longer word. */
export type TextQuery = { text: string; isCase: boolean; isWhole: boolean };
type Range = { start: number; end: number };

/** No more are looked for; a person could not go through them. */
export const MAX_MATCHES = 20_000;

/**
 * Where the query stands, in code points, from the start; found ones do not overlap. Nothing is normalised or folded
 * but the case, so a match is as long as what stands in the text.
 * @param isBoundary is this a place where a word begins or ends? Asked only for whole words.
 */
export function findText(
  points: CodePoints,
  query: TextQuery,
  isBoundary: (offset: number) => boolean,
): Range[] {
  if (query.text === "") return [];
  const pattern = new RegExp(escaped(query.text), query.isCase ? "gu" : "giu");
  const found: Range[] = [];
  for (const match of points.text.matchAll(pattern)) {
    const start = points.toOffset(match.index);
    const end = points.toOffset(match.index + match[0].length);
    if (query.isWhole && !(isBoundary(start) && isBoundary(end))) continue;
    found.push({ start, end });
    if (found.length >= MAX_MATCHES) break;
  }
  return found;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
