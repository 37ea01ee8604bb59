const FIRST_RETRY_MS = 500;
export const MAX_RETRY_MS = 30_000;

/**
 * How long to wait before the next try, `failures` ≥ 1. Doubles up to 30 s; half of it is random,
 * so that fifty annotators do not all come back in the same instant after a restart.
 */
export function retryDelayMs(failures: number, random: () => number): number {
  const ceilingMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10));
  return Math.round(ceilingMs / 2 + (random() * ceilingMs) / 2);
}
