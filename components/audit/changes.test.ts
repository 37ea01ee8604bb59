import { expect, test } from "vitest";
import { changesOf } from "./changes";

test("only what differs is told, field by field", () => {
  const before = { overlap: 1, review: { share: 1, rejectReasons: [] }, name: "Street" };
  const after = {
    overlap: 2,
    review: { share: 1, rejectReasons: ["Too loose", "Gone"] },
    name: "Street",
  };
  expect(changesOf(before, after)).toEqual([
    { key: "overlap", was: "1", is: "2" },
    { key: "review.rejectReasons", was: "–", is: "Too loose, Gone" },
  ]);
});

test("what was made has no before, what was removed no after", () => {
  expect(changesOf(null, { role: "annotator", dueAt: null })).toEqual([
    { key: "role", was: null, is: "annotator" },
  ]);
  expect(changesOf({ training: { items: 3 } }, { training: null })).toEqual([
    { key: "training.items", was: "3", is: null },
  ]);
  expect(changesOf(null, null)).toEqual([]);
});
