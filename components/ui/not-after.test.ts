import { expect, test } from "vitest";
import { notAfter } from "./not-after";

test("what is newer than the clock is of now", () => {
  const now = new Date(60_000);
  expect(notAfter(75_000, now)).toBe(60_000);
  expect(notAfter(new Date(75_000), now)).toBe(60_000);
  expect(notAfter(30_000, now)).toBe(30_000);
});
