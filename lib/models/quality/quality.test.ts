import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Placed } from "@/lib/annotation/placed";
import { boxIou } from "@/lib/geometry/box";
import { geometryIou } from "@/lib/geometry/overlap";
import { calibrate, SCORE_STEPS, scoreStep, wilsonUpper } from "./calibration";
import { MATCH_IOU, matchSuggestions, type Scored } from "./match";
import { createQualityTally, type Judged } from "./tally";
import { disagreement, itemUncertainty, marginUncertainty } from "./uncertainty";

const box = (x: number, labelId = "a", w = 10): Placed => ({
  labelId,
  geometry: { kind: "box", x, y: 0, w, h: 10 },
});
const scored = (x: number, score: number, labelId = "a", w = 10): Scored => ({
  ...box(x, labelId, w),
  score,
});
const whole = (labelId: string, score: number): Scored => ({
  labelId,
  score,
  geometry: { kind: "whole" },
});

describe("what meets what", () => {
  test("boxes by area, intervals by length, the whole item always, kinds that differ never", () => {
    expect(geometryIou(box(0).geometry, box(5).geometry)).toBeCloseTo(1 / 3);
    const interval = (start: number, end: number) => ({ kind: "interval", start, end }) as const;
    expect(geometryIou(interval(0, 10), interval(5, 10))).toBe(0.5);
    expect(geometryIou(interval(0, 10), interval(10, 12))).toBe(0);
    expect(geometryIou(interval(3, 3), interval(3, 3))).toBe(1);
    expect(geometryIou(interval(3, 3), interval(4, 4))).toBe(0);
    expect(geometryIou({ kind: "whole" }, { kind: "whole" })).toBe(1);
    expect(geometryIou({ kind: "whole" }, interval(0, 1))).toBe(0);
  });

  test("the surest takes the best free one of its label, and each is taken once", () => {
    const found = [box(0), box(2), box(50, "b")];
    const suggestions = [scored(1, 0.5), scored(2, 0.9), scored(50, 0.8), scored(1, 0.4)];
    expect([...matchSuggestions(suggestions, found)]).toEqual([0, 1, -1, -1]);
  });

  test("is what comparing each with each gives, and never depends on less sure ones", () => {
    const place = fc.record({
      labelId: fc.constantFrom("a", "b"),
      geometry: fc.record({
        kind: fc.constant("box" as const),
        x: fc.integer({ min: 0, max: 40 }),
        y: fc.integer({ min: 0, max: 10 }),
        w: fc.integer({ min: 0, max: 20 }),
        h: fc.integer({ min: 1, max: 10 }),
      }),
    });
    const suggestion = fc
      .tuple(place, fc.integer({ min: 0, max: 10 }))
      .map(([placed, tenths]) => ({ ...placed, score: tenths / 10 }));
    fc.assert(
      fc.property(fc.array(suggestion, { maxLength: 20 }), fc.array(place), (given, found) => {
        const met = [...matchSuggestions(given, found)];
        expect(met).toEqual(slowly(given, found));
        const sure = given.filter(({ score }) => score >= 0.5);
        const metSure = met.filter((_, index) => (given[index]?.score ?? 0) >= 0.5);
        expect([...matchSuggestions(sure, found)]).toEqual(metSure);
      }),
    );
  });

  /** The same rule without an index. */
  function slowly(suggestions: readonly Scored[], found: readonly Placed[]): number[] {
    const met = suggestions.map(() => -1);
    const order = suggestions.map((_, index) => index);
    order.sort((a, b) => (suggestions[b]?.score ?? 0) - (suggestions[a]?.score ?? 0) || a - b);
    for (const index of order) {
      const own = suggestions[index];
      let best = 0;
      const byStart = found
        .map((other, at) => ({ other, at }))
        .sort((a, b) => startOf(a.other) - startOf(b.other));
      for (const { other, at } of byStart) {
        if (!own || met.includes(at) || own.labelId !== other.labelId) continue;
        if (own.geometry.kind !== "box" || other.geometry.kind !== "box") continue;
        const iou = boxIou(own.geometry, other.geometry);
        if (iou < MATCH_IOU || iou <= best) continue;
        best = iou;
        met[index] = at;
      }
    }
    return met;
  }
  const startOf = ({ geometry }: Placed) => (geometry.kind === "box" ? geometry.x : 0);
});

