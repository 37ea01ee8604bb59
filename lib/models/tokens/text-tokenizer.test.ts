import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { TOKENIZERS } from "./testing/tokenizers";
import { openTokenizer } from "./text-tokenizer";

const SAMPLES = [
  "word word",
  " Word, ﬁne naïve e\u0301té ΟΔΟΣ ΟΔΟΣ!",
  "👩‍👩‍👧‍👦 word 🏳️‍🌈word 𝒳y 𠮷",
  "日本語のword。ไทย مرحبا",
  "a\u00a0b\u2003c\ud83d d\u200be",
];

describe.each(Object.entries(TOKENIZERS))("%s", (_, source) => {
  const tokenizer = openTokenizer(source);
  const library = new Tokenizer(JSON.parse(source), {});

  test("gives the ids that the library gives, and ranges that run on through the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...SAMPLES), textArbitrary({ lone: true })), (text) => {
        const { ids, starts, ends } = tokenizer.tokenise(text);
        const expected = library.encode(text.toWellFormed(), { add_special_tokens: false });
        expect(ids).toEqual(expected.ids);
        let before = 0;
        for (const [index, start] of starts.entries()) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(ends[index]).toBeGreaterThanOrEqual(start);
          expect(ends[index]).toBeLessThanOrEqual(text.length);
          // Bytes of one character share it; otherwise tokens follow one another.
          expect(start).toBeGreaterThanOrEqual(before);
          before = start;
        }
      }),
      { numRuns: 400 },
    );
  });

  test("“word” is found where it stands, whatever is around it", () => {
    // A letter or mark before or behind would be part of the word.
    const around = textArbitrary({ lone: true, maxPieces: 8 });
    fc.assert(
      fc.property(around, around, (left, right) => {
        const text = `${left} word ${right}`;
        const { starts, ends, ids } = tokenizer.tokenise(text);
        const at = left.length + 1;
        const inside = ids.flatMap((_id, index) => {
          const [start = 0, end = 0] = [starts[index], ends[index]];
          const covered = text.slice(start, end).trim();
          return start < at + 4 && end > at && covered !== "" ? [covered] : [];
        });
        expect(inside.join("")).toBe("word");
      }),
      { numRuns: 300 },
    );
  });
});

test("special tokens go around a sequence as the post-processor says", () => {
  expect(openTokenizer(TOKENIZERS.BYTE_LEVEL).special).toMatchObject({
    before: [256],
    after: [257],
  });
  expect(openTokenizer(TOKENIZERS.UNIGRAM).special).toMatchObject({ before: [], after: [] });
});

test("a long text is tokenised part by part with the offsets of the whole", () => {
  const tokenizer = openTokenizer(TOKENIZERS.BYTE_LEVEL);
  const text = "😀 word\n".repeat(5_000);
  const { ids, starts, ends } = tokenizer.tokenise(text);
  const words = ids.flatMap((_, index) =>
    text.slice(starts[index], ends[index]).trim() === "word" ? [starts[index]] : [],
  );
  expect(words).toHaveLength(5_000);
  expect(words.at(-1)).toBe(4_999 * 8 + 2);
});

test("says what is wrong with a file that is no tokenizer", () => {
  expect(() => openTokenizer("[1, 2]")).toThrow("no tokenizer.json");
  expect(() => openTokenizer('{"model":{},"normalizer":{"type":"Magic"}}')).toThrow(
    "not known here",
  );
});
