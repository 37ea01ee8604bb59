import { expect, test } from "vitest";
import { ratesOf } from "./rates";

test("precision, recall and F1 of a worked example", () => {
  // 8 of 10 suggestions are right; people left 16.
  expect(ratesOf({ suggested: 10, labelled: 16, matched: 8 })).toEqual({
    precision: 0.8,
    recall: 0.5,
    f1: 16 / 26,
  });
});

test("nothing to divide by is no zero", () => {
  expect(ratesOf({ suggested: 0, labelled: 4, matched: 0 })).toEqual({
    precision: null,
    recall: 0,
    f1: 0,
  });
  expect(ratesOf({ suggested: 0, labelled: 0, matched: 0 }).f1).toBeNull();
});
