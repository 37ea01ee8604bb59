import fc from "fast-check";
import { expect, test } from "vitest";
import { createPowerSpectrum } from "./audio-fft";
import { PeaksBuilder, toInt16 } from "./audio-peaks";
import {
  decibels,
  FULL_SCALE,
  peakLevels,
  readPeaks,
  SPECTRUM_BINS,
  spectrumLevels,
  TILE_COLUMNS,
  TILE_PEAKS,
} from "./audio-plan";
import { SpectrumBuilder } from "./audio-spectrum";

type Tile = { level: number; tile: number; bytes: Uint8Array };

/** In blocks of uneven sizes, as decoders give them. */
function feed(
  builder: { add(block: Float32Array[]): void; end(): void },
  channels: Float32Array[],
  sizes: readonly number[],
): void {
  const length = channels[0]?.length ?? 0;
  for (let from = 0, n = 0; from < length; n += 1) {
    const to = from + (sizes[n % sizes.length] ?? 1);
    builder.add(channels.map((samples) => samples.subarray(from, to)));
    from = to;
  }
  builder.end();
}

function sine(length: number, perSample: number, amplitude = 1): Float32Array {
  return Float32Array.from({ length }, (_, i) => amplitude * Math.sin(2 * Math.PI * perSample * i));
}

test("a sine of full scale has the power 1 in its bin, and nothing two bins away", () => {
  const power = createPowerSpectrum(512)(sine(512, 40 / 512));
  expect(power[40]).toBeCloseTo(1, 5);
  expect(power[39]).toBeCloseTo(0.25, 5);
  expect(power[38]).toBeCloseTo(0, 5);
});

test("the transform agrees with the definition", () => {
  const size = 16;
  const samples = Float32Array.from({ length: size }, (_, i) => Math.cos(i * i) / 2);
  const power = createPowerSpectrum(size)(samples);
  for (let k = 0; k < size / 2; k += 1) {
    let re = 0;
    let im = 0;
    samples.forEach((value, n) => {
      const windowed = value * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size));
      re += windowed * Math.cos((2 * Math.PI * k * n) / size);
      im += windowed * Math.sin((2 * Math.PI * k * n) / size);
    });
    expect(power[k]).toBeCloseTo(((re * re + im * im) * 16) / (size * size), 6);
  }
});

test("peaks are the extremes of their samples, whatever the blocks are", () => {
  const runs = fc.record({
    length: fc.integer({ min: 1, max: 20_000 }),
    channels: fc.integer({ min: 1, max: 3 }),
    sizes: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 5 }),
    seed: fc.integer({ min: 1, max: 1_000 }),
  });
  fc.assert(
    fc.property(runs, ({ length, channels, sizes, seed }) => {
      const sound = Array.from({ length: channels }, (_, c) =>
        Float32Array.from({ length }, (_, i) => 1.2 * Math.sin(seed * i * i + c)),
      );
      const tiles: Tile[] = [];
      feed(new PeaksBuilder(channels, (tile) => tiles.push(tile)), sound, sizes);
      expect(tiles.map(({ level, tile }) => [level, tile])).toEqual([[0, 0]]);
      const planes = readPeaks((tiles[0]?.bytes ?? new Uint8Array()).slice().buffer, channels);
      sound.forEach((samples, c) => {
        const plane = planes[c] ?? new Int16Array();
        expect(plane).toHaveLength(2 * Math.ceil(length / 256));
        for (let peak = 0; peak < plane.length / 2; peak += 1) {
          const part = [...samples.subarray(peak * 256, (peak + 1) * 256)].map(toInt16);
          expect([plane[2 * peak], plane[2 * peak + 1]]).toEqual([
            Math.min(...part),
            Math.max(...part),
          ]);
        }
      });
    }),
    { numRuns: 30 },
  );
});

test.each([256 * TILE_PEAKS - 1, 256 * TILE_PEAKS, 256 * TILE_PEAKS + 1, 2_048 * TILE_PEAKS + 1])(
  "%i samples give the levels and tiles that the plan says",
  (length) => {
    const tiles: Tile[] = [];
    const builder = new PeaksBuilder(1, (tile) => tiles.push(tile));
    const block = new Float32Array(65_536).fill(0.5);
    for (let left = length; left > 0; left -= block.length) {
      builder.add([block.subarray(0, Math.min(left, block.length))]);
    }
    builder.end();
    const counted = peakLevels(length).map(({ samplesPerPeak }, level) => ({
      samplesPerPeak,
      peaks: tiles
        .filter((tile) => tile.level === level)
        .reduce((sum, { bytes }) => sum + bytes.byteLength / 4, 0),
    }));
    expect(counted).toEqual(peakLevels(length));
    expect(Math.max(...tiles.map(({ level }) => level))).toBe(counted.length - 1);
    const values = tiles.flatMap(({ bytes }) => [...new Int16Array(bytes.slice().buffer)]);
    expect(values.every((value) => value === FULL_SCALE / 2)).toBe(true);
  },
);

test.each([
  [1, 16_000],
  [1_024 * TILE_COLUMNS, 16_000],
  [1_024 * TILE_COLUMNS + 1, 16_000],
  [2_048 * TILE_COLUMNS * 8 + 1, 44_100],
])("%i samples at %i Hz give the columns that the plan says", (length, sampleRate) => {
  const tiles: Tile[] = [];
  const builder = new SpectrumBuilder(sampleRate, (tile) => tiles.push(tile));
  const block = sine(65_536, 0.125);
  for (let left = length; left > 0; left -= block.length) {
    builder.add([block.subarray(0, Math.min(left, block.length))]);
  }
  builder.end();
  const expected = spectrumLevels(length, sampleRate);
  const columns = expected.map((_, level) =>
    tiles
      .filter((tile) => tile.level === level)
      .reduce((sum, { bytes }) => sum + bytes.byteLength / SPECTRUM_BINS, 0),
  );
  expect(columns).toEqual(expected.map((level) => level.columns));
});

test("a tone is seen when and where it is heard, in the mix of all channels", () => {
  const tiles: Tile[] = [];
  const left = new Float32Array(20 * 1_024);
  // A quarter of half the rate, so bin 64 of 256; in columns 8 to 11.
  left.set(sine(4 * 1_024, 0.125), 8 * 1_024);
  feed(new SpectrumBuilder(16_000, (tile) => tiles.push(tile)), [left, left], [777]);
  const column = (c: number) => {
    const at = c * SPECTRUM_BINS;
    return [...(tiles[0]?.bytes.subarray(at, at + SPECTRUM_BINS) ?? [])];
  };
  const heard = column(10);
  expect(heard.indexOf(Math.max(...heard))).toBe(64);
  expect(decibels(heard[64] ?? 0)).toBeGreaterThan(-0.5);
  expect(decibels(heard[200] ?? 0)).toBeLessThan(-80);
  expect(Math.max(...column(5))).toBe(0);
  expect(Math.max(...column(14))).toBe(0);
});
