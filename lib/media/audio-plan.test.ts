import { expect, test } from "vitest";
import {
  type AudioInfo,
  audioInfoSchema,
  decibels,
  peakLevelFor,
  peakLevels,
  readPeaks,
  readSamples,
  spectrumLevelFor,
  spectrumLevels,
  TILE_PEAKS,
  tilesOf,
} from "./audio-plan";

const HOUR = 3_600 * 44_100;

function infoOf(samples: number, sampleRate: number): AudioInfo {
  return audioInfoSchema.parse({
    ...{ version: 1, hash: "0", sizeBytes: 1, mediaType: "audio/wav", codec: "pcm" },
    ...{ durationS: samples / sampleRate, sampleRate, channels: 1, samples, tileSamples: 131_072 },
    peaks: { tilePeaks: TILE_PEAKS, levels: peakLevels(samples) },
    spectrum: {
      ...{ bins: 256, tileColumns: 512, minDb: -120 },
      levels: spectrumLevels(samples, sampleRate),
    },
    warnings: [],
  });
}

test("a short clip has one tile of peaks, an hour has four levels", () => {
  expect(peakLevels(1)).toEqual([{ samplesPerPeak: 256, peaks: 1 }]);
  expect(peakLevels(256 * TILE_PEAKS)).toHaveLength(1);
  const hour = peakLevels(HOUR);
  expect(hour.map(({ peaks }) => tilesOf(peaks, TILE_PEAKS))).toEqual([152, 19, 3, 1]);
});

test("the spectrum ends with a level that fits into one tile", () => {
  expect(spectrumLevels(1, 16_000)).toEqual([{ samplesPerColumn: 1_024, columns: 1 }]);
  expect(spectrumLevels(HOUR, 44_100).map(({ columns }) => columns)).toEqual([
    77_520, 9_690, 1_212, 152,
  ]);
});

test("the level for a zoom is the coarsest that still has something for every pixel", () => {
  const info = infoOf(HOUR, 44_100);
  expect([1, 255, 256, 2_047, 2_048, 1e9].map((zoom) => peakLevelFor(info, zoom))).toEqual([
    null,
    null,
    0,
    0,
    1,
    3,
  ]);
  expect([2_047, 2_048, 16_384].map((zoom) => spectrumLevelFor(info, zoom))).toEqual([null, 0, 1]);
});

test("tiles are read as views of each channel", () => {
  const bytes = new Int16Array([-1, 1, -2, 2, -3, 3, -4, 4]).buffer;
  expect(readPeaks(bytes, 2).map((channel) => [...channel])).toEqual([
    [-1, 1, -2, 2],
    [-3, 3, -4, 4],
  ]);
  expect(readSamples(bytes, 4).map((channel) => [...channel])).toEqual([
    [-1, 1],
    [-2, 2],
    [-3, 3],
    [-4, 4],
  ]);
  expect(() => readPeaks(bytes, 3)).toThrow(RangeError);
});

test("the values of a spectrum span 120 decibels", () => {
  expect(decibels(0)).toBe(-120);
  expect(decibels(255)).toBe(0);
});
