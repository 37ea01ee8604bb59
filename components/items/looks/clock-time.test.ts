import { expect, test } from "vitest";
import { clockTime } from "./clock-time";

test.each([
  [0, "0:00.0"],
  [3.74, "0:03.7"],
  [9.96, "0:10"],
  [59.6, "1:00"],
  [249, "4:09"],
  [3_725, "1:02:05"],
  [36_000, "10:00:00"],
])("%d s are %s", (seconds, shown) => {
  expect(clockTime(seconds)).toBe(shown);
});
