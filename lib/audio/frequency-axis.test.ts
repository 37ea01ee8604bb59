import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createFrequencyAxis,
  FREQUENCY_SCALES,
  frequencyTicks,
  rowsOfAxis,
  rowValue,
} from "./frequency-axis";

const axes = fc
  .record({
    scale: fc.constantFrom(...FREQUENCY_SCALES),
    minHz: fc.integer({ min: 0, max: 2_000 }),
    maxHz: fc.integer({ min: 4_000, max: 96_000 }),
  })
  .map(createFrequencyAxis);

test("a frequency has one place, higher ones stand higher, and the ends are the ends", () => {
  fc.assert(
    fc.property(axes, fc.double({ min: 0, max: 1, noNaN: true }), (axis, share) => {
      expect(axis.shareOf(axis.hzAt(share))).toBeCloseTo(share, 9);
      expect(axis.shareOf(axis.minHz)).toBeCloseTo(0, 9);
      expect(axis.shareOf(axis.maxHz)).toBeCloseTo(1, 9);
      expect(axis.hzAt(share)).toBeGreaterThanOrEqual(axis.hzAt(share / 2));
    }),
  );
});

test("an octave is as high as any other by octaves; mel is even below 700 Hz and like octaves far above", () => {
  const log = createFrequencyAxis({ scale: "log", minHz: 0, maxHz: 8_000 });
  expect(log.minHz).toBe(20);
  const octave = (axis: typeof log, hz: number) => axis.shareOf(2 * hz) - axis.shareOf(hz);
  expect(octave(log, 100)).toBeCloseTo(octave(log, 2_000), 9);
  const mel = createFrequencyAxis({ scale: "mel", minHz: 0, maxHz: 8_000 });
  // 1000 Hz are 1000 mel, by definition.
  expect(mel.shareOf(1_000) * 2_595 * Math.log10(1 + 8_000 / 700)).toBeCloseTo(1_000, 0);
  expect(octave(mel, 2_000)).toBeGreaterThan(octave(mel, 200));
});

test("rows lie on one another without a gap, and a pure tone is on the row of its frequency", () => {
  const bins = 512;
  const nyquistHz = 8_000;
  fc.assert(
    fc.property(axes, fc.integer({ min: 1, max: bins - 2 }), (axis, bin) => {
      const rows = rowsOfAxis(axis, { rows: 200, bins, nyquistHz });
      for (let row = 1; row < 200; row += 1) expect(rows.to[row]).toBe(rows.from[row - 1]);
      const values = new Uint8Array(2 * bins);
      values[bins + bin] = 200;
      const hz = ((bin + 0.5) / bins) * nyquistHz;
      if (hz <= axis.minHz || hz >= axis.maxHz) return;
      const row = Math.floor((1 - axis.shareOf(hz)) * 200);
      const place = { bins, from: rows.from[row] ?? 0, to: rows.to[row] ?? 0 };
      expect(rowValue(values, { start: bins, ...place })).toBeGreaterThanOrEqual(100);
      expect(rowValue(values, { start: 0, ...place })).toBe(0);
    }),
  );
});

test("frequencies that are written do not touch, lie inside, and are round", () => {
  fc.assert(
    fc.property(axes, fc.double({ min: 0.05, max: 0.4, noNaN: true }), (axis, gap) => {
      const ticks = frequencyTicks(axis, gap);
      for (const [n, hz] of ticks.entries()) {
        expect(hz).toBeGreaterThan(axis.minHz);
        expect(hz).toBeLessThan(axis.maxHz);
        if (n > 0)
          expect(axis.shareOf(hz) - axis.shareOf(ticks[n - 1] ?? 0)).toBeGreaterThan(gap - 1e-9);
      }
    }),
  );
  const log = createFrequencyAxis({ scale: "log", minHz: 0, maxHz: 8_000 });
  expect(frequencyTicks(log, 0.1)).toEqual([50, 100, 200, 500, 1_000, 2_000, 5_000]);
  const linear = createFrequencyAxis({ scale: "linear", minHz: 0, maxHz: 8_000 });
  expect(frequencyTicks(linear, 0.2)).toEqual([2_000, 4_000, 6_000]);
});
