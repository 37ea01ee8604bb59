import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBlockHeights } from "./block-heights";
import { indexBlocks } from "./blocks";
import { indexCodePoints } from "./code-points";
import { directionOf, isRightToLeft } from "./direction";
import { findText } from "./find";
import { findMarks } from "./marks";
import { createSegments, TEXT_UNITS } from "./segments";
import { textArbitrary } from "./testing/arbitraries";

const blocksOf = (text: string, maxUnits?: number) => {
  const blocks = indexBlocks(text, maxUnits);
  return Array.from({ length: blocks.count }, (_, i) =>
    text.slice(blocks.startOf(i), blocks.endOf(i)),
  );
};
const segmentsOf = (text: string) => {
  const points = indexCodePoints(text);
  return { points, segments: createSegments(points, indexBlocks(text)) };
};

describe("blocks", () => {
  test("lines end at every kind of break, and a break at the end opens an empty one", () => {
    expect(blocksOf("a\nb\r\nc\rd\n")).toEqual(["a\n", "b\r\n", "c\r", "d\n", ""]);
    expect(blocksOf("")).toEqual([""]);
  });

  test("a block's content is without its break", () => {
    const blocks = indexBlocks("ab\r\n\ncd");
    expect([0, 1, 2].map(blocks.contentEndOf)).toEqual([2, 4, 7]);
  });

  test("a long line is cut at sentences, else between words, else between characters", () => {
    expect(blocksOf("One two. Three four five", 12)).toEqual(["One two. ", "Three four ", "five"]);
    expect(blocksOf("👩‍👩‍👧‍👦".repeat(3), 16)[0]).toBe("👩‍👩‍👧‍👦");
  });

  test("together they are the text, none is too long, and no character is cut", () => {
    fc.assert(
      fc.property(textArbitrary({ lone: true }), fc.integer({ min: 4, max: 40 }), (text, max) => {
        const blocks = indexBlocks(text, max);
        const points = indexCodePoints(text);
        expect(blocksOf(text, max).join("")).toBe(text);
        for (let i = 0; i < blocks.count; i++) {
          expect(points.isBoundary(blocks.startOf(i))).toBe(true);
          const end = blocks.endOf(i);
          expect(end - blocks.startOf(i)).toBeLessThanOrEqual(max);
          expect(blocks.at(blocks.startOf(i))).toBe(i);
        }
      }),
    );
  });

  test("ten million characters without a break take a moment", () => {
    const startedAt = performance.now();
    expect(indexBlocks("lorem ipsum ".repeat(900_000)).lineCount).toBe(1);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

test("heights: tops are sums, and a height lies in the block that it is found in", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 40 }),
      fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 90 })), { maxLength: 20 }),
      (start, changes) => {
        const plain = [...start];
        const heights = createBlockHeights(plain.length, (i) => plain[i] ?? 0);
        for (const [at, height] of changes) {
          const block = at % plain.length;
          expect(heights.set(block, height)).toBe(height - (plain[block] ?? 0));
          plain[block] = height;
        }
        let top = 0;
        plain.forEach((height, block) => {
          expect(heights.topOf(block)).toBe(top);
          expect(heights.at(top)).toBe(block);
          expect(heights.at(top + height - 1)).toBe(block);
          top += height;
        });
        expect(heights.total()).toBe(top);
        expect(heights.at(top + 5)).toBe(plain.length - 1);
        expect(heights.at(-5)).toBe(0);
      },
    ),
  );
});

