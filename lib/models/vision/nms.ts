import type { Corners } from "./picture-frame";

/** A box that a model proposes, in pixels of its input. */
export type Detection = Corners & { score: number; classIndex: number };

/**
 * Non-maximum suppression within each class: from the strongest on, a box is kept unless it overlaps one that
 * is kept by more than `iouThreshold`. Answers the `most` strongest, strongest first; equal scores in the order given.
 */
export function suppressOverlaps(
  detections: readonly Detection[],
  { iouThreshold, most }: { iouThreshold: number; most: number },
): Detection[] {
  const kept: Detection[] = [];
  // Flat numbers by class: reading corners from objects takes three times as long.
  const keptOf = new Map<number, number[]>();
  for (const detection of byScore(detections)) {
    if (kept.length >= most) break;
    const ofClass = keptOf.get(detection.classIndex) ?? [];
    if (overlapsAny(detection, ofClass, iouThreshold)) continue;
    keptOf.set(detection.classIndex, ofClass);
    ofClass.push(detection.x1, detection.y1, detection.x2, detection.y2);
    kept.push(detection);
  }
  return kept;
}

/** Strongest first; equal scores in the order given. */
export function byScore(detections: readonly Detection[]): Detection[] {
  return detections.toSorted((a, b) => b.score - a.score);
}

function overlapsAny(box: Corners, corners: readonly number[], iouThreshold: number): boolean {
  const { x1, y1, x2, y2 } = box;
  const area = (x2 - x1) * (y2 - y1);
  for (let i = 0; i < corners.length; i += 4) {
    const left = corners[i] ?? 0;
    const right = corners[i + 2] ?? 0;
    const width = (x2 < right ? x2 : right) - (x1 > left ? x1 : left);
    if (width <= 0) continue;
    const top = corners[i + 1] ?? 0;
    const bottom = corners[i + 3] ?? 0;
    const height = (y2 < bottom ? y2 : bottom) - (y1 > top ? y1 : top);
    if (height <= 0) continue;
    const shared = width * height;
    if (shared > iouThreshold * (area + (right - left) * (bottom - top) - shared)) return true;
  }
  return false;
}
