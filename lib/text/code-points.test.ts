import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codePointLength, hasAstral, indexCodePoints } from "./code-points";
import { textArbitrary } from "./testing/arbitraries";

/** Long enough to cross blocks of the index at every alignment. */
const text = fc
  .tuple(textArbitrary({ lone: true }), fc.nat({ max: 60 }), fc.nat({ max: 300 }))
  .map(([piece, times, shift]) => "x".repeat(shift) + piece.repeat(times));

test("agrees with the iteration of strings, at every offset and every index", () => {
  fc.assert(
    fc.property(text, (it) => {
      const points = indexCodePoints(it);
      const all = Array.from(it);
      expect(points.length).toBe(all.length);
      expect(codePointLength(it)).toBe(all.length);
      expect(hasAstral(it)).toBe(all.length !== it.length);
      let index = 0;
      for (const [offset, point] of [...all, ""].entries()) {
        if (points.toIndex(offset) !== index) expect(points.toIndex(offset)).toBe(index);
        if (points.toOffset(index) !== offset) expect(points.toOffset(index)).toBe(offset);
        expect(points.isBoundary(index)).toBe(true);
        if (point.length === 2) {
          expect(points.toOffset(index + 1)).toBe(offset);
          expect(points.isBoundary(index + 1)).toBe(false);
        }
        index += point.length;
      }
    }),
  );
});

test("slices by code points, and the slices make the text", () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (it, a, b) => {
      const points = indexCodePoints(it);
      const [start = 0, end = 0] = [a, b].map((n) => n % (points.length + 1)).sort((x, y) => x - y);
      expect(points.slice(start, end)).toBe(Array.from(it).slice(start, end).join(""));
      const parts = [[0, start] as const, [start, end] as const, [end, points.length] as const];
      expect(parts.map(([from, to]) => points.slice(from, to)).join("")).toBe(it);
    }),
  );
});

describe("what has gone wrong elsewhere", () => {
  test("an emoji, a family of them and a flag count their code points", () => {
    expect(indexCodePoints("😀").length).toBe(1);
    expect(indexCodePoints("👩‍👩‍👧‍👦").length).toBe(7);
    expect(indexCodePoints("🇪🇸").length).toBe(2);
    expect(indexCodePoints("a😀 Berlin").slice(3, 9)).toBe("Berlin");
  });
  test("composed and decomposed letters stay what they are", () => {
    expect(indexCodePoints("é").length).toBe(1);
    expect(indexCodePoints("e\u0301").length).toBe(2);
    expect(indexCodePoints("e\u0301").slice(0, 2)).toBe("e\u0301");
  });
  test("a line end of two characters counts two", () => {
    expect(indexCodePoints("a\r\nb").slice(3, 4)).toBe("b");
  });
  test("halves of pairs in the wrong order are alone", () => {
    expect(indexCodePoints("\ude00\ud83d").length).toBe(2);
    expect(indexCodePoints("\ud83d\ud83d\ude00").length).toBe(2);
  });
  test("offsets that are not there are refused", () => {
    const points = indexCodePoints("a😀");
    for (const bad of [-1, 3, 0.5, Number.NaN]) {
      expect(points.has(bad)).toBe(false);
      expect(() => points.toIndex(bad)).toThrow(RangeError);
    }
    expect(() => points.toOffset(4)).toThrow(RangeError);
    expect([0, 1, 2].every(points.has)).toBe(true);
  });
});

test("16 MB and 10,000 spans take a moment", () => {
  const it = "naïve 😀 text, ".repeat(1_200_000);
  expect(it.length).toBeGreaterThan(16 * 1024 ** 2);
  const startedMs = performance.now();
  const points = indexCodePoints(it);
  for (let i = 0; i < 10_000; i++) {
    const start = (i * 1_597) % (points.length - 20);
    const found = points.toOffset(points.toIndex(start));
    if (found !== start) expect(found).toBe(start);
  }
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
