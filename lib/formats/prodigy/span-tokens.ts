import type { CodePoints } from "@/lib/text/code-points";
import { tokenise } from "@/lib/text/tokens";

/** Offsets in code points; `ws`: one blank follows, which belongs to no token. */
export type ProdigyToken = { text: string; start: number; end: number; id: number; ws: boolean };

/**
 * Tokens that make up the whole text and begin and end where spans do: words and marks, cut where a
 * span cuts them; white space other than a single blank is a token too, as in spaCy.
 */
export function spanTokens(
  points: CodePoints,
  spans: readonly { start: number; end: number }[],
): ProdigyToken[] {
  const { text } = points;
  const starts = new Set<number>();
  const ends = new Set<number>();
  for (const { start, end } of spans) {
    starts.add(points.toIndex(start));
    ends.add(points.toIndex(end));
  }
  const cuts = [...new Set([...starts, ...ends])].sort((a, b) => a - b);
  const tokens: ProdigyToken[] = [];
  let nextCut = 0;
  /** One token, or as many as spans cut it into. */
  function add(from: number, to: number): void {
    let start = from;
    while ((cuts[nextCut] ?? Number.POSITIVE_INFINITY) <= from) nextCut += 1;
    for (let at = cuts[nextCut]; at !== undefined && at < to; at = cuts[++nextCut]) {
      push(start, at);
      start = at;
    }
    push(start, to);
  }
  function push(from: number, to: number): void {
    const [start, end] = [points.toOffset(from), points.toOffset(to)];
    tokens.push({ text: text.slice(from, to), start, end, id: tokens.length, ws: false });
  }
  function gap(from: number, to: number): void {
    if (from === to) return;
    const last = tokens.at(-1);
    const isBlank = to - from === 1 && text[from] === " ";
    if (last && isBlank && !starts.has(from) && !ends.has(to)) last.ws = true;
    else add(from, to);
  }
  let at = 0;
  for (const { start, end } of tokenise(text)) {
    gap(at, start);
    add(start, end);
    at = end;
  }
  gap(at, text.length);
  return tokens;
}
