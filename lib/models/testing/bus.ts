import { type Box, boxIou } from "@/lib/geometry/box";
import type { Suggestion } from "../adapter";

/** What is to be seen on bus.jpg (810 × 1080), drawn by eye. */
export const BUS: { label: "bus" | "person"; box: Box }[] = [
  { label: "bus", box: { x: 4, y: 231, w: 800, h: 505 } },
  // In a beige coat.
  { label: "person", box: { x: 51, y: 399, w: 195, h: 502 } },
  // In a dark coat, arms crossed.
  { label: "person", box: { x: 225, y: 406, w: 119, h: 454 } },
  // At the right edge, cut off.
  { label: "person", box: { x: 668, y: 392, w: 142, h: 489 } },
  // At the left edge, an arm and half a coat.
  { label: "person", box: { x: 0, y: 550, w: 79, h: 323 } },
];

/** The two faces that look this way, from the brows to the chin. */
export const FACES: Box[] = [
  { x: 113, y: 415, w: 44, h: 56 },
  { x: 267, y: 424, w: 40, h: 54 },
];

/** The boxes drawn by eye that a suggestion of the same class covers (IoU ≥ 0.5), each suggestion once. */
export function foundOnBus(
  suggestions: readonly Suggestion[],
  classes: readonly string[],
): { bus: number; person: number; ious: number[] } {
  const free = new Set(suggestions);
  const found = { bus: 0, person: 0, ious: [] as number[] };
  for (const { label, box } of BUS) {
    let best: { suggestion: Suggestion; iou: number } | null = null;
    for (const suggestion of free) {
      const { geometry, classIndex } = suggestion;
      if (geometry.kind !== "box" || classes[classIndex] !== label) continue;
      const iou = boxIou(geometry, box);
      if (iou >= 0.5 && iou > (best?.iou ?? 0)) best = { suggestion, iou };
    }
    if (!best) continue;
    free.delete(best.suggestion);
    found[label] += 1;
    found.ious.push(best.iou);
  }
  return found;
}
