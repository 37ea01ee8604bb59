import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Geometry } from "@/lib/geometry/geometry";
import type { Coefficient } from "./coefficient";
import type { CompareContext, Mark, PairMeasure } from "./measure";
import { f1Of, jaccardOf, type LabelTallies, meanOverlapOf, sumTallies } from "./tally";

const LABELS = ["x", "y", "z"];
/** Words of a text of 300 code points: of five letters each, with a blank between them. */
const WORDS = Array.from({ length: 50 }, (_, index) => ({ start: index * 6, end: index * 6 + 5 }));

function contextOf(media: PairMeasure["media"][number]): CompareContext {
  return {
    media,
    ...{ iou: 0.5, collarS: 0.2, words: media === "text" ? WORDS : null },
    answers: new Map([["z", "text"]]),
  };
}

/**
 * Layers as people draw them: things in few places, each off by a little of its own, so that there are matches and
 * misses but no two equally good ways to pair them.
 */
function layerOf(media: PairMeasure["media"][number]): fc.Arbitrary<Mark[]> {
  const mark = fc.record({
    place: fc.integer({ min: 0, max: 4 }),
    off: fc.double({ min: 0, max: 1, noNaN: true }),
    size: fc.integer({ min: 1, max: 3 }),
    labelId: fc.constantFrom(...LABELS),
    text: fc.constantFrom("one", "one two", ""),
    isWhole: fc.boolean(),
    target: fc.nat(5),
  });
  // Two that are the same in all would be two equally good ends of a relation.
  const places = fc.uniqueArray(mark, {
    maxLength: 7,
    selector: ({ place, off, labelId, isWhole }) =>
      isWhole ? labelId : `${place} ${Math.round(off * 7)} ${labelId}`,
  });
  return places.map((marks) =>
    marks.flatMap(({ place, off, size, labelId, text, isWhole, target }, index): Mark[] => {
      const id = `m${index}`;
      if (isWhole) return [{ id, labelId, text, geometry: { kind: "whole" } }];
      const start = place * 20 + off * 7 + (media === "text" ? 0 : index / 97);
      const length = size * 5 + off;
      const [x, w] = media === "text" ? [Math.round(start), Math.round(length)] : [start, length];
      const geometry: Geometry =
        media === "image"
          ? { kind: "box", x, y: off * 3, w, h: 10 }
          : { kind: "interval", start: x, end: x + w };
      const placed: Mark = { id, labelId, geometry, text: media === "audio" ? text : "surface" };
      if (media !== "text") return [placed];
      const arc = { kind: "relation", from: id, to: `m${target % (index + 1)}` } as const;
      return [placed, { id: `r${index}`, labelId, geometry: arc }];
    }),
  );
}

