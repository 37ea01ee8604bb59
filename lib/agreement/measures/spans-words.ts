import { type Interval, lowerBound } from "@/lib/geometry/interval";
import type { Mark, PairMeasure } from "../measure";
import { type LabelTallies, tallyOf } from "../tally";

/** Words, each with each label that covers any of it: what is known as token-level F1. A word counts once for a label. */
export const spansWords: PairMeasure = {
  id: "spans-words",
  media: ["text"],
  unit: "words",
  isHeadline: false,
  compare(first, second, { words }) {
    const tallies: LabelTallies = new Map();
    if (words === null) return tallies;
    const ends = words.map(({ end }) => end);
    const ours = coveredBy(first, words, ends);
    const theirs = coveredBy(second, words, ends);
    for (const [labelId, covered] of ours) {
      const tally = tallyOf(tallies, labelId);
      tally.first = covered.size;
      const others = theirs.get(labelId);
      for (const word of covered) if (others?.has(word)) tally.shared += 1;
    }
    for (const [labelId, covered] of theirs) tallyOf(tallies, labelId).second = covered.size;
    return tallies;
  },
};

function coveredBy(marks: readonly Mark[], words: readonly Interval[], ends: readonly number[]) {
  const byLabel = new Map<string, Set<number>>();
  for (const { labelId, geometry } of marks) {
    if (geometry.kind !== "interval" || geometry.start === geometry.end) continue;
    const covered = byLabel.get(labelId) ?? new Set();
    byLabel.set(labelId, covered);
    // The first word that ends behind the start.
    for (let at = lowerBound(ends, geometry.start + 1); at < words.length; at += 1) {
      const word = words[at];
      if (!word || word.start >= geometry.end) break;
      covered.add(at);
    }
  }
  return byLabel;
}
