import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boxIou } from "@/lib/geometry/box";
import { type Detection, suppressOverlaps } from "./nms";

const place = fc.integer({ min: 0, max: 40 });
const side = fc.integer({ min: 1, max: 30 });
const detection: fc.Arbitrary<Detection> = fc
  .record({ x: place, y: place, w: side, h: side, score: fc.integer({ min: 0, max: 9 }) })
  .chain(({ x, y, w, h, score }) =>
    fc.record({
      x1: fc.constant(x),
      y1: fc.constant(y),
      x2: fc.constant(x + w),
      y2: fc.constant(y + h),
      score: fc.constant(score / 10),
      classIndex: fc.integer({ min: 0, max: 2 }),
    }),
  );
const threshold = fc.constantFrom(0, 0.3, 0.5, 0.7, 1);

describe("suppressing overlaps", () => {
  test("keeps what the plain way keeps", () => {
    fc.assert(
      fc.property(
        fc.array(detection, { maxLength: 60 }),
        threshold,
        fc.integer({ min: 1, max: 20 }),
        (detections, iouThreshold, most) => {
          const found = suppressOverlaps(detections, { iouThreshold, most });
          expect(found).toEqual(plainly(detections, iouThreshold).slice(0, most));
        },
      ),
    );
  });

  test("leaves no two of one class that overlap, and drops none without a stronger one over it", () => {
    fc.assert(
      fc.property(fc.array(detection, { maxLength: 60 }), threshold, (detections, iouThreshold) => {
        const kept = suppressOverlaps(detections, { iouThreshold, most: detections.length });
        const overlap = (a: Detection, b: Detection) =>
          a !== b && a.classIndex === b.classIndex && iou(a, b) > iouThreshold;
        expect(kept.some((a) => kept.some((b) => overlap(a, b)))).toBe(false);
        for (const dropped of detections.filter((each) => !kept.includes(each))) {
          expect(kept.some((a) => overlap(a, dropped) && a.score >= dropped.score)).toBe(true);
        }
      }),
    );
  });

  test("changes nothing when it is done again", () => {
    fc.assert(
      fc.property(fc.array(detection, { maxLength: 60 }), threshold, (detections, iouThreshold) => {
        const options = { iouThreshold, most: detections.length };
        const kept = suppressOverlaps(detections, options);
        expect(suppressOverlaps(kept, options)).toEqual(kept);
      }),
    );
  });
});

function plainly(detections: readonly Detection[], iouThreshold: number): Detection[] {
  const kept: Detection[] = [];
  const sorted = detections
    .map((each, index) => ({ each, index }))
    .sort((a, b) => b.each.score - a.each.score || a.index - b.index);
  for (const { each } of sorted) {
    const isFree = kept.every(
      (other) => other.classIndex !== each.classIndex || iou(other, each) <= iouThreshold,
    );
    if (isFree) kept.push(each);
  }
  return kept;
}

function iou(a: Detection, b: Detection): number {
  const box = ({ x1, y1, x2, y2 }: Detection) => ({ x: x1, y: y1, w: x2 - x1, h: y2 - y1 });
  return boxIou(box(a), box(b));
}
