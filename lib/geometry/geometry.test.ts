import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ARBITRARIES } from "./arbitraries";
import { boxIou } from "./box";
import { testGeometry } from "./conformance";
import { boundsOf, GEOMETRIES, GEOMETRY_KINDS } from "./geometry";
import { moveTogether } from "./move-together";

describe.each(GEOMETRY_KINDS)("%s", (kind) => {
  test("is listed under its own kind", () => expect(GEOMETRIES[kind].kind).toBe(kind));
  testGeometry(ARBITRARIES[kind]);
});

test("intersection over union is symmetric, 1 with itself and 0 apart", () => {
  const extent = { width: 100, height: 100 };
  fc.assert(
    fc.property(ARBITRARIES.box(extent), ARBITRARIES.box(extent), (a, b) => {
      expect(boxIou(a, b)).toBeCloseTo(boxIou(b, a), 12);
      expect(boxIou(a, a)).toBeCloseTo(1, 12);
      expect(boxIou(a, { ...b, x: b.x + 200 })).toBe(0);
    }),
  );
});

test("a group moves without changing its distances and stays inside", () => {
  const extent = { width: 100, height: 100 };
  const shift = fc.double({ min: -300, max: 300, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(ARBITRARIES.box(extent), { minLength: 1 }),
      shift,
      shift,
      (boxes, dx, dy) => {
        const before = new Map(boxes.map((each, i) => [String(i), each]));
        const after = moveTogether(before, { dx, dy, extent });
        const steps = [...before].map(([id, { x, y }]) => {
          const found = after.get(id);
          const moved = found ? boundsOf(found) : { x: Number.NaN, y: Number.NaN, w: 0, h: 0 };
          expect(moved.x).toBeGreaterThanOrEqual(0);
          expect(moved.y + moved.h).toBeLessThanOrEqual(100 + 1e-9);
          return { x: moved.x - x, y: moved.y - y };
        });
        for (const step of steps) {
          expect(step.x).toBeCloseTo(steps[0]?.x ?? Number.NaN, 9);
          expect(step.y).toBeCloseTo(steps[0]?.y ?? Number.NaN, 9);
        }
      },
    ),
  );
});
