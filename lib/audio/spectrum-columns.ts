import { FULL_SCALE, MIN_DB } from "@/lib/media/audio-plan";
import { createPairedFft, hannWindow } from "./fft";

export type SpectrumOptions = {
  /** Samples of each channel, 16 bit. What lies outside of them is silent. */
  channels: readonly Int16Array[];
  /** Where column 0 begins, as an index of the channels; may be negative. */
  first: number;
  /** Samples per column; the frame of a column lies in its middle and is `fftSize` long. */
  hop: number;
  columns: number;
  fftSize: number;
};

/**
 * The power of each column, the mean of all channels: `fftSize / 2` bins from 0 Hz up to half the sample rate, one column after
 * the other. Decibels of full scale as in stored tiles: 0 is `MIN_DB` or less, 255 is 0 dB.
 */
export function spectrumColumns(options: SpectrumOptions): Uint8Array<ArrayBuffer> {
  const { channels, columns, fftSize, hop, first } = options;
  const bins = fftSize / 2;
  const fft = createPairedFft(fftSize);
  const window = hannWindow(fftSize);
  const frames = { a: new Float64Array(fftSize), b: new Float64Array(fftSize) };
  const powers = { a: new Float64Array(bins), b: new Float64Array(bins) };
  const values = new Uint8Array(columns * bins);
  const startOf = (column: number) => first + Math.round((column + 0.5) * hop - fftSize / 2);
  for (let column = 0; column < columns; column += 2) {
    powers.a.fill(0);
    powers.b.fill(0);
    for (const samples of channels) {
      cut(samples, { start: startOf(column), window, into: frames.a });
      cut(samples, { start: startOf(column + 1), window, into: frames.b });
      fft.addPowers(frames, powers);
    }
    write(powers.a, { values, at: column * bins, channels: channels.length });
    if (column + 1 < columns) {
      write(powers.b, { values, at: (column + 1) * bins, channels: channels.length });
    }
  }
  return values;
}

function cut(
  samples: Int16Array,
  { start, window, into }: { start: number; window: Float64Array; into: Float64Array },
): void {
  for (let i = 0; i < into.length; i += 1) {
    into[i] = ((samples[start + i] ?? 0) / FULL_SCALE) * (window[i] ?? 0);
  }
}

function write(
  power: Float64Array,
  { values, at, channels }: { values: Uint8Array; at: number; channels: number },
): void {
  for (let k = 0; k < power.length; k += 1) {
    const decibels = 10 * Math.log10((power[k] ?? 0) / channels);
    const share = 1 - decibels / MIN_DB;
    values[at + k] = Math.min(255, Math.max(0, Math.round(share * 255)));
  }
}
