import { FULL_SCALE, SAMPLES_PER_PEAK, TILE_PEAKS } from "./audio-plan";

/** A tile that is complete; `bytes` belong to the receiver. */
export type PeaksTile = { level: number; tile: number; bytes: Uint8Array };

type Level = {
  /** What one peak is made of: samples for level 0, peaks of the level before for the others. */
  parts: number;
  filled: number;
  peak: number;
  tile: number;
  /** min, max per channel of the peak that is being made. */
  extremes: Int16Array;
  planes: Int16Array[];
};

/**
 * Makes the tiles of all levels while the samples pass by. `end` gives what is left: a level that fits into one tile is the
 * last. Memory does not depend on the length.
 */
export class PeaksBuilder {
  private readonly channels: number;
  private readonly emit: (tile: PeaksTile) => void;
  private readonly levels: Level[];

  constructor(channels: number, emit: (tile: PeaksTile) => void) {
    this.channels = channels;
    this.emit = emit;
    this.levels = SAMPLES_PER_PEAK.map((samples, i) => ({
      parts: samples / (SAMPLES_PER_PEAK[i - 1] ?? 1),
      ...{ filled: 0, peak: 0, tile: 0 },
      extremes: emptyExtremes(channels),
      planes: Array.from({ length: channels }, () => new Int16Array(TILE_PEAKS * 2)),
    }));
  }

  /** One array per channel, of equal length, -1..1. */
  add(block: readonly Float32Array[]): void {
    const [level] = this.levels;
    if (!level) return;
    const length = block[0]?.length ?? 0;
    for (let from = 0; from < length; ) {
      const to = Math.min(length, from + level.parts - level.filled);
      block.forEach((samples, c) => {
        widen({ extremes: level.extremes, c, samples, from, to });
      });
      level.filled += to - from;
      from = to;
      if (level.filled === level.parts) this.closePeak(0);
    }
  }

  end(): void {
    this.levels.forEach((level, i) => {
      if (level.filled > 0) this.closePeak(i);
    });
    for (const [i, level] of this.levels.entries()) {
      const isOnlyTile = level.tile === 0;
      if (level.peak > 0) this.closeTile(i);
      if (isOnlyTile) return;
    }
  }

  private closePeak(i: number): void {
    const level = this.levels[i];
    if (!level) return;
    const above = this.levels[i + 1];
    // A full tile waits for the next peak: it may be the only one of its level.
    if (level.peak === TILE_PEAKS) this.closeTile(i);
    level.planes.forEach((plane, c) => {
      const min = level.extremes[2 * c] ?? 0;
      const max = level.extremes[2 * c + 1] ?? 0;
      plane[2 * level.peak] = min;
      plane[2 * level.peak + 1] = max;
      if (!above) return;
      above.extremes[2 * c] = Math.min(above.extremes[2 * c] ?? 0, min);
      above.extremes[2 * c + 1] = Math.max(above.extremes[2 * c + 1] ?? 0, max);
    });
    level.extremes = emptyExtremes(this.channels);
    level.filled = 0;
    level.peak += 1;
    if (!above) return;
    above.filled += 1;
    if (above.filled === above.parts) this.closePeak(i + 1);
  }

  private closeTile(i: number): void {
    const level = this.levels[i];
    if (!level) return;
    const values = level.peak * 2;
    const tile = new Int16Array(values * this.channels);
    level.planes.forEach((plane, c) => {
      tile.set(plane.subarray(0, values), c * values);
    });
    this.emit({ level: i, tile: level.tile, bytes: new Uint8Array(tile.buffer) });
    level.tile += 1;
    level.peak = 0;
  }
}

type Widening = {
  extremes: Int16Array;
  c: number;
  samples: Float32Array;
  from: number;
  to: number;
};

function widen({ extremes, c, samples, from, to }: Widening): void {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i += 1) {
    const value = samples[i] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  extremes[2 * c] = Math.min(extremes[2 * c] ?? 0, toInt16(min));
  extremes[2 * c + 1] = Math.max(extremes[2 * c + 1] ?? 0, toInt16(max));
}

/** Any peak is wider than this one. */
function emptyExtremes(channels: number): Int16Array {
  return Int16Array.from({ length: 2 * channels }, (_, i) => (i % 2 === 0 ? 32_767 : -32_768));
}

/** -1..1 as it is stored. What is louder is clipped; what is no number (damaged float files) is silent. */
export function toInt16(value: number): number {
  const scaled = Math.round(value * FULL_SCALE);
  if (scaled >= -32_768 && scaled <= 32_767) return scaled;
  return scaled > 0 ? 32_767 : scaled < 0 ? -32_768 : 0;
}
