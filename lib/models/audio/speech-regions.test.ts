import fc from "fast-check";
import { expect, test } from "vitest";
import { speechRegions } from "./speech-regions";

const OPTIONS = {
  threshold: 0.5,
  negativeThreshold: 0.35,
  minSpeechMs: 250,
  minSilenceMs: 100,
  padMs: 30,
};
const FRAME = { frameSamples: 512, sampleRate: 16_000 };

function regionsOf(probabilities: readonly number[]) {
  return speechRegions(
    Float32Array.from(probabilities),
    { ...FRAME, samples: probabilities.length * 512 },
    OPTIONS,
  );
}

const frames = (count: number, probability: number) =>
  Array.from({ length: count }, () => probability);

test("short pauses stay inside a region, short words are dropped, and the end of the recording ends one", () => {
  const [first, ...others] = regionsOf([
    ...frames(10, 0.1),
    ...frames(10, 0.9),
    ...frames(3, 0.1),
    ...frames(10, 0.9),
    ...frames(10, 0.1),
    // 192 ms: not longer than a quarter of a second.
    ...frames(6, 0.9),
    ...frames(10, 0.1),
    ...frames(20, 0.8),
  ]);
  expect(first?.start).toBeCloseTo(10 * 0.032 - 0.03, 6);
  expect(first?.end).toBeCloseTo(33 * 0.032 + 0.03, 6);
  expect(first?.score).toBeCloseTo((20 * 0.9 + 3 * 0.1) / 23, 5);
  expect(others).toHaveLength(1);
  expect(others[0]?.end).toBe((79 * 512) / 16_000);
});

test("between the thresholds a region goes on but does not begin", () => {
  expect(regionsOf(frames(40, 0.4))).toEqual([]);
  const [region] = regionsOf([...frames(10, 0.9), ...frames(20, 0.4), ...frames(10, 0.1)]);
  expect(region?.end).toBeCloseTo(30 * 0.032 + 0.03, 6);
});

test("regions lie in the recording, in order, without overlap", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }), (all) => {
      const regions = regionsOf(all);
      let end = 0;
      for (const region of regions) {
        expect(region.start).toBeGreaterThanOrEqual(end);
        expect(region.end).toBeGreaterThan(region.start);
        end = region.end;
      }
      expect(end).toBeLessThanOrEqual((all.length * 512) / 16_000);
    }),
  );
});
