import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fitAll,
  followed,
  panBy,
  resized,
  reveal,
  sampleSize,
  showRange,
  type TimeFrame,
  toPx,
  toTime,
  visibleRange,
  zoomAt,
} from "./time-viewport";

const frame: TimeFrame = { widthPx: 1_000, durationS: 3_600, sampleRate: 44_100 };
const seconds = fc.double({ min: 0, max: 3_600, noNaN: true });
const factor = fc.double({ min: 0.01, max: 100, noNaN: true });

test("what is under the pointer stays there, as long as the ends allow", () => {
  fc.assert(
    fc.property(seconds, factor, factor, (at, first, second) => {
      const before = zoomAt(fitAll(frame), frame, { at, factor: first });
      const px = toPx(before, at);
      const after = zoomAt(before, frame, { at, factor: second });
      const range = visibleRange(after, frame);
      const isAtEnd = range.start <= 1e-9 || range.end >= frame.durationS - 1e-6;
      if (!isAtEnd) expect(toPx(after, at)).toBeCloseTo(px, 3);
    }),
  );
});

test("whatever is done, the recording fills the view and nothing beyond it is shown", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(seconds, factor, fc.integer({ min: -4_000, max: 4_000 }))),
      (steps) => {
        let viewport = fitAll(frame);
        for (const [at, by, pan] of steps) {
          viewport = panBy(zoomAt(viewport, frame, { at, factor: by }), frame, pan);
          viewport = followed(viewport, frame, at);
          const { start, end } = visibleRange(viewport, frame);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(frame.durationS + 1e-6);
        }
      },
    ),
  );
});

test("from the whole down to single samples", () => {
  expect(visibleRange(fitAll(frame), frame)).toEqual({ start: 0, end: 3_600 });
  const samples = sampleSize(fitAll(frame), frame, 1_800);
  expect(samples.secondsPerPx * frame.sampleRate).toBeCloseTo(1, 9);
  const closest = zoomAt(samples, frame, { at: 1_800, factor: 1e6 });
  expect(1 / (closest.secondsPerPx * frame.sampleRate)).toBeCloseTo(24, 6);
});

test("a range is shown with something on both sides, and revealed only as far as needed", () => {
  const shown = showRange({ start: 100, end: 104 }, frame);
  const { start, end } = visibleRange(shown, frame);
  expect(start).toBeLessThan(100);
  expect(end).toBeGreaterThan(104);
  expect((start + end) / 2).toBeCloseTo(102, 6);
  expect(reveal(shown, frame, { start: 101, end: 103 })).toBe(shown);
  const moved = reveal(shown, frame, { start: 200, end: 201 });
  expect(toTime(moved, 1_000)).toBeGreaterThan(201);
  expect(moved.secondsPerPx).toBe(shown.secondsPerPx);
});

test("the playhead runs to the middle, then the sound runs under it", () => {
  let viewport = showRange({ start: 100, end: 104 }, frame);
  const { start } = viewport;
  expect(followed(viewport, frame, start + 0.5)).toBe(viewport);
  for (let at = start + 0.5; at < 110; at += 1 / 60) viewport = followed(viewport, frame, at);
  expect(toPx(viewport, 110)).toBeGreaterThan(450);
  expect(toPx(viewport, 110)).toBeLessThan(600);
  const jumped = followed(viewport, frame, 2_000);
  expect(toPx(jumped, 2_000)).toBeCloseTo(100, 3);
});

test("a wider window shows the whole still, or more of the same", () => {
  expect(resized(fitAll(frame), frame, 500)).toEqual(fitAll({ ...frame, widthPx: 500 }));
  const close = showRange({ start: 100, end: 104 }, frame);
  expect(resized(close, frame, 500)).toEqual(close);
});
