import fc from "fast-check";
import { expect, test } from "vitest";
import {
  actualSize,
  type Frame,
  fitImage,
  MAX_SCALE,
  panBy,
  pinch,
  reveal,
  toImage,
  toScreen,
  visibleRect,
  zoomAt,
  zoomToBounds,
} from "./viewport";

const frame: Frame = {
  canvas: { width: 800, height: 600 },
  extent: { width: 1920, height: 1080 },
};

test("fit shows all of a large image in the middle and does not blow up a small one", () => {
  const { x, y, scale } = fitImage(frame);
  expect(scale).toBeCloseTo(752 / 1920);
  expect(x).toBeCloseTo(24);
  expect(y).toBeCloseTo((600 - 1080 * scale) / 2);
  expect(fitImage({ ...frame, extent: { width: 100, height: 50 } })).toEqual({
    scale: 1,
    x: 350,
    y: 275,
  });
});

test("zooming keeps what is under the pointer", () => {
  const at = { x: 300, y: 280 };
  const inside = fc.double({ min: 0.6, max: 8, noNaN: true });
  fc.assert(
    fc.property(inside, (factor) => {
      const before = fitImage(frame);
      const under = toImage(before, at);
      const seen = toScreen(zoomAt(before, frame, { at, factor }), under);
      expect(seen.x).toBeCloseTo(at.x, 6);
      expect(seen.y).toBeCloseTo(at.y, 6);
    }),
  );
});

test("100 % is one image pixel on one screen pixel", () => {
  expect(actualSize(fitImage(frame), frame).scale).toBe(1);
});

test("however it is pushed and zoomed, some of the image stays on screen", () => {
  const number = fc.double({ min: -1e5, max: 1e5, noNaN: true });
  const step = fc.record({
    x: number,
    y: number,
    factor: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let viewport = fitImage(frame);
      for (const { x, y, factor } of steps) {
        viewport = zoomAt(panBy(viewport, frame, { x, y }), frame, { at: { x, y }, factor });
      }
      const seen = visibleRect(viewport, frame.canvas);
      expect(viewport.scale).toBeLessThanOrEqual(MAX_SCALE);
      expect(viewport.scale).toBeGreaterThan(0.05);
      expect(seen.x).toBeLessThan(frame.extent.width);
      expect(seen.y).toBeLessThan(frame.extent.height);
      expect(seen.x + seen.w).toBeGreaterThan(0);
      expect(seen.y + seen.h).toBeGreaterThan(0);
    }),
  );
});

test("fingers that part zoom by as much and keep what lies between them", () => {
  const before = fitImage(frame);
  const between = toImage(before, { x: 400, y: 300 });
  const after = pinch(before, frame, {
    from: [
      { x: 350, y: 300 },
      { x: 450, y: 300 },
    ],
    to: [
      { x: 320, y: 310 },
      { x: 520, y: 310 },
    ],
  });
  expect(after.scale).toBeCloseTo(2 * before.scale);
  const seen = toScreen(after, between);
  expect(seen.x).toBeCloseTo(420);
  expect(seen.y).toBeCloseTo(310);
});

test("zooming to a selection puts it into the middle", () => {
  const viewport = zoomToBounds({ x: 900, y: 500, w: 100, h: 50 }, frame);
  expect(toScreen(viewport, { x: 950, y: 525 })).toEqual({ x: 400, y: 300 });
  expect(viewport.scale).toBe(6);
});

test("what is in sight does not move the view, what is not comes into it", () => {
  const viewport = actualSize(fitImage(frame), frame);
  const seen = visibleRect(viewport, frame.canvas);
  const near = { x: seen.x + 100, y: seen.y + 100, w: 50, h: 50 };
  expect(reveal(viewport, frame, near)).toBe(viewport);
  const far = { x: 1800, y: 1000, w: 50, h: 50 };
  const shown = visibleRect(reveal(viewport, frame, far), frame.canvas);
  expect(shown.x + shown.w).toBeGreaterThan(1850);
  expect(shown.y + shown.h).toBeGreaterThan(1050);
});
