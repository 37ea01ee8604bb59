import { MEDIA } from "@/lib/media/media";
import { matchPlaced } from "../match-placed";
import type { CompareContext, Mark, PairMeasure } from "../measure";
import { type LabelTallies, tallyOf } from "../tally";

/** Arcs of the same label and direction between ends that are matched with each other. */
export const relations: PairMeasure = {
  id: "relations",
  media: ["image", "text", "audio"],
  unit: "annotations",
  isHeadline: true,
  compare(first, second, context) {
    const tallies: LabelTallies = new Map();
    const ours = arcsOf(first);
    const theirs = arcsOf(second);
    for (const { labelId } of ours.values()) tallyOf(tallies, labelId).first += 1;
    for (const { labelId } of theirs.values()) tallyOf(tallies, labelId).second += 1;
    if (ours.size === 0 || theirs.size === 0) return tallies;
    const same = sameEnds(first, second, context);
    for (const { labelId, from, to } of ours.values()) {
      const ends = { from: same.get(from) ?? null, to: same.get(to) ?? null };
      if (ends.from === null || ends.to === null) continue;
      if (theirs.has(keyOf(labelId, ends.from, ends.to))) tallyOf(tallies, labelId).shared += 1;
    }
    return tallies;
  },
};

type Arc = { labelId: string; from: string; to: string };

/** Each arc once. */
function arcsOf(marks: readonly Mark[]): Map<string, Arc> {
  const arcs = new Map<string, Arc>();
  for (const { labelId, geometry } of marks) {
    if (geometry.kind !== "relation") continue;
    const { from, to } = geometry;
    arcs.set(keyOf(labelId, from, to), { labelId, from, to });
  }
  return arcs;
}

function keyOf(labelId: string, from: string, to: string): string {
  return JSON.stringify([labelId, from, to]);
}

/** Ids of the first layer → ids of the second that mean the same thing. */
function sameEnds(
  first: readonly Mark[],
  second: readonly Mark[],
  { iou, media }: CompareContext,
): Map<string, string> {
  const same = new Map<string, string>();
  for (const kind of MEDIA[media].geometries) {
    if (kind === "relation") continue;
    for (const pair of matchPlaced(first, second, { iou, kind })) {
      const [a, b] = [first[pair.first], second[pair.second]];
      if (a && b) same.set(a.id, b.id);
    }
  }
  return same;
}
