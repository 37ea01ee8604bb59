import { indexPlaced } from "@/lib/annotation/placed";
import type { GeometryKind } from "@/lib/geometry/geometry";
import { geometryIou } from "@/lib/geometry/overlap";
import { type Edge, mostPairs } from "./best-pairs";
import type { Mark } from "./measure";

/**
 * Pairs things of the same label of two layers that overlap by `iou` or more: as many as possible, and of those ways
 * the one of the greatest overlap in all. Greedy matching, as models are measured by, would have a side that
 * chooses first; people have none. `weight` of a pair is its intersection over union.
 */
export function matchPlaced(
  first: readonly Mark[],
  second: readonly Mark[],
  { iou, kind }: { iou: number; kind: GeometryKind },
): Edge[] {
  const nearby = indexPlaced(second);
  const edges: Edge[] = [];
  for (const [index, mark] of first.entries()) {
    if (mark.geometry.kind !== kind) continue;
    for (const candidate of nearby(mark)) {
      const weight = geometryIou(mark.geometry, candidate.geometry);
      if (weight > 0 && weight >= iou) {
        edges.push({ first: index, second: candidate.index, weight });
      }
    }
  }
  return mostPairs(edges);
}
