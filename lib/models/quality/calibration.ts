/** One-sided 95 %. */
const Z = 1.6448536269514722;

/** Scores are counted in steps of 0.001: a threshold is never finer. */
export const SCORE_STEPS = 1_000;
/** Shares of wrong suggestions for which a threshold is looked for. */
export const MAX_WRONG = [0.01, 0.02, 0.05, 0.1, 0.2] as const;

/**
 * Upper end of Wilson's score interval (Wilson 1927; Brown, Cai and DasGupta 2001) for the share of which `wrong`
 * of `n` were seen, one-sided at 95 %: the true share is above it in at most one of twenty cases. 1 without any.
 */
export function wilsonUpper(wrong: number, n: number): number {
  if (n === 0) return 1;
  const share = wrong / n;
  const zz = Z * Z;
  const middle = share + zz / (2 * n);
  const spread = Z * Math.sqrt((share * (1 - share)) / n + zz / (4 * n * n));
  return Math.min(1, (middle + spread) / (1 + zz / n));
}

/** The step that a score is counted in. */
export function scoreStep(score: number): number {
  // A score of 0.83 times a thousand may be a hair below 830.
  return Math.min(SCORE_STEPS, Math.floor(score * SCORE_STEPS + 1e-6));
}

export type Calibrated = { maxWrong: number; threshold: number | null; suggestions: number };

/**
 * For each share of `MAX_WRONG` the lowest threshold above which no more were wrong, as far as that can be said: the upper
 * end of the interval of the wrong share among the suggestions at the threshold or above, not the share itself,
 * must keep below. So a few right ones prove nothing: 52 without a mistake are the least for 5 %.
 *
 * `suggested` and `matched` by `scoreStep`. `suggestions` is the number that the threshold rests on; with no
 * threshold, how many there are at all.
 */
export function calibrate(suggested: ArrayLike<number>, matched: ArrayLike<number>): Calibrated[] {
  const found = MAX_WRONG.map(
    (maxWrong): Calibrated => ({ maxWrong, threshold: null, suggestions: 0 }),
  );
  let n = 0;
  let right = 0;
  for (let step = SCORE_STEPS; step >= 0; step -= 1) {
    const here = suggested[step] ?? 0;
    if (here === 0) continue;
    n += here;
    right += matched[step] ?? 0;
    const bound = wilsonUpper(n - right, n);
    for (const one of found) {
      if (bound > one.maxWrong) continue;
      one.threshold = step / SCORE_STEPS;
      one.suggestions = n;
    }
  }
  for (const one of found) if (one.threshold === null) one.suggestions = n;
  return found;
}