/** What every measure of two layers must keep to. */
export function describeMeasure({ id, media, compare }: PairMeasure): void {
  describe.each(media)(`${id} on %s`, (medium) => {
    const layer = layerOf(medium);
    const context = contextOf(medium);
    const shown = (tallies: LabelTallies) => sumTallies(tallies.values());

    test("no more is shared than either side has; shares are between 0 and 1", () => {
      fc.assert(
        fc.property(layer, layer, (a, b) => {
          for (const tally of compare(a, b, context).values()) {
            expect(tally.shared).toBeGreaterThanOrEqual(0);
            expect(tally.shared).toBeLessThanOrEqual(Math.min(tally.first, tally.second) + 1e-9);
            for (const share of [f1Of(tally), jaccardOf(tally), meanOverlapOf(tally)]) {
              expect(share ?? 0).toBeGreaterThanOrEqual(0);
              expect(share ?? 1).toBeLessThanOrEqual(1 + 1e-9);
            }
          }
        }),
      );
    });

    test("the same either way round, with the sides exchanged", () => {
      fc.assert(
        fc.property(layer, layer, (a, b) => {
          const there = shown(compare(a, b, context));
          const back = shown(compare(b, a, context));
          expect(back.first).toBeCloseTo(there.second, 9);
          expect(back.second).toBeCloseTo(there.first, 9);
          expect(back.shared).toBeCloseTo(there.shared, 9);
          expect(back.pairs).toBe(there.pairs);
          expect(back.overlap).toBeCloseTo(there.overlap, 9);
        }),
      );
    });

    test("equal layers share everything, in whatever order their annotations stand", () => {
      fc.assert(
        fc.property(layer, (a) => {
          const tally = shown(compare(a, a.toReversed(), context));
          expect(tally.shared).toBeCloseTo(tally.first, 9);
          expect(tally.shared).toBeCloseTo(tally.second, 9);
        }),
      );
    });

    test("it does not matter what labels and annotations are called", () => {
      const names = new Map([
        ["x", "y"],
        ["y", "x"],
        ["z", "z"],
      ]);
      const renamed = (marks: readonly Mark[]) =>
        marks.map(({ id: old, labelId, geometry, text }): Mark => {
          const ends = (end: string) => `n-${end}`;
          return {
            id: ends(old),
            labelId: names.get(labelId) ?? labelId,
            geometry:
              geometry.kind === "relation"
                ? { ...geometry, from: ends(geometry.from), to: ends(geometry.to) }
                : geometry,
            ...(text === undefined ? {} : { text }),
          };
        });
      fc.assert(
        fc.property(layer, layer, (a, b) => {
          const before = compare(a, b, context);
          const after = compare(renamed(a), renamed(b), context);
          for (const [labelId, tally] of before) {
            expect(after.get(names.get(labelId) ?? "")?.shared).toBeCloseTo(tally.shared, 9);
          }
        }),
      );
    });

    test("two empty layers say nothing, and one alone shares nothing", () => {
      fc.assert(
        fc.property(layer, (a) => {
          expect(f1Of(shown(compare([], [], context)))).toBeNull();
          expect(shown(compare(a, [], context)).shared).toBe(0);
        }),
      );
    });
  });
}

const CATEGORIES = ["a", "b", "c", "d"];

/** What every coefficient must keep to. */
export function describeCoefficient({ id, raters, create }: Coefficient): void {
  const people = raters === "two" ? 2 : 4;
  const answer =
    raters === "any"
      ? fc.option(fc.constantFrom(...CATEGORIES), { nil: null })
      : fc.constantFrom(...CATEGORIES);
  const unit = fc.array(answer, { minLength: people, maxLength: people });
  const units = fc.array(unit, { minLength: 1, maxLength: 12 });
  const measured = (all: readonly (readonly (string | null)[])[]) => {
    const tally = create();
    for (const one of all) tally.add(one);
    return tally.value();
  };
  const expectSame = (a: number | null, b: number | null) =>
    a === null || b === null ? expect(a).toBe(b) : expect(a).toBeCloseTo(b, 9);

  describe(id, () => {
    test("is never above 1, and 1 when all agree and something varies", () => {
      fc.assert(
        fc.property(units, (all) => {
          expect(measured(all) ?? 1).toBeLessThanOrEqual(1 + 1e-9);
        }),
      );
      const same = CATEGORIES.map((category) => new Array<string>(people).fill(category));
      expect(measured(same)).toBeCloseTo(1, 12);
    });

    test("the order of units and of people does not matter", () => {
      fc.assert(
        fc.property(units, (all) => {
          expectSame(measured(all.toReversed()), measured(all));
          expectSame(measured(all.map((one) => one.toReversed())), measured(all));
        }),
      );
    });

    test("it does not matter what categories are called", () => {
      const next = (category: string | null) =>
        category && (CATEGORIES[(CATEGORIES.indexOf(category) + 1) % CATEGORIES.length] ?? null);
      fc.assert(
        fc.property(units, (all) => {
          expectSame(measured(all.map((one) => one.map(next))), measured(all));
        }),
      );
    });

    test("units that are alike can be added at once; those with one answer say nothing", () => {
      fc.assert(
        fc.property(units, fc.integer({ min: 1, max: 5 }), (all, times) => {
          const tally = create();
          for (const one of all) tally.add(one, times);
          tally.add(["a", ...new Array<null>(people - 1).fill(null)]);
          expectSame(tally.value(), measured(Array.from({ length: times }, () => all).flat()));
        }),
      );
    });
  });
}
