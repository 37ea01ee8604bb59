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
  const stripsOf = new Map<number, Strips>();
  const stripAt = stripsOver(detections);
  for (const detection of byScore(detections)) {
    if (kept.length >= most) break;
    const strips = stripsOf.get(detection.classIndex) ?? emptyStrips();
    const first = stripAt(detection.y1);
    const last = stripAt(detection.y2);
    if (overlapsAny(detection, strips.slice(first, last + 1), iouThreshold)) continue;
    stripsOf.set(detection.classIndex, strips);
    for (const corners of strips.slice(first, last + 1)) {
      corners.push(detection.x1, detection.y1, detection.x2, detection.y2);
    }
    kept.push(detection);
  }
  return kept;
}

/**
 * The boxes kept of one class by the strips of the input that they touch: two that overlap share one. As flat
 * numbers, four a box: reading corners from objects takes three times as long.
 */
type Strips = number[][];

const STRIPS = 64;

function emptyStrips(): Strips {
  return Array.from({ length: STRIPS }, () => []);
}

/** The strip in which a place lies, from top to bottom. */
function stripsOver(detections: readonly Detection[]): (y: number) => number {
  const top = detections.reduce((least, { y1 }) => Math.min(least, y1), Number.POSITIVE_INFINITY);
  const bottom = detections.reduce((most, { y2 }) => Math.max(most, y2), Number.NEGATIVE_INFINITY);
  const perPixel = bottom > top ? (STRIPS - 1) / (bottom - top) : 0;
  return (y) => Math.floor((y - top) * perPixel);
}

/** Strongest first; equal scores in the order given. */
export function byScore(detections: readonly Detection[]): Detection[] {
  return detections.toSorted((a, b) => b.score - a.score);
}

function overlapsAny(box: Corners, strips: Strips, iouThreshold: number): boolean {
  return strips.some((corners) => overlapsOne(box, corners, iouThreshold));
}

function overlapsOne(box: Corners, corners: readonly number[], iouThreshold: number): boolean {
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
