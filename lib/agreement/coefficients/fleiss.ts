import { answersIn, type Coefficient, countEach } from "../coefficient";

/** Of the units with one number of answers. */
type Sums = { units: number; agreement: number; counts: Map<string, number> };

/**
 * Fleiss' kappa: as many answers for every unit, not always by the same people. (P - P_e) / (1 - P_e), where P is the
 * mean over units of the share of pairs that agree, and P_e the sum of the squared shares of the categories. J. L.
 * Fleiss, Measuring nominal scale agreement among many raters, Psychological Bulletin 76(5), 1971. Where units have
 * different numbers of answers, those are counted that have the most usual number (of equally usual ones the
 * greater).
 */
export const fleiss: Coefficient = {
  id: "fleiss",
  raters: "same",
  create() {
    const byAnswers = new Map<number, Sums>();
    return {
      add(unit, times = 1) {
        const answers = answersIn(unit);
        const n = answers.length;
        if (n < 2) return;
        const sums = byAnswers.get(n) ?? { units: 0, agreement: 0, counts: new Map() };
        byAnswers.set(n, sums);
        let same = 0;
        for (const [answer, count] of countEach(answers)) {
          same += count * (count - 1);
          sums.counts.set(answer, (sums.counts.get(answer) ?? 0) + times * count);
        }
        sums.units += times;
        sums.agreement += (times * same) / (n * (n - 1));
      },
      value() {
        const [usual] = [...byAnswers].sort(([n, a], [m, b]) => b.units - a.units || m - n);
        if (!usual) return null;
        const [n, { units, agreement, counts }] = usual;
        if (counts.size < 2) return null;
        let byChance = 0;
        for (const count of counts.values()) byChance += (count / (units * n)) ** 2;
        return (agreement / units - byChance) / (1 - byChance);
      },
    };
  },
};
