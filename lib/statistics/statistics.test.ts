import "@/lib/testing/property-seed";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { forecastFinish, NEEDED_WORK_DAYS, PACE_DAYS } from "./forecast";
import { mediansOf, noWork, ratesOfWork } from "./people-rates";
import { finishedByPeople, runningStates } from "./running-states";
import { cellOf, createShapeTally, placeEdge } from "./shape-tally";

describe("the forecast", () => {
  const today = 20_000;
  const forecast = (remaining: number, perDay: number[]) =>
    forecastFinish({ remaining, perDay, today });

  test("is a division when every day is like the other", () => {
    const known = forecast(95, new Array(28).fill(10));
    // Ten days, today the first.
    expect(known).toMatchObject({ kind: "date", day: today + 9, earliest: today + 9, perDay: 10 });
    expect(known).toMatchObject({ latest: today + 9, days: 28, workDays: 28 });
  });

  test("says nothing of too few days, and nothing when nothing is left", () => {
    expect(forecast(10, [5, 5, 5, 0, 0, 5])).toEqual({
      ...{ kind: "unknown", days: 4, needed: NEEDED_WORK_DAYS },
    });
    expect(forecast(10, [5, 5, 5, 5, -30])).toMatchObject({ kind: "unknown" });
    expect(forecast(0, [])).toEqual({ kind: "finished" });
    expect(forecast(10_000_000, new Array(28).fill(1))).toEqual({ kind: "far", years: 5 });
  });

  test("counts days off as often as they are: five days of work a week take seven", () => {
    const weeks = Array.from({ length: PACE_DAYS }, (_, n) => (n % 7 < 5 ? 20 : 0));
    const known = forecast(1_000, weeks);
    if (known.kind !== "date") throw new Error(known.kind);
    // 1,000 at 100 a week.
    expect(Math.abs(known.day - (today + 69))).toBeLessThan(7);
    expect(known.earliest).toBeLessThan(known.day);
    expect(known.latest ?? 0).toBeGreaterThan(known.day);
  });

  test("is the same for the same, its range is around it, and less work never ends later", () => {
    const days = fc.array(fc.integer({ min: -5, max: 60 }), { minLength: 10, maxLength: 40 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 3_000 }), (perDay, remaining) => {
        const known = forecast(remaining, perDay);
        expect(forecast(remaining, perDay)).toEqual(known);
        if (known.kind !== "date") return;
        expect(known.earliest).toBeGreaterThanOrEqual(today);
        expect(known.earliest).toBeLessThanOrEqual(known.day);
        expect(known.latest ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(known.day);
        const half = forecast(Math.ceil(remaining / 20), perDay);
        if (half.kind === "date") expect(half.day).toBeLessThanOrEqual(known.day);
      }),
      { numRuns: 60 },
    );
  });
});

test("states over time end where the sums of all changes are, day by day without a gap", () => {
  const change = fc.record({
    day: fc.integer({ min: 100, max: 130 }),
    state: fc.constantFrom(...ITEM_STATES),
    delta: fc.integer({ min: -3, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 60 }), (deltas) => {
      const days = runningStates(deltas, 125);
      const first = Math.min(...deltas.map(({ day }) => day));
      expect(days.map(({ day }) => day)).toEqual(days.map((_, n) => first + n));
      for (const { day, counts } of days) {
        for (const state of ITEM_STATES) {
          const upTo = deltas.filter((delta) => delta.state === state && delta.day <= day);
          expect(counts[state]).toBe(upTo.reduce((sum, { delta }) => sum + delta, 0));
        }
      }
      expect(days.at(-1)?.day).toBe(Math.max(125, ...deltas.map(({ day }) => day)));
    }),
  );
  expect(runningStates([], 5)).toEqual([]);
});

test("an import, a deletion or a day off is no work; what reviewers send back is taken off", () => {
  const deltas = [
    { day: 10, state: "submitted", delta: 7 },
    { day: 11, state: "accepted", delta: 5_000 },
    { day: 12, state: "submitted", delta: -400 },
    { day: 14, state: "submitted", delta: 1 },
    { day: 14, state: "accepted", delta: -4 },
  ] as const;
  const worked = [
    { day: 10, submitted: 8, skipped: 0, rejected: 0 },
    { day: 11, submitted: 3, skipped: 1, rejected: 0 },
    { day: 14, submitted: 2, skipped: 0, rejected: 3 },
  ];
  expect(finishedByPeople(deltas, worked, 15)).toEqual([
    { day: 10, n: 7 },
    { day: 11, n: 4 },
    { day: 12, n: 0 },
    { day: 13, n: 0 },
    { day: 14, n: -3 },
    { day: 15, n: 0 },
  ]);
  expect(finishedByPeople(deltas, [], 15)).toEqual([]);
});

test("every box is in one bin of each kind and one cell; cells begin where their edges say", () => {
  const box = fc.record({
    kind: fc.constant("box"),
    x: fc.integer({ min: -5, max: 110 }),
    y: fc.integer({ min: -5, max: 60 }),
    w: fc.integer({ min: 0, max: 1_200 }),
    h: fc.integer({ min: 0, max: 900 }),
  });
  fc.assert(
    fc.property(fc.array(box), (boxes) => {
      const tally = createShapeTally("image");
      for (const one of boxes) tally.add({ width: 100, height: 50, length: null }, one);
      const { boxes: counted, annotations } = tally.result();
      const sum = (counts: number[] = []) => counts.reduce((total, n) => total + n, 0);
      expect(annotations).toBe(boxes.length);
      expect(sum(counted?.size.counts)).toBe(boxes.length);
      expect(sum(counted?.aspect.counts)).toBe(boxes.length);
      expect(sum(counted?.places.flat())).toBe(boxes.length);
    }),
  );
  for (let cell = 0; cell < 12; cell += 1)
    expect(cellOf(placeEdge(cell, 12) * 640, 640, 12)).toBe(cell);
  expect([cellOf(-3, 640, 12), cellOf(640, 640, 12), cellOf(900, 640, 12)]).toEqual([0, 11, 11]);
});

test("rates of a worked example, and the median of those who have one", () => {
  const work = {
    ...noWork(),
    ...{ submitted: 28, skipped: 2, created: 120, activeMs: 2 * 3_600_000 },
    ...{ accepted: 9, acceptedFirst: 8, rejected: 1, goldItems: 4, goldScore: 3.6 },
  };
  expect(ratesOfWork(work)).toEqual({
    ...{ itemsPerHour: 15, annotationsPerHour: 60, activeHours: 2, firstPass: 0.8, gold: 0.9 },
  });
  const none = ratesOfWork(noWork());
  expect(Object.values(none).every((rate) => rate === null)).toBe(true);
  const twice = ratesOfWork({ ...work, submitted: 58 });
  expect(mediansOf([none, ratesOfWork(work), twice]).itemsPerHour).toBe(22.5);
  expect(mediansOf([none]).itemsPerHour).toBeNull();
  // Hours of reviewing are active time, but no pace of labelling.
  const reviewer = ratesOfWork({ ...noWork(), reviewed: 32, activeMs: 3_600_000 });
  expect(reviewer).toMatchObject({ activeHours: 1, itemsPerHour: null, annotationsPerHour: null });
  expect(mediansOf([reviewer, ratesOfWork(work), twice]).itemsPerHour).toBe(22.5);
  const begun = ratesOfWork({ ...noWork(), created: 3, activeMs: 3_600_000 });
  expect(begun).toMatchObject({ itemsPerHour: 0, annotationsPerHour: 3 });
});
