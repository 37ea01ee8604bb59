import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FULL_SCALE } from "@/lib/media/audio-plan";
import { colorTable } from "./color-scale";
import { formatTime, parseTime } from "./format-time";
import { nothing, widenByPeaks, widenBySamples } from "./peak-range";
import { soundEdges } from "./silence";
import { createSmoothClock } from "./smooth-clock";
import { spectrumColumns } from "./spectrum-columns";
import { tickStep, ticksBetween } from "./time-ticks";

function sine(options: { hz: number; rate: number; amplitude: number; samples: number }) {
  const { hz, rate, amplitude, samples } = options;
  return Int16Array.from({ length: samples }, (_, n) =>
    Math.round(amplitude * (FULL_SCALE - 1) * Math.sin((2 * Math.PI * hz * n) / rate)),
  );
}

describe("spectrum", () => {
  test("a sine of full scale is 0 dB in its bin, one a tenth as strong 20 dB less", () => {
    const rate = 16_000;
    const fftSize = 512;
    const bin = 40;
    const hz = (bin * rate) / fftSize;
    for (const [amplitude, decibels] of [
      [1, 0],
      [0.1, -20],
    ] as const) {
      const values = spectrumColumns({
        channels: [sine({ hz, rate, amplitude, samples: 4_096 })],
        first: 1_024,
        hop: 128,
        columns: 3,
        fftSize,
      });
      const column = values.subarray(256, 512);
      const loudest = column.indexOf(Math.max(...column));
      expect(loudest).toBe(bin);
      expect(-120 + ((column[bin] ?? 0) / 255) * 120).toBeCloseTo(decibels, 0);
    }
  });

  test("outside of the samples it is silent", () => {
    const channels = [sine({ hz: 100, rate: 8_000, amplitude: 1, samples: 100 })];
    const values = spectrumColumns({ channels, first: -4_000, hop: 64, columns: 4, fftSize: 256 });
    expect(Math.max(...values)).toBe(0);
  });

  test("louder is lighter, whatever the scale, and quiet stays dark up to its limit", () => {
    for (const scale of ["ember", "ocean", "grey"] as const) {
      const table = colorTable({ scale, minDb: -90, maxDb: -10, isLight: false });
      const light = [...table].map(
        (abgr) => (abgr & 255) * 0.3 + ((abgr >> 8) & 255) * 0.59 + ((abgr >> 16) & 255) * 0.11,
      );
      for (let i = 1; i < 256; i += 1) {
        expect(light[i]).toBeGreaterThanOrEqual((light[i - 1] ?? 0) - 1);
      }
      expect(table[0]).toBe(table[60]);
      expect(table[255]).toBe(table[235]);
    }
  });
});

describe("peaks", () => {
  test("of peaks and of their samples are the same", () => {
    const samples = Int16Array.from({ length: 64 }, (_, i) => Math.round(Math.sin(i) * 1_000));
    const peaks = new Int16Array(16);
    for (let p = 0; p < 8; p += 1) {
      const part = samples.subarray(p * 8, p * 8 + 8);
      peaks[p * 2] = Math.min(...part);
      peaks[p * 2 + 1] = Math.max(...part);
    }
    const a = nothing({ min: 0, max: 0 });
    const b = nothing({ min: 0, max: 0 });
    widenByPeaks(a, peaks, { from: 2, to: 5 });
    widenBySamples(b, samples, { from: 16, to: 40 });
    expect(a).toEqual(b);
  });
});

describe("silence", () => {
  test("edges lie where words begin and end; short pauses and clicks are none", () => {
    const stepS = 0.01;
    const envelope = new Float32Array(300).fill(0.002);
    envelope.fill(0.5, 50, 100);
    envelope.fill(0.002, 70, 75);
    envelope[150] = 0.4;
    envelope.fill(0.3, 200, 260);
    expect(soundEdges(envelope, stepS).map((at) => Number(at.toFixed(3)))).toEqual([
      0.5, 1, 2, 2.6,
    ]);
  });

  test("a constant tone, silence and nothing have no edges", () => {
    expect(soundEdges(new Float32Array(100).fill(0.4), 0.01)).toEqual([]);
    expect(soundEdges(new Float32Array(100), 0.01)).toEqual([]);
    expect(soundEdges(new Float32Array(), 0.01)).toEqual([]);
  });
});

describe("time", () => {
  test("written as a person does, and read again", () => {
    expect(formatTime(0)).toBe("0:00.000");
    expect(formatTime(59.9996)).toBe("1:00.000");
    expect(formatTime(3_723.4567)).toBe("1:02:03.457");
    expect(formatTime(61, 0)).toBe("1:01");
    expect(parseTime("83.4")).toBe(83.4);
    expect(parseTime(" 1:23,4 ")).toBe(83.4);
    expect(parseTime("1:02:03.5")).toBe(3_723.5);
    expect(parseTime("a:1")).toBeNull();
    expect(parseTime("")).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (ms) => {
        expect(parseTime(formatTime(ms / 1_000))).toBeCloseTo(ms / 1_000, 6);
      }),
    );
  });

  test("labels never touch, and every fourth to sixth tick has one", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 20, noNaN: true }), (secondsPerPx) => {
        const step = tickStep(secondsPerPx, 80);
        expect(step.stepS / secondsPerPx).toBeGreaterThanOrEqual(80 - 1e-6);
        const parts = step.stepS / step.minorS;
        expect(parts).toBeCloseTo(Math.round(parts), 9);
      }),
    );
    const ticks = ticksBetween({ start: 0.9, end: 3.1 }, { stepS: 1, minorS: 0.2, decimals: 0 });
    expect(ticks.filter(({ isMajor }) => isMajor).map(({ at }) => at)).toEqual([1, 2, 3]);
    expect(ticks).toHaveLength(11);
  });
});

describe("the clock of the player", () => {
  test("goes on smoothly while the player's own time goes in steps, and never back", () => {
    const clock = createSmoothClock();
    let last = -1;
    for (let ms = 0; ms < 5_000; ms += 16) {
      // A player that tells its time every 40 ms.
      const told = (Math.floor(ms / 40) * 40) / 1_000;
      const at = clock.read(told, ms, 1);
      expect(at).toBeGreaterThanOrEqual(last);
      expect(Math.abs(at - ms / 1_000)).toBeLessThan(0.045);
      last = at;
    }
  });

  test("a jump of the player counts at once", () => {
    const clock = createSmoothClock();
    clock.read(1, 0, 1);
    expect(clock.read(30, 16, 1)).toBe(30);
    clock.reset();
    expect(clock.read(2, 20, 1)).toBe(2);
  });
});
