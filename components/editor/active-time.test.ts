import { expect, test } from "vitest";
import { createActiveTime } from "./active-time";

test("time between signs counts, pauses do not, and what was not taken stays", () => {
  const time = createActiveTime();
  time.sign(1_000);
  time.sign(3_000);
  time.sign(33_000);
  expect(time.pendingMs()).toBe(32_000);
  time.sign(63_001);
  expect(time.pendingMs()).toBe(32_000);
  time.sign(64_001);
  time.take(20_000);
  expect(time.pendingMs()).toBe(13_000);
  time.pause();
  time.sign(70_000);
  expect(time.pendingMs()).toBe(13_000);
  time.sign(70_500);
  expect(time.pendingMs()).toBe(13_500);
});
