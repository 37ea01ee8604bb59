import { indexPlaced, type Placed } from "@/lib/annotation/placed";
import { geometryIou } from "@/lib/geometry/overlap";

/** Two things of one label that share so much are taken for the same. */
export const MATCH_IOU = 0.5;

/** As a model says it. */
export type Scored = Placed & { score: number };

/**
 * Which of the suggestions meet what people left on the item. Greedy, as COCO and Pascal VOC do it: the surest
 * first, each takes the free thing of its label that it overlaps most, at `MATCH_IOU` or more. So whether one
 * is met never depends on less sure ones: one pass answers for every threshold.
 *
 * @returns for each suggestion the index of what it met, or -1
 */
export function matchSuggestions(suggestions: readonly Scored[], found: readonly Placed[]) {
  const met = new Int32Array(suggestions.length).fill(-1);
  const isTaken = new Uint8Array(found.length);
  const nearby = indexPlaced(found);
  for (const index of byScore(suggestions)) {
    const suggestion = suggestions[index];
    if (!suggestion) continue;
    let best = -1;
    let bestIou = 0;
    for (const candidate of nearby(suggestion)) {
      if (isTaken[candidate.index] === 1) continue;
      const iou = geometryIou(suggestion.geometry, candidate.geometry);
      if (iou >= MATCH_IOU && iou > bestIou) {
        best = candidate.index;
        bestIou = iou;
      }
    }
    if (best < 0) continue;
    isTaken[best] = 1;
    met[index] = best;
  }
  return met;
}

/** Indices, the surest first; of equals the earlier. */
function byScore(suggestions: readonly Scored[]): number[] {
  const order = suggestions.map((_, index) => index);
  const scoreOf = (index: number) => suggestions[index]?.score ?? 0;
  return order.sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
}
