/** Least and greatest of a stretch of sound, as stored (see FULL_SCALE); `min` > `max` when there is nothing in it. */
export type PeakRange = { min: number; max: number };

/**
 * Of the peaks `from` to `to` (not included) of one channel of one tile, which holds min, max in turn. Widens `into`, so that
 * one stretch can lie over several tiles.
 */
export function widenByPeaks(
  into: PeakRange,
  peaks: Int16Array,
  { from, to }: { from: number; to: number },
): void {
  const last = Math.min(peaks.length, to * 2);
  for (let i = Math.max(0, from * 2); i < last; i += 2) {
    const min = peaks[i] ?? 0;
    const max = peaks[i + 1] ?? 0;
    if (min < into.min) into.min = min;
    if (max > into.max) into.max = max;
  }
}

/** The same of samples. */
export function widenBySamples(
  into: PeakRange,
  samples: Int16Array,
  { from, to }: { from: number; to: number },
): void {
  const last = Math.min(samples.length, to);
  for (let i = Math.max(0, from); i < last; i += 1) {
    const value = samples[i] ?? 0;
    if (value < into.min) into.min = value;
    if (value > into.max) into.max = value;
  }
}

export function nothing(into: PeakRange): PeakRange {
  into.min = Number.POSITIVE_INFINITY;
  into.max = Number.NEGATIVE_INFINITY;
  return into;
}
