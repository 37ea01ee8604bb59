import { createPowerSpectrum } from "./audio-fft";
import { MIN_DB, SPECTRUM_BINS, SPECTRUM_STEP, spectrumLevels, TILE_COLUMNS } from "./audio-plan";

/** A tile that is complete; `bytes` belong to the receiver. */
export type SpectrumTile = { level: number; tile: number; bytes: Uint8Array };

type Level = {
  column: number;
  /** Columns that are in `bytes`. */
  filled: number;
  tile: number;
  /** Of the column that is being made. */
  sums: Float64Array;
  windows: number;
  parts: number;
  bytes: Uint8Array;
};

/** Columns of the fourth level and up are those of more than a day: no recording that is taken in needs a sixth. */
const MAX_LEVELS = 8;

/**
 * Makes the spectrum tiles of all levels while the samples pass by. `end` gives what is left: a level that fits into one tile
 * is the last. Memory does not depend on the length.
 */
export class SpectrumBuilder {
  private readonly emit: (tile: SpectrumTile) => void;
  private readonly columnSamples: number;
  private readonly fftSize: number;
  private readonly power: (samples: ArrayLike<number>, offset?: number) => Float32Array;
  /** The last `fftSize` samples, and room for as many. */
  private readonly recent: Float32Array;
  private readonly levels: Level[] = [];
  private held: number;
  private total = 0;
  private windows = 0;

  constructor(sampleRate: number, emit: (tile: SpectrumTile) => void) {
    this.emit = emit;
    this.columnSamples = spectrumLevels(1, sampleRate)[0]?.samplesPerColumn ?? 0;
    this.fftSize = this.columnSamples / 2;
    this.power = createPowerSpectrum(this.fftSize);
    this.recent = new Float32Array(2 * this.fftSize);
    // Half a window of silence before the first sample, so that the first window has its middle there.
    this.held = this.fftSize / 2;
  }

  /** One array per channel, of equal length; they are mixed. */
  add(block: readonly Float32Array[]): void {
    const length = block[0]?.length ?? 0;
    const gain = 1 / Math.max(1, block.length);
    this.total += length;
    for (let from = 0; from < length; ) {
      const count = Math.min(length - from, this.recent.length - this.held);
      const [first, ...others] = block;
      for (let i = 0; i < count; i += 1)
        this.recent[this.held + i] = (first?.[from + i] ?? 0) * gain;
      for (const channel of others) {
        for (let i = 0; i < count; i += 1) {
          const at = this.held + i;
          this.recent[at] = (this.recent[at] ?? 0) + (channel[from + i] ?? 0) * gain;
        }
      }
      from += count;
      this.held += count;
      this.takeWindows();
    }
  }

  end(): void {
    // Silence behind the last sample, until every column has its windows.
    while (this.windows * (this.fftSize / 2) < this.total) {
      this.recent.fill(0, this.held, this.held + this.fftSize / 2);
      this.held += this.fftSize / 2;
      this.takeWindows();
    }
    for (let i = 0; i < this.levels.length; i += 1) {
      const level = this.levels[i];
      if (level && level.windows > 0) this.closeColumn(i);
    }
    for (const [i, level] of this.levels.entries()) {
      const isOnlyTile = level.tile === 0;
      if (level.filled > 0) this.closeTile(i);
      if (isOnlyTile) return;
    }
  }

  private takeWindows(): void {
    const { fftSize, recent } = this;
    const step = fftSize / 2;
    let start = 0;
    for (; start + fftSize <= this.held; start += step) {
      const middle = this.windows * step;
      if (middle < this.total) this.addWindow(middle, this.power(recent, start));
      this.windows += 1;
    }
    recent.copyWithin(0, start, this.held);
    this.held -= start;
  }

  private addWindow(middle: number, power: Float32Array): void {
    const level = this.level(0);
    if (Math.floor(middle / this.columnSamples) > level.column) this.closeColumn(0);
    const width = power.length / SPECTRUM_BINS;
    for (let bin = 0; bin < SPECTRUM_BINS; bin += 1) {
      let loudest = 0;
      for (let i = 0; i < width; i += 1) loudest = Math.max(loudest, power[bin * width + i] ?? 0);
      level.sums[bin] = (level.sums[bin] ?? 0) + loudest;
    }
    level.windows += 1;
  }

  private closeColumn(i: number): void {
    const level = this.level(i);
    const above = i + 1 < MAX_LEVELS ? this.level(i + 1) : null;
    // A full tile waits for the next column: it may be the only one of its level.
    if (level.filled === TILE_COLUMNS) this.closeTile(i);
    const at = level.filled * SPECTRUM_BINS;
    for (let bin = 0; bin < SPECTRUM_BINS; bin += 1) {
      const sum = level.sums[bin] ?? 0;
      level.bytes[at + bin] = toLevel(sum / level.windows);
      if (above) above.sums[bin] = (above.sums[bin] ?? 0) + sum;
    }
    if (above) {
      above.windows += level.windows;
      above.parts += 1;
    }
    level.sums.fill(0);
    level.windows = 0;
    level.parts = 0;
    level.column += 1;
    level.filled += 1;
    if (above && above.parts === SPECTRUM_STEP) this.closeColumn(i + 1);
  }

  private closeTile(i: number): void {
    const level = this.level(i);
    const bytes = level.bytes.slice(0, level.filled * SPECTRUM_BINS);
    this.emit({ level: i, tile: level.tile, bytes });
    level.tile += 1;
    level.filled = 0;
  }

  private level(i: number): Level {
    const known = this.levels[i];
    if (known) return known;
    const made: Level = {
      ...{ column: 0, filled: 0, tile: 0, windows: 0, parts: 0 },
      sums: new Float64Array(SPECTRUM_BINS),
      bytes: new Uint8Array(TILE_COLUMNS * SPECTRUM_BINS),
    };
    this.levels[i] = made;
    return made;
  }
}

/** A power as it is stored: see `decibels`. */
function toLevel(power: number): number {
  const db = 10 * Math.log10(power);
  return db > MIN_DB ? Math.min(255, Math.round(((db - MIN_DB) / -MIN_DB) * 255)) : 0;
}
