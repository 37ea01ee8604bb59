import fc from "fast-check";
import { expect, test } from "vitest";
import { peakLevels, TILE_PEAKS } from "@/lib/media/audio-plan";
import { linesOf, startText, waveOf } from "./preview-info";

const HOUR_SAMPLES = 3_600 * 48_000;

test.each([
  [1_000, { level: 0, tiles: 1, channels: 2 }],
  [HOUR_SAMPLES, { level: 3, tiles: 1, channels: 2 }],
  [10 * HOUR_SAMPLES, { level: 3, tiles: 4, channels: 2 }],
])("the waveform of %d samples is that of the coarsest level", (samples, expected) => {
  const peaks = { tilePeaks: TILE_PEAKS, levels: peakLevels(samples) };
  expect(waveOf(JSON.stringify({ v: 1, channels: 2, peaks }))).toEqual(expected);
});

test("what is known of other media has neither waveform nor lines", () => {
  expect(waveOf('{"v":1}')).toBeNull();
  expect(linesOf('{"v":1}')).toBeNull();
  expect(linesOf('{"v":1,"lines":12}')).toBe(12);
});

test("the start of a text is as many code points, however many bytes they take", () => {
  const texts = fc.string({
    unit: fc.constantFrom("a", "\0", "ñ", "\ufeff", "語", "👍"),
    maxLength: 40,
  });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 12 }), (text, length) => {
      const bytes = Buffer.from(text, "utf8").subarray(0, 4 * length);
      expect(startText(bytes, length)).toBe(Array.from(text).slice(0, length).join(""));
    }),
  );
});
