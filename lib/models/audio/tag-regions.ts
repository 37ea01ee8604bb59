import type { Interval } from "@/lib/geometry/interval";

/** Windows over a recording, in seconds: `windowS` long, each `hopS` after the one before. */
export type Windowing = { windowS: number; hopS: number; durationS: number };

export type ClassRegion = Interval & { classIndex: number; score: number };

/** How many windows it takes for the last to reach the end; a short recording has one. */
export function windowCount({ windowS, hopS, durationS }: Windowing): number {
  // A rounding error at the end is not worth a window of its own.
  return 1 + Math.max(0, Math.ceil((durationS - windowS) / hopS - 1e-6));
}

/**
 * Neighbouring windows in which a class is at the threshold or above, as one region each. Where windows overlap each
 * speaks for its middle, so that a region is not half a window too long on either side; the score is the mean.
 */
export function tagRegions(
  windows: readonly Float32Array[],
  windowing: Windowing,
  threshold: number,
): ClassRegion[] {
  const regions: ClassRegion[] = [];
  const classCount = windows[0]?.length ?? 0;
  for (let classIndex = 0; classIndex < classCount; classIndex++) {
    let first: number | null = null;
    let sum = 0;
    for (let index = 0; index <= windows.length; index++) {
      const score = windows[index]?.[classIndex] ?? Number.NEGATIVE_INFINITY;
      if (score >= threshold) {
        first ??= index;
        sum += score;
      } else if (first !== null) {
        const range = ownRange(first, index - 1, windows.length, windowing);
        regions.push({ ...range, classIndex, score: Math.min(1, sum / (index - first)) });
        first = null;
        sum = 0;
      }
    }
  }
  return regions
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || a.classIndex - b.classIndex);
}

function ownRange(
  first: number,
  last: number,
  count: number,
  { windowS, hopS, durationS }: Windowing,
): Interval {
  const margin = Math.max(0, (windowS - hopS) / 2);
  return {
    start: first === 0 ? 0 : Math.min(first * hopS + margin, durationS),
    end: last === count - 1 ? durationS : Math.min(last * hopS + windowS - margin, durationS),
  };
}
