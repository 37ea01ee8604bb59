import fc from "fast-check";
import { expect, test } from "vitest";
import { boxContains, type Size } from "./box";
import { type Geometry, geometrySpec } from "./geometry";

const EXTENT: Size = { width: 120, height: 90 };
/** Floats add up to a hair less or more. */
const HAIR = 1e-9;
const shift = fc.double({ min: -300, max: 300, noNaN: true });
const point = fc.record({ x: shift, y: shift });

/** What holds for every geometry. `arbitrary` gives valid ones inside the extent. */
export function testGeometry(arbitrary: (extent: Size) => fc.Arbitrary<Geometry>): void {
  const geometry = arbitrary(EXTENT);

  test("is its own normal form when it lies inside", () => {
    fc.assert(
      fc.property(geometry, (it) => {
        const normal = geometrySpec(it).normalise(it, EXTENT);
        expect(normal && geometrySpec(normal).normalise(normal, EXTENT)).toEqual(normal);
        expect(normal).not.toBeNull();
        const larger = { width: EXTENT.width + 1, height: EXTENT.height + 1 };
        expect(geometrySpec(it).normalise(it, larger), "to the last digit").toEqual(it);
      }),
    );
  });

  test("moves inside the image, keeps its size, and moving by nothing changes nothing", () => {
    fc.assert(
      fc.property(geometry, shift, shift, (it, dx, dy) => {
        const spec = geometrySpec(it);
        const moved = spec.move(it, dx, dy, EXTENT);
        expectInside(moved);
        expect(spec.area(moved)).toBeCloseTo(spec.area(it), 6);
        const still = spec.bounds(spec.move(it, 0, 0, EXTENT));
        expect(still.x).toBeCloseTo(spec.bounds(it).x, 9);
        expect(still.y).toBeCloseTo(spec.bounds(it).y, 9);
      }),
    );
  });

  test("handles lie on its bounds, and dragging one keeps it inside the image", () => {
    fc.assert(
      fc.property(geometry, point, (it, to) => {
        const spec = geometrySpec(it);
        const { x, y, w, h } = spec.bounds(it);
        const around = { x: x - HAIR, y: y - HAIR, w: w + 2 * HAIR, h: h + 2 * HAIR };
        for (const { handle, point: at } of spec.handles(it)) {
          expect(boxContains(around, at)).toBe(true);
          expectInside(spec.dragHandle(it, handle, to, EXTENT));
        }
      }),
    );
  });

  test("is hit within its bounds only, give or take the tolerance", () => {
    fc.assert(
      fc.property(geometry, point, fc.double({ min: 0, max: 20, noNaN: true }), (it, at, reach) => {
        const spec = geometrySpec(it);
        const { x, y, w, h } = spec.bounds(it);
        const room = reach + HAIR;
        if (!boxContains({ x: x - room, y: y - room, w: w + 2 * room, h: h + 2 * room }, at)) {
          expect(spec.hit(it, at, reach)).toBe(false);
        }
        if (spec.hit(it, at, 0)) expect(spec.hit(it, at, reach)).toBe(true);
      }),
    );
  });

  test("has an area between nothing and that of its bounds", () => {
    fc.assert(
      fc.property(geometry, (it) => {
        const spec = geometrySpec(it);
        const { w, h } = spec.bounds(it);
        expect(spec.area(it)).toBeGreaterThanOrEqual(0);
        expect(spec.area(it)).toBeLessThanOrEqual(w * h + HAIR);
      }),
    );
  });
}

function expectInside(geometry: Geometry): void {
  const { x, y, w, h } = geometrySpec(geometry).bounds(geometry);
  expect(Math.min(x, y, w, h)).toBeGreaterThanOrEqual(-HAIR);
  expect(x + w).toBeLessThanOrEqual(EXTENT.width + HAIR);
  expect(y + h).toBeLessThanOrEqual(EXTENT.height + HAIR);
}
