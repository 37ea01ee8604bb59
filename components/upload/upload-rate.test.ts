import { expect, test } from "vitest";
import { createRate } from "./upload-rate";

test("the rate is that of the last ten seconds", () => {
  const rate = createRate();
  expect(rate.perSecond(0)).toBe(0);
  for (let ms = 0; ms < 20_000; ms += 100) rate.add(ms < 10_000 ? 1_000 : 200, ms);
  expect(rate.perSecond(9_999)).toBeGreaterThan(1_900);
  expect(rate.perSecond(20_000)).toBeCloseTo(2_000, -2);
  expect(rate.perSecond(40_000)).toBe(0);
});
