import { answersIn, type Coefficient, type CoefficientTally, countEach } from "../coefficient";

/** Squared differences between two values, by what kind of values they are: the difference functions of Krippendorff 2011. */
export const DIFFERENCES = {
  nominal: (a: string, b: string) => (a === b ? 0 : 1),
  interval: (a: number, b: number) => (a - b) ** 2,
  /** Of amounts with a true zero. */
  ratio: (a: number, b: number) => (a + b === 0 ? 0 : ((a - b) / (a + b)) ** 2),
} as const;

/**
 * Krippendorff's alpha, 1 - D_o / D_e: observed disagreement over what chance gives. Any number of people, any gaps.
 * K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011 (https://repository.upenn.edu/asc_papers/43).
 */
export function createAlpha<T>(difference: (a: T, b: T) => number): CoefficientTally<T> {
  /** How often each value was given in units with two answers or more. */
  const given = new Map<T, number>();
  let observedSum = 0;
  return {
    add(unit, times = 1) {
      const answers = answersIn(unit);
      if (answers.length < 2) return;
      const counts = [...countEach(answers)];
      for (const [value, n] of counts) {
        given.set(value, (given.get(value) ?? 0) + times * n);
        for (const [other, m] of counts) {
          if (other === value) continue;
          observedSum += (times * n * m * difference(value, other)) / (answers.length - 1);
        }
      }
    },
    value() {
      const counts = [...given];
      const total = counts.reduce((sum, [, n]) => sum + n, 0);
      let expectedSum = 0;
      for (const [value, n] of counts) {
        for (const [other, m] of counts) {
          if (other !== value) expectedSum += n * m * difference(value, other);
        }
      }
      return expectedSum > 0 ? 1 - ((total - 1) * observedSum) / expectedSum : null;
    },
  };
}

export const alpha: Coefficient = {
  id: "alpha",
  raters: "any",
  create: () => createAlpha(DIFFERENCES.nominal),
};
