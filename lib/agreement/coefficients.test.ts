import { describe, expect, test } from "vitest";
import type { Coefficient, CoefficientTally } from "./coefficient";
import { cohen } from "./coefficients/cohen";
import { fleiss } from "./coefficients/fleiss";
import { alpha, createAlpha, DIFFERENCES } from "./coefficients/krippendorff";
import { observed } from "./coefficients/observed";

/** Units from the rows of each person, "." for nothing. */
function unitsOf(rows: readonly string[]): (string | null)[][] {
  const people = rows.map((row) => row.split(" ").map((value) => (value === "." ? null : value)));
  return (people[0] ?? []).map((_, unit) => people.map((row) => row[unit] ?? null));
}

function measured<T>(tally: CoefficientTally<T>, units: readonly (readonly (T | null)[])[]) {
  for (const unit of units) tally.add(unit);
  return tally.value();
}

describe("Cohen 1960: two judges, 200 patients, three categories", () => {
  const table = [
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ];
  const of = ({ create }: Coefficient) => {
    const tally = create();
    table.forEach((row, a) => {
      for (const [b, times] of row.entries()) tally.add([`${a}`, `${b}`], times);
    });
    return tally.value();
  };
  test("70 % agree, kappa is .492", () => {
    expect(of(observed)).toBeCloseTo(0.7, 12);
    expect(of(cohen)).toBeCloseTo(0.492, 3);
  });
});

describe("Fleiss 1971: six psychiatrists each for 30 patients, five diagnoses", () => {
  const table = [
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006",
    "10050 11040 03300 10050 02031 00501 30012 51000 02040 10203",
    "00006 01050 02013 20040 10041 05010 40002 02040 10500 00006",
  ].flatMap((line) => line.split(" "));
  test("kappa is .430, observed agreement .556", () => {
    const units = table.map((counts) =>
      [...counts].flatMap((n, category) => new Array<string>(Number(n)).fill(`${category}`)),
    );
    expect(units).toHaveLength(30);
    expect(measured(observed.create(), units)).toBeCloseTo(0.556, 3);
    expect(measured(fleiss.create(), units)).toBeCloseTo(0.43, 3);
  });
});

describe("Krippendorff 2011", () => {
  test("two observers, binary, .095", () => {
    const units = unitsOf(["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
    expect(measured(alpha.create(), units)).toBeCloseTo(0.095, 3);
  });

  test("two observers, five categories, .692", () => {
    const units = unitsOf(["a a b b d c c c e d d a", "b a b b b c c c e d d d"]);
    expect(measured(alpha.create(), units)).toBeCloseTo(0.692, 3);
  });

  const units = unitsOf([
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
  ]);
  const numbers = units.map((unit) => unit.map((value) => value && Number(value)));
  test("four observers, gaps; nominal .743", () => {
    expect(measured(alpha.create(), units)).toBeCloseTo(0.743, 3);
  });
  test("and of the same as numbers: interval .849 and ratio .797", () => {
    const [interval, ratio] = [DIFFERENCES.interval, DIFFERENCES.ratio].map((difference) => {
      const tally = createAlpha<number>(difference);
      for (const unit of numbers) tally.add(unit.map((value) => value || null));
      return tally.value();
    });
    expect(interval).toBeCloseTo(0.849, 3);
    expect(ratio).toBeCloseTo(0.797, 3);
  });
});

test("where nothing varies, chance explains all of it", () => {
  for (const { create } of [cohen, fleiss, alpha]) {
    expect(
      measured(create(), [
        ["a", "a"],
        ["a", "a"],
      ]),
    ).toBeNull();
    expect(create().value()).toBeNull();
  }
});
