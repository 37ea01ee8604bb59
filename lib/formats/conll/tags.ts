/** Spans over tokens: `first` to `last`, both included. */
export type TokenSpan = { first: number; last: number; label: string };

/** What the tags of a file show about the scheme that they follow. */
export type TagCounts = {
  /** I- where nothing is open to be continued: how IOB1 starts every span. */
  insideStarts: number;
  /** B- where nothing of the same label ends just before: never written in IOB1. */
  freeBegins: number;
  /** E-, S-, L-, U-, W-, M-. */
  ends: Set<string>;
};

export function noTagCounts(): TagCounts {
  return { insideStarts: 0, freeBegins: 0, ends: new Set() };
}

/**
 * The spans of a sentence in any of IOB1, IOB2, BIOES, BILOU and BMEWO: B begins, S, U and W stand
 * alone, I and M continue what is open or begin, E and L end. `counts` collects what tells the scheme.
 */
export function spansOfTags(tags: readonly string[], counts: TagCounts): TokenSpan[] {
  const spans: TokenSpan[] = [];
  let open: TokenSpan | null = null;
  /** Of the span that the token before belongs to. */
  let labelBefore: string | null = null;
  for (const [i, tag] of tags.entries()) {
    const prefix = tag.charAt(0);
    const label = tag.slice(2);
    if (tag === "O" || tag === "" || !/^[BIESLUMW]-/.test(tag)) {
      open = null;
      labelBefore = null;
      continue;
    }
    const isContinued: boolean = open !== null && open.label === label;
    const isSingle = prefix === "S" || prefix === "U" || prefix === "W";
    const isInside = prefix === "I" || prefix === "M";
    const isEnd = prefix === "E" || prefix === "L";
    if (prefix !== "B" && prefix !== "I") counts.ends.add(prefix);
    if ((isInside || isEnd) && isContinued && open) open.last = i;
    else {
      if (isInside || isEnd) counts.insideStarts += 1;
      if (prefix === "B" && labelBefore !== label) counts.freeBegins += 1;
      open = { first: i, last: i, label };
      spans.push(open);
    }
    labelBefore = label;
    if (isSingle || isEnd) open = null;
  }
  return spans;
}

export type TagScheme = "IOB1" | "IOB2" | "BIOES" | "BILOU" | "BMEWO";

export function schemeOf({ insideStarts, freeBegins, ends }: TagCounts): TagScheme {
  if (ends.has("L") || ends.has("U")) return "BILOU";
  if (ends.has("M") || ends.has("W")) return "BMEWO";
  if (ends.size > 0) return "BIOES";
  return insideStarts > 0 && freeBegins === 0 ? "IOB1" : "IOB2";
}
