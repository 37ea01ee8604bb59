import type { Mark, PairMeasure } from "../measure";
import { tallyOf } from "../tally";
import { textSimilarity } from "../text-similarity";

/**
 * What is said of the item as a whole. A label is there or not, once; a text that was written is worth as much as
 * both texts have in common.
 */
export const answers: PairMeasure = {
  id: "answers",
  media: ["image", "text", "audio"],
  unit: "annotations",
  isHeadline: true,
  compare(first, second, context) {
    const tallies = new Map();
    const ours = answersOf(first);
    const theirs = answersOf(second);
    for (const labelId of ours.keys()) tallyOf(tallies, labelId).first += 1;
    for (const [labelId, theirText] of theirs) {
      const tally = tallyOf(tallies, labelId);
      tally.second += 1;
      const ourText = ours.get(labelId);
      if (ourText === undefined) continue;
      const isWritten = context.answers.get(labelId) === "text";
      tally.shared += isWritten ? textSimilarity(ourText, theirText) : 1;
    }
    return tallies;
  },
};

/** The first of each label, with its text. */
function answersOf(marks: readonly Mark[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { labelId, geometry, text = "" } of marks) {
    if (geometry.kind === "whole" && !found.has(labelId)) found.set(labelId, text);
  }
  return found;
}
