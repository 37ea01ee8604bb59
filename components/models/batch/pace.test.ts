import { expect, test } from "vitest";
import { addPacePoint, type PacePoint, paceOf } from "./pace";

function paceAfter(points: readonly PacePoint[]): number | null {
  return paceOf(points.reduce<PacePoint[]>(addPacePoint, []));
}

test("no pace before anything is done", () => {
  expect(paceAfter([])).toBeNull();
  expect(paceAfter([{ atMs: 0, done: 5 }])).toBeNull();
});

test("items a second", () => {
  const points = Array.from({ length: 11 }, (_, second) => ({
    atMs: second * 1_000,
    done: second * 4,
  }));
  expect(paceAfter(points)).toBe(4);
});

test("what was half a minute ago no longer counts", () => {
  const points = [
    { atMs: 0, done: 0 },
    { atMs: 1_000, done: 500 },
    { atMs: 60_000, done: 500 },
    { atMs: 70_000, done: 520 },
  ];
  expect(paceAfter(points)).toBe(2);
});
