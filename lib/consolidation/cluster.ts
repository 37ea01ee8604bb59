import { indexPlaced } from "@/lib/annotation/placed";
import type { GeometryKind } from "@/lib/geometry/geometry";
import { geometryIou } from "@/lib/geometry/overlap";
import { compareMarked } from "./marked-order";
import type { Marked } from "./source";

type Link = { a: number; b: number; iou: number };

/**
 * Things of different people that are the same thing. Complete linkage: in a cluster every two overlap by `iou` or
 * more, and nobody is in it twice. Pairs are joined in the order of their overlap, those of one label before all
 * others: so labels that lie in the same place stay apart when people agree on both. The order of the people does not
 * matter.
 */
export function clusterPlaced(
  things: readonly Marked[],
  { iou, kind }: { iou: number; kind: GeometryKind },
): Marked[][] {
  const marked = things
    .filter(({ annotation }) => annotation.geometry.kind === kind)
    .sort(compareMarked);
  const clusterOf = marked.map((_, index) => [index]);
  const joinAll = (links: readonly Link[]) => {
    for (const { a, b } of links) {
      const [left, right] = [clusterOf[a], clusterOf[b]];
      if (!left || !right || left === right || !mayJoin(left, right)) continue;
      left.push(...right);
      for (const index of right) clusterOf[index] = left;
    }
  };
  function mayJoin(left: readonly number[], right: readonly number[]): boolean {
    return left.every((a) =>
      right.every((b) => {
        const [first, second] = [marked[a], marked[b]];
        if (!first || !second || first.layerId === second.layerId) return false;
        return geometryIou(first.annotation.geometry, second.annotation.geometry) >= iou;
      }),
    );
  }
  joinAll(linksOf(marked, { iou, isLabelled: true }));
  joinAll(linksOf(marked, { iou, isLabelled: false }));
  const clusters = [...new Set(clusterOf)];
  return clusters.map((cluster) =>
    cluster.sort((a, b) => a - b).flatMap((index) => marked[index] ?? []),
  );
}

/** Pairs that overlap enough, those first that overlap most. */
function linksOf(
  marked: readonly Marked[],
  { iou, isLabelled }: { iou: number; isLabelled: boolean },
): Link[] {
  const placed = marked.map(({ annotation: { labelId, geometry } }) => ({
    labelId: isLabelled ? labelId : "",
    geometry,
  }));
  const nearby = indexPlaced(placed);
  const links: Link[] = [];
  for (const [a, thing] of placed.entries()) {
    for (const { index: b, geometry } of nearby(thing)) {
      if (b <= a || marked[a]?.layerId === marked[b]?.layerId) continue;
      const overlap = geometryIou(thing.geometry, geometry);
      if (overlap > 0 && overlap >= iou) links.push({ a, b, iou: overlap });
    }
  }
  return links.sort((x, y) => y.iou - x.iou || x.a - y.a || x.b - y.b);
}
