const STEPS = [1, 2, 5, 10] as const;

/** Whole numbers from 0 to the maximum or above, evenly apart and easy to read: at most `count` besides 0. */
export function niceTicks(max: number, count = 4): number[] {
  const least = Math.max(1, max / count);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = Math.ceil((STEPS.find((each) => each * power >= least) ?? 10) * power);
  const ticks = Math.max(1, Math.ceil(max / step));
  return Array.from({ length: ticks + 1 }, (_, index) => index * step);
}
