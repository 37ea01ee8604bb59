import { type Edge, mostPairs } from "../best-pairs";
import type { Mark, PairMeasure } from "../measure";
import { tallyOf } from "../tally";
import { countMarks } from "./count-marks";

/**
 * Regions of the same label both of whose ends lie no farther apart than the collar: event-based scoring. Mesaros,
 * Heittola and Virtanen, Metrics for Polyphonic Sound Event Detection, 2016, with one collar for both ends, so
 * that neither side is the reference.
 */
export const regionsCollar: PairMeasure = {
  id: "regions-collar",
  media: ["audio"],
  unit: "annotations",
  isHeadline: false,
  compare(first, second, { collarS }) {
    const tallies = countMarks(first, second, "interval");
    for (const pair of mostPairs(edgesOf(first, second, collarS))) {
      const tally = tallyOf(tallies, first[pair.first]?.labelId ?? "");
      tally.shared += 1;
    }
    return tallies;
  },
};

function edgesOf(first: readonly Mark[], second: readonly Mark[], collarS: number): Edge[] {
  const candidates = second
    .map(({ labelId, geometry }, index) => ({ labelId, geometry, index }))
    .sort((a, b) => startOf(a) - startOf(b));
  const edges: Edge[] = [];
  const order = first.map((_, index) => index);
  order.sort((a, b) => startOf(first[a]) - startOf(first[b]));
  let from = 0;
  for (const index of order) {
    const mark = first[index];
    if (mark?.geometry.kind !== "interval") continue;
    const { start, end } = mark.geometry;
    while (from < candidates.length && startOf(candidates[from]) < start - collarS) from += 1;
    for (let at = from; at < candidates.length; at += 1) {
      const other = candidates[at];
      if (!other || startOf(other) > start + collarS) break;
      if (other.geometry.kind !== "interval" || other.labelId !== mark.labelId) continue;
      const apart = Math.max(
        Math.abs(other.geometry.start - start),
        Math.abs(other.geometry.end - end),
      );
      if (apart > collarS) continue;
      edges.push({ first: index, second: other.index, weight: 1 / (1 + apart) });
    }
  }
  return edges;
}

function startOf(mark: Pick<Mark, "geometry"> | undefined): number {
  return mark?.geometry.kind === "interval" ? mark.geometry.start : Number.POSITIVE_INFINITY;
}
