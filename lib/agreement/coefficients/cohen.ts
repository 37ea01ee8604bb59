import type { Coefficient } from "../coefficient";

/**
 * Cohen's kappa for two people: (p_o - p_e) / (1 - p_e), where p_o is the share of units with the same answer and p_e
 * what it would be if each gave their own answers as often, but anywhere. J. Cohen, A Coefficient of Agreement for
 * Nominal Scales, Educational and Psychological Measurement 20(1), 1960. Units that one of them left out are not
 * counted.
 */
export const cohen: Coefficient = {
  id: "cohen",
  raters: "two",
  create() {
    const first = new Map<string, number>();
    const second = new Map<string, number>();
    let units = 0;
    let same = 0;
    return {
      add([a = null, b = null], times = 1) {
        if (a === null || b === null) return;
        units += times;
        if (a === b) same += times;
        first.set(a, (first.get(a) ?? 0) + times);
        second.set(b, (second.get(b) ?? 0) + times);
      },
      value() {
        if (units === 0) return null;
        let byChance = 0;
        for (const [answer, n] of first) byChance += n * (second.get(answer) ?? 0);
        // In whole numbers, so that "nothing varies" is exact.
        const all = units * units;
        return byChance === all ? null : (same * units - byChance) / (all - byChance);
      },
    };
  },
};