describe("segments", () => {
  test("a person's characters are single steps", () => {
    const { segments } = segmentsOf("a👩‍👩‍👧‍👦e\u0301🇪🇸");
    const stops = [0];
    for (let at = 0; at < 12; at = stops.at(-1) ?? 99) {
      const next = segments.next(at, "character");
      if (next === at) break;
      stops.push(next);
    }
    expect(stops).toEqual([0, 1, 8, 10, 12]);
    expect(segments.previous(8, "character")).toBe(1);
  });

  test("words: over space and punctuation, across lines", () => {
    const { segments } = segmentsOf("Hello, world!\nNext");
    expect(segments.next(0, "word")).toBe(5);
    expect(segments.next(5, "word")).toBe(12);
    expect(segments.next(12, "word")).toBe(18);
    expect(segments.next(18, "word")).toBe(18);
    expect(segments.previous(14, "word")).toBe(7);
    expect(segments.around(2, "word")).toEqual({ start: 0, end: 5 });
    expect(segments.around(5, "word")).toEqual({ start: 0, end: 5 });
  });

  test("Chinese and Thai have words too", () => {
    const chinese = segmentsOf("我们喜欢苹果");
    expect(chinese.segments.around(0, "word")).toEqual({ start: 0, end: 2 });
    const thai = segmentsOf("ผมรักประเทศไทย");
    expect(thai.segments.next(0, "word")).toBeLessThan(14);
  });

  test("sentences are without the space behind them", () => {
    const { segments, points } = segmentsOf("One two. Three four?  Five");
    const second = segments.around(12, "sentence");
    expect(points.slice(second.start, second.end)).toBe("Three four?");
    expect(segments.next(0, "sentence")).toBe(8);
    expect(segments.previous(25, "sentence")).toBe(22);
  });

  test("widening takes whole words at both ends; trimming takes the space away", () => {
    const { segments } = segmentsOf("the quick brown fox");
    expect(segments.expand({ start: 5, end: 12 }, "word")).toEqual({ start: 4, end: 15 });
    expect(segments.trim({ start: 3, end: 10 })).toEqual({ start: 4, end: 9 });
    expect(segments.trim({ start: 3, end: 4 })).toEqual({ start: 3, end: 3 });
    expect(segments.snap(6, "word")).toBe(4);
  });

  test("steps go forward and back, stay inside and end on characters", () => {
    fc.assert(
      fc.property(textArbitrary({ lone: true }), fc.nat(200), (text, seed) => {
        const { points, segments } = segmentsOf(text);
        const at = points.length === 0 ? 0 : seed % (points.length + 1);
        for (const unit of TEXT_UNITS) {
          const next = segments.next(at, unit);
          const previous = segments.previous(at, unit);
          expect(at === points.length ? next === at : next > at).toBe(true);
          expect(at === 0 ? previous === 0 : previous < at).toBe(true);
          const { start, end } = segments.expand({ start: previous, end: next }, unit);
          expect(start).toBeLessThanOrEqual(previous);
          expect(end).toBeGreaterThanOrEqual(next);
        }
      }),
    );
  });
});

describe("find", () => {
  const find = (text: string, query: string, how: { isCase?: boolean; isWhole?: boolean } = {}) => {
    const { points, segments } = segmentsOf(text);
    const whole = { text: query, isCase: false, isWhole: false, ...how };
    return findText(points, whole, (offset) => segments.isBoundary(offset, "word")).map(
      ({ start, end }) => [start, end],
    );
  };

  test("exact, any case, whole words", () => {
    expect(find("Cat cats cat", "cat")).toEqual([
      [0, 3],
      [4, 7],
      [9, 12],
    ]);
    expect(find("Cat cats cat", "cat", { isCase: true, isWhole: true })).toEqual([[9, 12]]);
    expect(find("a+b (a+b)", "a+b")).toHaveLength(2);
  });

  test("in code points, whatever stands before; case never changes a length", () => {
    expect(find("😀😀 Straße İstanbul", "straße")).toEqual([[3, 9]]);
    expect(find("İİ x", "x")).toEqual([[3, 4]]);
  });

  test("what is found is what was sought", () => {
    fc.assert(
      fc.property(
        textArbitrary({ lone: false }),
        textArbitrary({ lone: false, maxPieces: 2 }),
        (text, query) => {
          const points = indexCodePoints(text);
          for (const [start = 0, end = 0] of find(text, query, { isCase: true })) {
            expect(points.slice(start, end)).toBe(query);
          }
        },
      ),
    );
  });
});

test("marks: controls are named, joiners at work are left alone", () => {
  const names = (text: string) => findMarks(text).map(({ name }) => name);
  expect(names("a\0b\u202ec\u2066\ufeff")).toEqual(["NUL", "RLO", "LRI", "BOM"]);
  expect(names("👩‍👩‍👧‍👦 👍🏽 می‌خواهم 🏳️‍🌈")).toEqual([]);
  expect(names("a \u200d b")).toEqual(["ZWJ"]);
  expect(findMarks("x\u200b")[0]).toMatchObject({ start: 1, end: 2 });
});

test("the direction of a paragraph is its first strong letter's", () => {
  expect(directionOf("123 مرحبا")).toBe("rtl");
  expect(directionOf("abc שלום")).toBe("ltr");
  expect(directionOf("")).toBe("ltr");
  expect([isRightToLeft("ש", "ltr"), isRightToLeft("a", "rtl")]).toEqual([true, false]);
  expect([isRightToLeft("7", "rtl"), isRightToLeft("!", "rtl")]).toEqual([false, true]);
});
