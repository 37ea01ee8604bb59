import { describe, expect, test } from "vitest";
import type { Answer } from "@/lib/annotation/label";
import type { Mark } from "./measure";
import { type ComparedItem, createAgreementTally } from "./project-tally";
import type { Rater } from "./rater";
import { f1Of } from "./tally";

const ANSWERS = new Map<string, Answer>([
  ["sun", { question: "weather", kind: "one" }],
  ["rain", { question: "weather", kind: "one" }],
  ["note", { question: "note", kind: "text" }],
]);
const person = (id: string): Rater => ({ kind: "person", id });
const box = (x: number, labelId = "car"): Mark => ({
  ...{ id: `${labelId}${x}`, labelId },
  geometry: { kind: "box", x, y: 0, w: 10, h: 10 },
});
const whole = (labelId: string, text?: string): Mark => ({
  ...{ id: labelId, labelId, geometry: { kind: "whole" } },
  ...(text === undefined ? {} : { text }),
});

function tallyOf(items: readonly ComparedItem["layers"][]) {
  const tally = createAgreementTally({
    base: { media: "image", iou: 0.5, collarS: 0.2 },
    answers: ANSWERS,
  });
  const agreements = items.map((layers) => tally.add({ layers, words: null }));
  return { agreements, ...tally.result() };
}

describe("adding up a project", () => {
  const gold: Rater = { kind: "gold", id: "" };
  const model: Rater = { kind: "model", id: "m" };
  const figures = tallyOf([
    [
      { rater: person("a"), marks: [box(0), box(30)] },
      { rater: person("b"), marks: [box(1)] },
      { rater: gold, marks: [box(0), box(30)] },
    ],
    [
      { rater: person("a"), marks: [] },
      { rater: model, marks: [box(0, "bus")] },
    ],
    [
      { rater: person("b"), marks: [] },
      { rater: person("a"), marks: [] },
    ],
  ]);

  test("items are people's alone; two empty layers agree", () => {
    expect(figures.agreements).toEqual([expect.closeTo(2 / 3), null, 1]);
    expect(figures).toMatchObject({ items: 2, mean: expect.closeTo(5 / 6) });
    expect(figures.histogram.reduce((sum, n) => sum + n, 0)).toBe(2);
    // Full agreement belongs to the last bin.
    expect(figures.histogram.at(-1)).toBe(1);
  });

  test("each pair is one, whichever stood first on an item", () => {
    expect(figures.pairs.map(({ first, second, items }) => [first, second, items])).toEqual(
      expect.arrayContaining([
        ["person a", "person b", 2],
        ["gold ", "person a", 1],
        ["gold ", "person b", 1],
        ["model m", "person a", 1],
      ]),
    );
    expect(figures.pairs).toHaveLength(4);
  });

  test("labels apart for people, known answers and models", () => {
    const car = figures.labels.find(({ labelId }) => labelId === "car");
    const bus = figures.labels.find(({ labelId }) => labelId === "bus");
    expect(car && [car.people, car.gold, car.model].map(f1Of)).toEqual([
      expect.closeTo(2 / 3),
      expect.closeTo(6 / 7),
      null,
    ]);
    expect(bus && f1Of(bus.model)).toBe(0);
  });
});

describe("questions", () => {
  const item = (a: Mark[], b: Mark[]) => [
    { rater: person("a"), marks: a },
    { rater: person("b"), marks: b },
  ];

  test("one answer has its labels as categories, any other label is there or not, also before it first was", () => {
    const { questions, pairs } = tallyOf([
      item([whole("sun")], [whole("sun")]),
      item([whole("rain")], [whole("rain")]),
      item([whole("rain"), whole("night")], []),
      item([whole("night")], [whole("night")]),
    ]);
    const weather = questions.find(({ question }) => question === "weather");
    expect(weather).toMatchObject({ labelId: null, units: 2 });
    expect(weather?.coefficients.map(({ value }) => value)).toEqual([1, 1, 1, 1]);
    const night = questions.find(({ labelId }) => labelId === "night");
    // Neither had it on the first two items, one on the third, both on the last: p_o = 3/4, p_e = 1/2.
    expect(night).toMatchObject({ units: 4 });
    expect(night?.coefficients.find(({ id }) => id === "cohen")?.value).toBeCloseTo(0.5);
    expect(pairs[0]?.kappas.find(({ labelId }) => labelId === "night")?.value).toBeCloseTo(0.5);
  });

  test("texts are no categories", () => {
    const { questions, agreements } = tallyOf([
      item([whole("note", "cat")], [whole("note", "cut")]),
    ]);
    expect(questions).toEqual([]);
    expect(agreements).toEqual([expect.closeTo(2 / 3)]);
  });
});
