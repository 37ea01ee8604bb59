import { matchPlaced } from "../match-placed";
import type { Mark, PairMeasure } from "../measure";
import { tallyOf } from "../tally";
import { textSimilarity } from "../text-similarity";
import { countMarks } from "./count-marks";

/**
 * Spans or regions of the same label that overlap by `iou` or more, as boxes are matched. What two regions of a
 * recording say counts: a pair is worth as much as their transcripts have in common.
 */
export const intervals: PairMeasure = {
  id: "intervals",
  media: ["text", "audio"],
  unit: "annotations",
  isHeadline: true,
  compare(first, second, { iou, media }) {
    const tallies = countMarks(first, second, "interval");
    for (const pair of matchPlaced(first, second, { iou, kind: "interval" })) {
      const [a, b] = [first[pair.first], second[pair.second]];
      if (!a || !b) continue;
      const tally = tallyOf(tallies, a.labelId);
      tally.shared += media === "audio" ? sameSaid(a, b) : 1;
      tally.pairs += 1;
      tally.overlap += pair.weight;
    }
    return tallies;
  },
};

function sameSaid(a: Mark, b: Mark): number {
  return textSimilarity(a.text ?? "", b.text ?? "");
}
