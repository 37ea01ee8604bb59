import { expect, test } from "vitest";
import type { Thread } from "@/lib/api/talk";
import { numbersOf, stepThread } from "./pin-numbers";

function thread(id: string, createdAt: number, resolvedAt: number | null = null): Thread {
  const at = { createdAt, updatedAt: createdAt, resolvedAt, resolvedBy: null };
  return { id, itemId: "i", layerId: "l", annotationId: null, point: null, ...at, comments: [] };
}

test("open threads have numbers in the order of their beginning; steps go round", () => {
  const threads = [thread("c", 3), thread("a", 1), thread("b", 2, 9)];
  expect([...numbersOf(threads)]).toEqual([
    ["a", 1],
    ["c", 2],
  ]);
  const step = (from: string | null, by: 1 | -1) => stepThread(threads, from, by)?.id;
  expect(step(null, 1)).toBe("a");
  expect(step(null, -1)).toBe("c");
  expect(step("a", 1)).toBe("c");
  expect(step("c", 1)).toBe("a");
  expect(step("a", -1)).toBe("c");
  expect(step("b", 1)).toBe("a");
  expect(stepThread([], null, 1)).toBeNull();
});
