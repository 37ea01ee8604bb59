import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bestPairs, type Edge, mostPairs } from "./best-pairs";
import { COEFFICIENT_IDS } from "./coefficient";
import { COEFFICIENTS } from "./coefficients";
import { describeCoefficient, describeMeasure } from "./conformance";
import { itemAgreement, layerAgreement } from "./item-agreement";
import { type CompareContext, type Mark, MEASURE_IDS } from "./measure";
import { MEASURES } from "./measures";
import { boxes } from "./measures/boxes";
import { intervals } from "./measures/intervals";
import { regionsCollar } from "./measures/regions-collar";
import { regionsTime } from "./measures/regions-time";
import { relations } from "./measures/relations";
import { spansExact } from "./measures/spans-exact";
import { spansPartial } from "./measures/spans-partial";
import { spansWords } from "./measures/spans-words";
import { f1Of, jaccardOf, meanOverlapOf, precisionOf, recallOf, sumTallies } from "./tally";
import { textSimilarity } from "./text-similarity";

for (const measure of MEASURES) describeMeasure(measure);
for (const coefficient of COEFFICIENTS) describeCoefficient(coefficient);

test("the lists have every id once", () => {
  expect(MEASURES.map(({ id }) => id).sort()).toEqual([...MEASURE_IDS].sort());
  expect(COEFFICIENTS.map(({ id }) => id)).toEqual([...COEFFICIENT_IDS]);
});

const IMAGE: CompareContext = {
  ...{ media: "image", iou: 0.5, collarS: 0.2, words: null },
  answers: new Map(),
};
const TEXT: CompareContext = { ...IMAGE, media: "text" };
const AUDIO: CompareContext = { ...IMAGE, media: "audio" };

let nextId = 0;
const mark = (geometry: Mark["geometry"], labelId = "a", text?: string): Mark => {
  nextId += 1;
  return { id: `m${nextId}`, labelId, geometry, ...(text === undefined ? {} : { text }) };
};
const box = (x: number, y: number, w: number, h: number, labelId = "a") =>
  mark({ kind: "box", x, y, w, h }, labelId);
const span = (start: number, end: number, labelId = "a", text?: string) =>
  mark({ kind: "interval", start, end }, labelId, text);

function sharedBy<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  return [...a].filter((one) => b.has(one)).length;
}

/** Every way to pair, one after the other. */
function* allPairings(edges: readonly Edge[]): Generator<Edge[]> {
  const [head, ...rest] = edges;
  if (!head) {
    yield [];
    return;
  }
  yield* allPairings(rest);
  const free = rest.filter(({ first, second }) => first !== head.first && second !== head.second);
  for (const pairing of allPairings(free)) yield [head, ...pairing];
}
const weightOf = (pairs: readonly Edge[]) => pairs.reduce((sum, { weight }) => sum + weight, 0);

describe("pairing", () => {
  const edges = fc
    .uniqueArray(
      fc.record({
        first: fc.nat(4),
        second: fc.nat(4),
        weight: fc.integer({ min: 1, max: 100 }).map((n) => n / 100),
      }),
      { maxLength: 10, selector: ({ first, second }) => `${first} ${second}` },
    )
    .map((list): Edge[] => list);

  test("is as good as the best of all ways", () => {
    fc.assert(
      fc.property(edges, (list) => {
        const best = Math.max(...[...allPairings(list)].map(weightOf));
        const pairs = bestPairs(list);
        expect(weightOf(pairs)).toBeCloseTo(best, 9);
        expect(new Set(pairs.map(({ first }) => first)).size).toBe(pairs.length);
        expect(new Set(pairs.map(({ second }) => second)).size).toBe(pairs.length);
      }),
    );
  });

  test("or has as many pairs as can be, and of those ways the best", () => {
    fc.assert(
      fc.property(edges, (list) => {
        const all = [...allPairings(list)];
        const most = Math.max(...all.map(({ length }) => length));
        const best = Math.max(...all.filter(({ length }) => length === most).map(weightOf));
        const pairs = mostPairs(list);
        expect(pairs).toHaveLength(most);
        expect(weightOf(pairs)).toBeCloseTo(best, 6);
      }),
    );
  });

  test("a knot of very many is paired too, in bounded time", () => {
    const list = Array.from({ length: 400 * 400 }, (_, index) => ({
      ...{ first: Math.floor(index / 400), second: index % 400 },
      weight: 0.5 + ((index * 7919) % 1000) / 2500,
    }));
    expect(bestPairs(list)).toHaveLength(400);
  });
});

