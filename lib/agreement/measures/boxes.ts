import { matchPlaced } from "../match-placed";
import type { PairMeasure } from "../measure";
import { tallyOf } from "../tally";
import { countMarks } from "./count-marks";

/** Boxes of the same label that overlap by `iou` or more. Everingham et al., The Pascal VOC Challenge, 2010. */
export const boxes: PairMeasure = {
  id: "boxes",
  media: ["image"],
  unit: "annotations",
  isHeadline: true,
  compare(first, second, { iou }) {
    const tallies = countMarks(first, second, "box");
    for (const pair of matchPlaced(first, second, { iou, kind: "box" })) {
      const tally = tallyOf(tallies, first[pair.first]?.labelId ?? "");
      tally.shared += 1;
      tally.pairs += 1;
      tally.overlap += pair.weight;
    }
    return tallies;
  },
};
