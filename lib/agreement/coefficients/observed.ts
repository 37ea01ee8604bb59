import { answersIn, type Coefficient, countEach } from "../coefficient";

/**
 * The share of pairs of people who gave the same answer, by unit, and its mean over units: raw agreement. Chance is
 * not taken off: 0 is no agreement at all.
 */
export const observed: Coefficient = {
  id: "observed",
  raters: "any",
  create() {
    let units = 0;
    let sum = 0;
    return {
      add(unit, times = 1) {
        const answers = answersIn(unit);
        if (answers.length < 2) return;
        let same = 0;
        for (const n of countEach(answers).values()) same += n * (n - 1);
        units += times;
        sum += (times * same) / (answers.length * (answers.length - 1));
      },
      value: () => (units > 0 ? sum / units : null),
    };
  },
};
