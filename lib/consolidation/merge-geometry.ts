import type { Geometry, GeometryKind } from "@/lib/geometry/geometry";
import { geometryIou } from "@/lib/geometry/overlap";
import type { MediaKind } from "@/lib/media/media";
import { type Marked, SAME_WEIGHT } from "./source";

/**
 * What a cluster's geometries come to: each edge of boxes and each end of regions is the weighted mean. Ends of spans
 * are not averaged, which would cut words: the span is taken that overlaps the others most.
 */
export function mergeGeometry(members: readonly Marked[], media: MediaKind): Geometry {
  const chosen = medoid(members).annotation.geometry;
  if (chosen.kind === "box") {
    const boxes = membersOf(members, "box");
    const mean = (side: "x" | "y" | "w" | "h") =>
      weightedMean(boxes.map(({ geometry, weight }) => ({ value: geometry[side], weight })));
    // The mean width is that between the mean edges.
    return { kind: "box", x: mean("x"), y: mean("y"), w: mean("w"), h: mean("h") };
  }
  if (chosen.kind === "interval" && media === "audio") {
    const intervals = membersOf(members, "interval");
    const mean = (end: "start" | "end") =>
      weightedMean(intervals.map(({ geometry, weight }) => ({ value: geometry[end], weight })));
    return { kind: "interval", start: mean("start"), end: mean("end") };
  }
  return chosen;
}

function membersOf<K extends GeometryKind>(members: readonly Marked[], kind: K) {
  return members.flatMap(({ annotation: { geometry }, weight }) =>
    geometry.kind === kind
      ? [{ geometry: geometry as Extract<Geometry, { kind: K }>, weight }]
      : [],
  );
}

/** The member that overlaps the others most; of equals the one that counts more, then the earlier. */
export function medoid(members: readonly Marked[]): Marked {
  return nearest(members, (a, b) => geometryIou(a.annotation.geometry, b.annotation.geometry));
}

/**
 * The one that is nearest to all others, each by its weight. What weighs little may still be nearest.
 *
 * @throws RangeError when there is none
 */
export function nearest(
  members: readonly Marked[],
  likeness: (a: Marked, b: Marked) => number,
): Marked {
  let best: { member: Marked; sum: number } | null = null;
  for (const member of members) {
    let sum = 0;
    for (const other of members) {
      if (other !== member) sum += other.weight * likeness(member, other);
    }
    const isBetter =
      best === null ||
      sum > best.sum + SAME_WEIGHT ||
      (sum > best.sum - SAME_WEIGHT && member.weight > best.member.weight + SAME_WEIGHT);
    if (isBetter) best = { member, sum };
  }
  if (best === null) throw new RangeError("A cluster has no members.");
  return best.member;
}

/** From the first value on, so that equal values give exactly that value. */
function weightedMean(values: readonly { value: number; weight: number }[]): number {
  const base = values[0]?.value ?? 0;
  const total = values.reduce((sum, { weight }) => sum + weight, 0);
  const off = values.reduce((sum, { value, weight }) => sum + weight * (value - base), 0);
  return base + off / total;
}
