import { expect, test } from "vitest";
import { beside } from "./item-place";

test("the place of a neighbour follows from that of the item before", () => {
  const at = { previous: "a", next: "c", index: 7, total: 20 };
  expect(beside(at, "c")).toEqual({ index: 8, total: 20 });
  expect(beside(at, "a")).toEqual({ index: 6, total: 20 });
  expect(beside(at, "x")).toBeNull();
  expect(beside({ ...at, index: null }, "c")).toBeNull();
  expect(beside({ next: "c", index: null, total: null }, "c")).toBeNull();
});
