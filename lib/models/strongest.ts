/** The `most` with the highest scores, in the order in which they came. */
export function strongest<T extends { score: number }>(scored: readonly T[], most: number): T[] {
  if (scored.length <= most) return [...scored];
  const kept = new Set(scored.toSorted((a, b) => b.score - a.score).slice(0, most));
  return scored.filter((each) => kept.has(each));
}
