import { expect, test } from "vitest";
import type { AgreementPair } from "./figures";
import { itemsBelow, matrixChoices, pairKey, pairValue, sortPairs, sortRaters } from "./figures";

const pair: AgreementPair = {
  ...{ first: "person a", second: "person b", items: 3, agreement: 0.8 },
  measures: [
    { id: "boxes", tally: { first: 4, second: 4, shared: 3, pairs: 3, overlap: 2.4 } },
    { id: "answers", tally: { first: 1, second: 1, shared: 1, pairs: 0, overlap: 0 } },
  ],
  kappas: [{ question: "weather", labelId: null, value: -0.2 }],
};

test("what the matrix can show, and its numbers", () => {
  const choices = matrixChoices({ pairs: [pair] });
  expect(choices.map((choice) => pairValue(pair, choice))).toEqual([
    0.8,
    0.75,
    expect.closeTo(0.8),
    1,
    -0.2,
  ]);
  expect(pairValue(pair, { kind: "f1", measure: "relations" })).toBeNull();
});

test("people come first, by name; the two of a pair have no order", () => {
  const rater = (kind: "person" | "model" | "gold", name: string) => ({
    ...{ key: `${kind} ${name}`, kind, id: name, name, items: 1 },
  });
  const sorted = sortRaters([rater("model", "a"), rater("person", "z"), rater("gold", "")]);
  expect(sorted.map(({ kind }) => kind)).toEqual(["person", "gold", "model"]);
  expect(pairKey("b", "a")).toBe(pairKey("a", "b"));
});

test("items below a bound", () => {
  expect(itemsBelow([1, 2, 3, 4], 0.5)).toBe(3);
  expect(itemsBelow([1, 2, 3, 4], 1)).toBe(10);
});

test("pairs come in the order of the rows, and what each found goes along", () => {
  const rater = (key: string) => ({ key, kind: "person" as const, id: key, name: key, items: 1 });
  const tally = { first: 4, second: 6, shared: 3, pairs: 3, overlap: 2.4 };
  const of = (first: string, second: string): AgreementPair => ({
    ...pair,
    ...{ first, second, measures: [{ id: "boxes", tally }] },
  });
  const sorted = sortPairs([of("b", "c"), of("b", "a")], ["a", "b", "c"].map(rater));
  expect(sorted.map(({ first, second }) => first + second)).toEqual(["ab", "bc"]);
  expect(sorted[0]?.measures[0]?.tally).toEqual({ ...tally, first: 6, second: 4 });
  expect(sorted[1]?.measures[0]?.tally).toEqual(tally);
});
