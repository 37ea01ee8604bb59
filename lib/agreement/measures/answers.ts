import { bestPairs, type Edge } from "../best-pairs";
import type { Mark, PairMeasure } from "../measure";
import { type LabelTallies, tallyOf } from "../tally";
import { textSimilarity } from "../text-similarity";

/**
 * What is said of the item as a whole. A label is there or not, once; texts that were written are paired, and a pair is
 * worth as much as both texts have in common.
 */
export const answers: PairMeasure = {
  id: "answers",
  media: ["image", "text", "audio"],
  unit: "annotations",
  isHeadline: true,
  compare(first, second, context) {
    const tallies: LabelTallies = new Map();
    const ours = answersOf(first);
    const theirs = answersOf(second);
    for (const labelId of new Set([...ours.keys(), ...theirs.keys()])) {
      const [mine, yours] = [ours.get(labelId) ?? [], theirs.get(labelId) ?? []];
      const tally = tallyOf(tallies, labelId);
      if (context.answers.get(labelId) === "text") {
        tally.first = mine.length;
        tally.second = yours.length;
        tally.shared = sharedTexts(mine, yours);
      } else {
        tally.first = Math.min(1, mine.length);
        tally.second = Math.min(1, yours.length);
        tally.shared = Math.min(tally.first, tally.second);
      }
    }
    return tallies;
  },
};

/** The texts of each label. */
function answersOf(marks: readonly Mark[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { labelId, geometry, text = "" } of marks) {
    if (geometry.kind !== "whole") continue;
    const texts = found.get(labelId) ?? [];
    found.set(labelId, texts);
    texts.push(text);
  }
  return found;
}

function sharedTexts(mine: readonly string[], yours: readonly string[]): number {
  const edges = mine.flatMap((a, first) =>
    yours.flatMap((b, second): Edge[] => {
      const weight = textSimilarity(a, b);
      return weight > 0 ? [{ first, second, weight }] : [];
    }),
  );
  return bestPairs(edges).reduce((sum, { weight }) => sum + weight, 0);
}
