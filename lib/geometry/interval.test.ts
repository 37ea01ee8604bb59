import fc from "fast-check";
import { expect, test } from "vitest";
import {
  assignLanes,
  clipInterval,
  containsInterval,
  dragEnd,
  type Interval,
  intervalBetween,
  intervalLength,
  lowerBound,
  moveInterval,
  overlapLength,
  overlaps,
  snap,
} from "./interval";

const LENGTH = 100;
const position = fc.double({ min: 0, max: LENGTH, noNaN: true });
const interval = fc.tuple(position, position).map(([a, b]) => intervalBetween(a, b));
const whole = fc
  .tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 }))
  .map(([a, b]) => intervalBetween(a, b));

test("intervals overlap alike from both sides, and neighbours do not", () => {
  fc.assert(
    fc.property(interval, interval, (a, b) => {
      expect(overlaps(a, b)).toBe(overlaps(b, a));
      if (overlapLength(a, b) > 0) expect(overlaps(a, b)).toBe(true);
      if (containsInterval(a, b)) expect(overlapLength(a, b)).toBe(intervalLength(b));
    }),
  );
  expect(overlaps({ start: 0, end: 5 }, { start: 5, end: 9 })).toBe(false);
  expect(overlaps({ start: 0, end: 5 }, { start: 2, end: 2 })).toBe(true);
  expect(overlaps({ start: 0, end: 5 }, { start: 5, end: 5 })).toBe(false);
});

test("what lies inside is not clipped, what lies outside is nothing", () => {
  fc.assert(
    fc.property(interval, (it) => {
      expect(clipInterval(it, LENGTH)).toEqual(it);
    }),
  );
  expect(clipInterval({ start: -3, end: 4 }, 10)).toEqual({ start: 0, end: 4 });
  expect(clipInterval({ start: 11, end: 14 }, 10)).toBeNull();
  expect(clipInterval({ start: 10, end: 14 }, 10)).toBeNull();
  expect(clipInterval({ start: 10, end: 10 }, 10)).toEqual({ start: 10, end: 10 });
});

test("moving and dragging an end stay inside", () => {
  const far = fc.double({ min: -300, max: 300, noNaN: true });
  fc.assert(
    fc.property(interval, far, fc.constantFrom("start", "end"), (it, by, end) => {
      const moved = moveInterval(it, by, LENGTH);
      expect(intervalLength(moved)).toBeCloseTo(intervalLength(it), 9);
      for (const { start, end: last } of [moved, dragEnd(it, { end, to: by, length: LENGTH })]) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(LENGTH + 1e-9);
        expect(last).toBeGreaterThanOrEqual(start);
      }
    }),
  );
});

test("snaps to the nearest candidate within reach only", () => {
  expect(snap(4, [1, 5, 9], 2)).toBe(5);
  expect(snap(7, [1, 5, 9], 1)).toBe(7);
  expect(snap(0, [], 5)).toBe(0);
  fc.assert(
    fc.property(fc.array(position), position, position, (candidates, at, reach) => {
      const sorted = candidates.toSorted((a, b) => a - b);
      const near = sorted.map((each) => Math.abs(each - at)).filter((far) => far <= reach);
      const expected = near.length === 0 ? 0 : Math.min(...near);
      expect(Math.abs(snap(at, sorted, reach) - at)).toBeCloseTo(expected, 9);
      expect(lowerBound(sorted, at)).toBe(sorted.filter((each) => each < at).length);
    }),
  );
});

test("lanes hold no two that overlap, and there are no more of them than needed", () => {
  fc.assert(
    fc.property(fc.array(whole, { maxLength: 40 }), (intervals) => {
      const lanes = assignLanes(intervals);
      const deepest = Math.max(0, ...intervals.map(({ start }) => depthAt(intervals, start)));
      expect(Math.max(-1, ...lanes) + 1).toBeLessThanOrEqual(deepest);
      for (const [i, a] of intervals.entries()) {
        for (const [j, b] of intervals.entries()) {
          if (i < j && lanes[i] === lanes[j]) expect(overlaps(a, b)).toBe(false);
        }
      }
    }),
  );
});

/** How many intervals there are at a place, those that start there without a length among them. */
function depthAt(intervals: readonly Interval[], at: number): number {
  return intervals.filter(({ start, end }) => start === at || (start < at && at < end)).length;
}
