/** How frequencies stand above one another: evenly, as ears tell them apart (mel), or by octaves. */
export const FREQUENCY_SCALES = ["linear", "mel", "log"] as const;
export type FrequencyScale = (typeof FREQUENCY_SCALES)[number];

/** Octaves have no beginning: below what ears hear there is nothing to show. */
const LOWEST_LOG_HZ = 20;

const WARPS: Readonly<
  Record<FrequencyScale, { to(hz: number): number; from(warped: number): number }>
> = {
  linear: { to: (hz) => hz, from: (warped) => warped },
  mel: {
    to: (hz) => 2_595 * Math.log10(1 + hz / 700),
    from: (warped) => 700 * (10 ** (warped / 2_595) - 1),
  },
  log: { to: Math.log2, from: (warped) => 2 ** warped },
};

/** The frequency axis of a spectrogram. Shares go from 0 (`minHz`, below) to 1 (`maxHz`, above). */
export interface FrequencyAxis {
  readonly scale: FrequencyScale;
  readonly minHz: number;
  readonly maxHz: number;
  shareOf(hz: number): number;
  hzAt(share: number): number;
}

/** `minHz` is below `maxHz`; by octaves it is at least that of the lowest sound. */
export function createFrequencyAxis(options: {
  scale: FrequencyScale;
  minHz: number;
  maxHz: number;
}): FrequencyAxis {
  const { scale, maxHz } = options;
  const lowestHz = scale === "log" ? Math.min(LOWEST_LOG_HZ, maxHz / 2) : 0;
  const minHz = Math.max(lowestHz, options.minHz);
  const { to, from } = WARPS[scale];
  const low = to(minHz);
  const span = to(maxHz) - low;
  return {
    ...{ scale, minHz, maxHz },
    shareOf: (hz) => (to(hz) - low) / span,
    hzAt: (share) => from(low + share * span),
  };
}

/** Which bins a row of a picture shows; both ends are places between bins, 0.5 is the middle of the first. */
export type RowBins = { from: Float32Array; to: Float32Array };

/** Rows from the top (high) to the bottom (low), for values whose `bins` reach from 0 Hz to `nyquistHz`. */
export function rowsOfAxis(
  { hzAt }: FrequencyAxis,
  { rows, bins, nyquistHz }: { rows: number; bins: number; nyquistHz: number },
): RowBins {
  const from = new Float32Array(rows);
  const to = new Float32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    to[row] = (hzAt(1 - row / rows) / nyquistHz) * bins;
    from[row] = (hzAt(1 - (row + 1) / rows) / nyquistHz) * bins;
  }
  return { from, to };
}

/**
 * What a row shows of a column that begins at `start`: the loudest of the bins that lie in it, so that no line is lost; of a row
 * lower than a bin, what lies between the middles of two.
 */
export function rowValue(
  values: Uint8Array,
  { start, bins, from, to }: { start: number; bins: number; from: number; to: number },
): number {
  if (to - from <= 1) {
    const middle = Math.min(bins - 1, Math.max(0, (from + to) / 2 - 0.5));
    const low = Math.floor(middle);
    const below = values[start + low] ?? 0;
    const above = values[start + Math.min(bins - 1, low + 1)] ?? 0;
    return Math.round(below + (above - below) * (middle - low));
  }
  const last = Math.min(bins, Math.ceil(to));
  let loudest = 0;
  for (let bin = Math.floor(from); bin < last; bin += 1) {
    const value = values[start + bin] ?? 0;
    if (value > loudest) loudest = value;
  }
  return loudest;
}

const DIGITS = [1, 2, 5];
const EVEN_STEPS_HZ = [50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** Round frequencies inside of the axis, from low to high, at least `gapShare` apart: where labels stand. */
export function frequencyTicks(axis: FrequencyAxis, gapShare: number): number[] {
  const { scale, minHz, maxHz, shareOf } = axis;
  const candidates: number[] = [];
  if (scale === "linear") {
    const stepHz = EVEN_STEPS_HZ.find((hz) => hz / (maxHz - minHz) >= gapShare) ?? maxHz;
    for (let n = Math.floor(minHz / stepHz) + 1; n * stepHz < maxHz; n += 1) {
      candidates.push(n * stepHz);
    }
    return candidates;
  }
  for (let power = 10; power < maxHz; power *= 10) {
    for (const digit of DIGITS) {
      const hz = digit * power;
      if (hz > minHz && hz < maxHz) candidates.push(hz);
    }
  }
  let last = Number.NEGATIVE_INFINITY;
  return candidates.filter((hz) => {
    const share = shareOf(hz);
    if (share - last < gapShare) return false;
    last = share;
    return true;
  });
}
