import { createPowerSpectrum } from "@/lib/media/audio-fft";
import { FULL_SCALE, MIN_DB } from "@/lib/media/audio-plan";

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
  const powerOf = createPowerSpectrum(fftSize);
  const sums = new Float64Array(bins);
  const values = new Uint8Array(columns * bins);
  for (let column = 0; column < columns; column += 1) {
    sums.fill(0);
    const start = first + Math.round((column + 0.5) * hop - fftSize / 2);
    for (const samples of channels) {
      const power = powerOf(samples, start);
      for (let k = 0; k < bins; k += 1) sums[k] = (sums[k] ?? 0) + (power[k] ?? 0);
    }
    write(sums, { values, at: column * bins, fullPower: channels.length * FULL_SCALE ** 2 });
  }
  return values;
}

function write(
  power: Float64Array,
  { values, at, fullPower }: { values: Uint8Array; at: number; fullPower: number },
): void {
  for (let k = 0; k < power.length; k += 1) {
    const decibels = 10 * Math.log10((power[k] ?? 0) / fullPower);
    const share = 1 - decibels / MIN_DB;
    values[at + k] = Math.min(255, Math.max(0, Math.round(share * 255)));
  }
}
