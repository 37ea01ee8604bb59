import fc from "fast-check";
import { expect, test } from "vitest";
import { niceTicks } from "./nice-ticks";

test("round numbers, as few as can be", () => {
  expect(niceTicks(0)).toEqual([0, 1]);
  expect(niceTicks(3)).toEqual([0, 1, 2, 3]);
  expect(niceTicks(7)).toEqual([0, 2, 4, 6, 8]);
  expect(niceTicks(31)).toEqual([0, 10, 20, 30, 40]);
  expect(niceTicks(1_234)).toEqual([0, 500, 1_000, 1_500]);
});

test("always begin with 0, reach the maximum, and are evenly apart", () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (max) => {
      const ticks = niceTicks(max);
      const step = ticks[1] ?? 0;
      expect(ticks).toEqual(ticks.map((_, index) => index * step));
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
      expect(ticks.at(-2)).toBeLessThan(Math.max(1, max));
      expect(ticks.length).toBeLessThanOrEqual(5);
    }),
  );
});