describe("boxes", () => {
  /** Boxes on a grid of whole pixels, as sets of pixels. */
  const pixels = ({ geometry }: Mark) => {
    const set = new Set<string>();
    if (geometry.kind !== "box") return set;
    for (let x = geometry.x; x < geometry.x + geometry.w; x += 1) {
      for (let y = geometry.y; y < geometry.y + geometry.h; y += 1) set.add(`${x} ${y}`);
    }
    return set;
  };
  const layer = fc.array(
    fc
      .tuple(fc.nat(6), fc.nat(6), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
      .map(([x, y, w, h]) => box(x, y, w, h, x % 2 === 0 ? "a" : "b")),
    { maxLength: 4 },
  );

  test("as counted pixel by pixel over all ways to pair", () => {
    fc.assert(
      fc.property(layer, layer, (ours, theirs) => {
        const edges = ours.flatMap((a, first) =>
          theirs.flatMap((b, second) => {
            const [left, right] = [pixels(a), pixels(b)];
            const shared = sharedBy(left, right);
            const weight = shared / (left.size + right.size - shared);
            return a.labelId === b.labelId && weight >= 0.5 ? [{ first, second, weight }] : [];
          }),
        );
        const all = [...allPairings(edges)];
        const most = Math.max(...all.map(({ length }) => length));
        const best = Math.max(...all.filter(({ length }) => length === most).map(weightOf));
        const tally = sumTallies(boxes.compare(ours, theirs, IMAGE).values());
        expect(tally).toMatchObject({ first: ours.length, second: theirs.length, shared: most });
        expect(tally.overlap).toBeCloseTo(best, 6);
      }),
    );
  });

  test("precision, recall, F1 and mean overlap by hand", () => {
    // The second overlaps by a third only; the third has another label.
    const ours = [box(0, 0, 10, 10), box(20, 0, 10, 10), box(40, 0, 10, 10, "b")];
    const theirs = [box(0, 0, 10, 8), box(25, 0, 10, 10), box(40, 0, 10, 10), box(60, 0, 9, 9)];
    const tally = sumTallies(boxes.compare(ours, theirs, IMAGE).values());
    expect(recallOf(tally)).toBeCloseTo(1 / 3);
    expect(precisionOf(tally)).toBeCloseTo(1 / 4);
    expect(f1Of(tally)).toBeCloseTo(2 / 7);
    expect(meanOverlapOf(tally)).toBeCloseTo(0.8);
    expect(layerAgreement(ours, theirs, IMAGE)).toBeCloseTo(2 / 7);
  });
});

describe("spans", () => {
  const ours = [span(0, 4), span(10, 20), span(30, 35, "b"), span(50, 60)];
  const theirs = [span(0, 4), span(12, 24), span(30, 35), span(70, 80)];

  test("exact, partial and by overlap", () => {
    const of = (measure: typeof spansExact) =>
      sumTallies(measure.compare(ours, theirs, TEXT).values()).shared;
    expect(of(spansExact)).toBe(1);
    expect(of(spansPartial)).toBe(1.5);
    // 10-20 and 12-24 share 8 of 14.
    expect(of(intervals)).toBe(2);
  });

  test("word by word, as sets have it", () => {
    const words = Array.from({ length: 10 }, (_, index) => ({
      start: index * 10,
      end: index * 10 + 8,
    }));
    const tally = sumTallies(spansWords.compare(ours, theirs, { ...TEXT, words }).values());
    // a: {0, 1, 5} and {0, 1, 2, 3, 7}; b: {3} and nothing. What ends between two words covers none behind it.
    expect(tally).toMatchObject({ first: 4, second: 5, shared: 2 });
  });

  test("relations between ends that are the same", () => {
    const arc = (from: Mark | undefined, to: Mark | undefined) =>
      mark({ kind: "relation", from: from?.id ?? "", to: to?.id ?? "" }, "of");
    const mine = [...ours, arc(ours[0], ours[1]), arc(ours[1], ours[0]), arc(ours[0], ours[3])];
    const yours = [...theirs, arc(theirs[0], theirs[1]), arc(theirs[0], theirs[3])];
    const tally = sumTallies(relations.compare(mine, yours, TEXT).values());
    expect(tally).toMatchObject({ first: 3, second: 2, shared: 1 });
  });
});

describe("regions", () => {
  test("time that both give a label, as counted in milliseconds", () => {
    const region = fc
      .tuple(fc.nat(200), fc.nat(100), fc.constantFrom("a", "b"))
      .map(([start, length, label]) => span(start / 1000, (start + length) / 1000, label));
    const layer = fc.array(region, { maxLength: 6 });
    const milliseconds = (marks: readonly Mark[], label: string) => {
      const set = new Set<number>();
      for (const { geometry, labelId } of marks) {
        if (geometry.kind !== "interval" || labelId !== label) continue;
        const end = Math.round(geometry.end * 1000);
        for (let at = Math.round(geometry.start * 1000); at < end; at += 1) set.add(at);
      }
      return set;
    };
    fc.assert(
      fc.property(layer, layer, (ours, theirs) => {
        const tallies = regionsTime.compare(ours, theirs, AUDIO);
        for (const label of ["a", "b"]) {
          const [mine, yours] = [milliseconds(ours, label), milliseconds(theirs, label)];
          const tally = tallies.get(label);
          expect(tally?.first ?? 0).toBeCloseTo(mine.size / 1000, 9);
          expect(tally?.second ?? 0).toBeCloseTo(yours.size / 1000, 9);
          expect(tally?.shared ?? 0).toBeCloseTo(sharedBy(mine, yours) / 1000, 9);
        }
      }),
    );
  });

  test("both ends within the collar", () => {
    const ours = [span(1, 2), span(5, 6), span(8, 9)];
    const theirs = [span(1.15, 2.1), span(5, 6.3), span(8.2, 9)];
    const tally = sumTallies(
      regionsCollar.compare(ours, theirs, { ...AUDIO, collarS: 0.2 }).values(),
    );
    expect(tally).toMatchObject({ first: 3, second: 3 });
    // 8.2 - 8 is a little less than 0.2 in floating point.
    expect(tally.shared).toBe(2);
    expect(jaccardOf(tally)).toBe(0.5);
  });

  test("what is said in a region counts", () => {
    const ours = [span(0, 4, "a", "the quick brown fox")];
    const theirs = [span(0, 4, "a", "the quick brown fix")];
    expect(layerAgreement(ours, theirs, AUDIO)).toBeCloseTo(18 / 19);
    expect(layerAgreement(ours, theirs, TEXT)).toBe(1);
  });
});

describe("texts", () => {
  test("by characters, as Levenshtein counts", () => {
    // The example of every textbook: kitten → sitting takes three steps.
    expect(textSimilarity("kitten", "sitting")).toBeCloseTo(1 - 3 / 7);
    expect(textSimilarity("", "")).toBe(1);
    expect(textSimilarity("", "a")).toBe(0);
    expect(textSimilarity("  a\n b ", "a b")).toBe(1);
    expect(textSimilarity("e\u0301", "\u00e9")).toBe(1);
  });

  test("long ones by words, and very long ones only when they are the same", () => {
    const long = "word ".repeat(400);
    expect(textSimilarity(long, `${long} more`)).toBeCloseTo(400 / 401);
    const longer = "word ".repeat(2_000);
    expect(textSimilarity(longer, longer)).toBe(1);
    expect(textSimilarity(longer, `${longer} more`)).toBe(0);
  });
});

test("several texts about the whole item are paired as they fit best", () => {
  const said = (...texts: string[]) => texts.map((text) => mark({ kind: "whole" }, "says", text));
  const context = { ...IMAGE, answers: new Map([["says", "text" as const]]) };
  expect(layerAgreement(said("a dog", "a cat"), said("a cat", "a dog"), context)).toBe(1);
  expect(layerAgreement(said("a dog", "a cat"), said("a cat"), context)).toBeCloseTo(2 / 3);
  // A label alone is there or not.
  expect(layerAgreement(said("a dog", "a cat"), said("a bird"), IMAGE)).toBe(1);
});

describe("the agreement of an item", () => {
  test("is the mean over pairs; two empty layers agree, one person alone has none", () => {
    const [a, b] = [box(0, 0, 10, 10), box(30, 0, 10, 10)];
    expect(itemAgreement([[a], [a], [b]], IMAGE)).toBeCloseTo(1 / 3);
    expect(itemAgreement([[], []], IMAGE)).toBe(1);
    expect(itemAgreement([[a]], IMAGE)).toBeNull();
    expect(itemAgreement([[a], []], IMAGE)).toBe(0);
  });
});
