import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createResampler } from "./resample";

const RATES = [8_000, 11_025, 16_000, 22_050, 32_000, 44_056, 44_100, 48_000, 96_000];

/** The whole of a tone, as a recording of that rate has it. */
function tone(hertz: number, { rate, samples }: { rate: number; samples: number }): Float32Array {
  return Float32Array.from({ length: samples }, (_, n) =>
    Math.sin((2 * Math.PI * hertz * n) / rate),
  );
}

function whole(source: Float32Array, from: number, to: number): Float32Array {
  const samples = Math.floor((source.length * to) / from);
  const { needs, read } = createResampler(from, to);
  return cutOut(source, needs(0, samples), (piece, first) => read(0, samples, piece, first));
}

/** As a recording gives them: silent outside. */
function cutOut<T>(
  source: Float32Array,
  { first, end }: { first: number; end: number },
  use: (piece: Float32Array, first: number) => T,
): T {
  return use(
    Float32Array.from({ length: end - first }, (_, n) => source[first + n] ?? 0),
    first,
  );
}

test("the same rate is the same samples", () => {
  const source = tone(440, { rate: 16_000, samples: 2_000 });
  expect(whole(source, 16_000, 16_000)).toEqual(source);
});

describe.each(RATES)("%i Hz to 16 kHz", (rate) => {
  test("a tone of 1 kHz comes out as it is, in its place", () => {
    const result = whole(tone(1_000, { rate, samples: rate }), rate, 16_000);
    const expected = tone(1_000, { rate: 16_000, samples: result.length });
    // The ends border on silence.
    for (let n = 200; n < result.length - 200; n += 1) {
      expect(Math.abs((result[n] ?? 0) - (expected[n] ?? 0))).toBeLessThan(2e-4);
    }
  });

  test("pieces are what the whole is", () => {
    const source = tone(700, { rate, samples: rate / 2 });
    const expected = whole(source, rate, 16_000);
    const { needs, read } = createResampler(rate, 16_000);
    fc.assert(
      fc.property(fc.nat(7_000), fc.nat(900), (first, length) => {
        const end = Math.min(first + length, expected.length);
        const piece = cutOut(source, needs(first, end), (samples, from) =>
          read(first, end, samples, from),
        );
        expect(piece).toEqual(expected.slice(first, end));
      }),
      { numRuns: 20 },
    );
  });
});

test("what the lower rate cannot hold is gone", () => {
  const result = whole(tone(12_000, { rate: 48_000, samples: 48_000 }), 48_000, 16_000);
  const loudest = result
    .slice(200, -200)
    .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(loudest).toBeLessThan(1e-3);
});
