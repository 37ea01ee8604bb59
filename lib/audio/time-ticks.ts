/** Steps of a time axis in seconds: decimal below a second, as on a clock above. */
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400];
const DECIMAL_STEPS = [1, 2, 5];
/** Nothing is finer than a sample of the finest recordings. */
const FINEST_EXPONENT = -6;

export type TickStep = { stepS: number; minorS: number; decimals: number };
export type Tick = { at: number; isMajor: boolean };

/** The smallest step whose labels, `labelPx` wide, do not touch. */
export function tickStep(secondsPerPx: number, labelPx: number): TickStep {
  const leastS = secondsPerPx * labelPx;
  for (let exponent = FINEST_EXPONENT; exponent < 0; exponent += 1) {
    for (const digit of DECIMAL_STEPS) {
      const stepS = digit * 10 ** exponent;
      if (stepS >= leastS) {
        return { stepS, minorS: stepS / (digit === 2 ? 4 : 5), decimals: -exponent };
      }
    }
  }
  const stepS = CLOCK_STEPS.find((step) => step >= leastS) ?? 14_400;
  return { stepS, minorS: stepS / minorParts(stepS), decimals: 0 };
}

/** All ticks from `start` to `end`; counted, not added up, so that none drifts. */
export function ticksBetween(
  { start, end }: { start: number; end: number },
  { stepS, minorS }: TickStep,
): Tick[] {
  const parts = Math.round(stepS / minorS);
  const ticks: Tick[] = [];
  const last = Math.floor(end / minorS + 1e-9);
  for (let n = Math.max(0, Math.ceil(start / minorS - 1e-9)); n <= last; n += 1) {
    ticks.push({ at: n * minorS, isMajor: n % parts === 0 });
  }
  return ticks;
}

function minorParts(stepS: number): number {
  if (stepS === 1 || stepS === 2 || stepS === 5 || stepS === 10) return stepS === 2 ? 4 : 5;
  return stepS === 15 || stepS === 900 ? 3 : stepS === 120 || stepS === 7_200 ? 4 : 6;
}