describe("how a model does", () => {
  const judged = (x: number, score: number, decision: Judged["decision"], labelId = "a") => ({
    ...scored(x, score, labelId),
    decision,
  });

  test("counts by label and day what was suggested, left there, met and decided", () => {
    const tally = createQualityTally(0.5);
    tally.add({
      day: "2026-01-02",
      suggestions: [
        judged(0, 0.9, "accepted"),
        judged(40, 0.8, "rejected"),
        judged(81, 0.7, "corrected", "b"),
        judged(60, 0.4, "open"),
      ],
      labelled: [box(0), box(80, "b"), box(60)],
    });
    tally.add({ day: "2026-01-01", suggestions: [], labelled: [box(0)] });
    const quality = tally.result();
    expect(quality.items).toBe(2);
    expect(quality.total).toEqual({
      ...{ suggested: 3, labelled: 4, matched: 2 },
      ...{ accepted: 1, corrected: 1, rejected: 1 },
    });
    expect(quality.perLabel).toMatchObject([
      { labelId: "a", suggested: 2, labelled: 3, matched: 1 },
      { labelId: "b", suggested: 1, labelled: 1, matched: 1, corrected: 1 },
    ]);
    expect(quality.perDay).toMatchObject([
      { day: "2026-01-01", items: 1, labelled: 1, suggested: 0 },
      { day: "2026-01-02", items: 1, labelled: 3, suggested: 3 },
    ]);
    // All scores: the one below the threshold met its box.
    expect(quality.reliability[8]).toEqual({ suggested: 1, matched: 1 });
    expect(quality.reliability[16]).toEqual({ suggested: 1, matched: 0 });
    expect(quality.reliability[18]).toEqual({ suggested: 1, matched: 1 });
  });
});

describe("a calibrated threshold", () => {
  test("Wilson's upper end is that of worked numbers", () => {
    // The p above 0.1 for which (0.1 - p)² = z² p (1 - p) / 100 with z = 1.6449: both sides are 0.003643.
    expect(wilsonUpper(10, 100)).toBeCloseTo(0.16036, 5);
    // None of 100: z² / (n + z²).
    expect(wilsonUpper(0, 100)).toBeCloseTo(0.02634, 5);
    expect(wilsonUpper(5, 5)).toBeCloseTo(1, 10);
    expect(wilsonUpper(0, 0)).toBe(1);
  });

  test("rests on enough: 52 without a mistake for one in twenty, 51 are too few", () => {
    const counts = (n: number) => {
      const all = new Uint32Array(SCORE_STEPS + 1);
      all[830] = n;
      return calibrate(all, all);
    };
    expect(counts(51)[2]).toEqual({ maxWrong: 0.05, threshold: null, suggestions: 51 });
    expect(counts(52)[2]).toEqual({ maxWrong: 0.05, threshold: 0.83, suggestions: 52 });
  });

  test("is the lowest that keeps the promise", () => {
    const suggested = new Uint32Array(SCORE_STEPS + 1);
    const matched = new Uint32Array(SCORE_STEPS + 1);
    const put = (score: number, n: number, right: number) => {
      suggested[scoreStep(score)] = n;
      matched[scoreStep(score)] = right;
    };
    put(0.95, 200, 200);
    put(0.83, 300, 290);
    put(0.5, 500, 300);
    expect(scoreStep(0.83)).toBe(830);
    expect(calibrate(suggested, matched)).toEqual([
      { maxWrong: 0.01, threshold: null, suggestions: 1_000 },
      { maxWrong: 0.02, threshold: 0.95, suggestions: 200 },
      { maxWrong: 0.05, threshold: 0.83, suggestions: 500 },
      { maxWrong: 0.1, threshold: 0.83, suggestions: 500 },
      { maxWrong: 0.2, threshold: 0.83, suggestions: 500 },
    ]);
  });
});

describe("how unsure the models are", () => {
  test("greatest at one half, none where a model is certain or finds nothing", () => {
    expect(marginUncertainty([])).toBe(0);
    expect(marginUncertainty([scored(0, 1)])).toBe(0);
    expect(marginUncertainty([scored(0, 0.9), scored(20, 0.5)])).toBe(1);
    expect(marginUncertainty([scored(0, 0.9)])).toBeCloseTo(0.04);
  });

  test("of classes of the whole item by the margin of the two best", () => {
    expect(marginUncertainty([whole("a", 0.9), whole("b", 0.05)])).toBeCloseTo(0.0225);
    expect(marginUncertainty([whole("b", 0.5), whole("a", 0.5)])).toBe(1);
    expect(marginUncertainty([whole("a", 1)])).toBe(0);
  });

  test("two versions that say the same do not disagree, two that share nothing do wholly", () => {
    const one = [scored(0, 1), scored(30, 1)];
    expect(disagreement(one, one)).toBe(0);
    expect(disagreement(one, [scored(60, 1)])).toBe(1);
    expect(disagreement(one, [scored(0, 1)])).toBeCloseTo(1 / 3);
    expect(disagreement([], [])).toBe(0);
    expect(itemUncertainty([])).toBeNull();
    expect(itemUncertainty([one, [scored(0, 1)]])).toBeCloseTo(1 / 3);
  });
});
