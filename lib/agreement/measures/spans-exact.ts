import type { Mark, PairMeasure } from "../measure";
import { tallyOf } from "../tally";
import { countMarks } from "./count-marks";

/**
 * Spans of the same label with the same two ends: how named entities are scored. Tjong Kim Sang and De Meulder,
 * Introduction to the CoNLL-2003 Shared Task, 2003.
 */
export const spansExact: PairMeasure = {
  id: "spans-exact",
  media: ["text"],
  unit: "annotations",
  isHeadline: false,
  compare(first, second) {
    const tallies = countMarks(first, second, "interval");
    const free = new Map<string, number>();
    for (const mark of first) {
      const key = placeOf(mark);
      if (key !== null) free.set(key, (free.get(key) ?? 0) + 1);
    }
    for (const mark of second) {
      const key = placeOf(mark);
      const left = key === null ? 0 : (free.get(key) ?? 0);
      if (key === null || left === 0) continue;
      free.set(key, left - 1);
      const tally = tallyOf(tallies, mark.labelId);
      tally.shared += 1;
      tally.pairs += 1;
      tally.overlap += 1;
    }
    return tallies;
  },
};

function placeOf({ labelId, geometry }: Mark): string | null {
  return geometry.kind === "interval" ? `${geometry.start} ${geometry.end} ${labelId}` : null;
}
