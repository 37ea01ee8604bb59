import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTag, spanKinds, spansOfTags } from "./tag-spans";
import { tokenWindows } from "./windows";

function spansOf(tags: string) {
  const classes = [...new Set(tags.split(" "))];
  const words = tags.split(" ").map((tag, index) => ({
    start: index * 2,
    end: index * 2 + 1,
    classIndex: classes.indexOf(tag),
    score: 0.5 + index / 100,
  }));
  return spansOfTags(words, classes).map(
    ({ start, end, classIndex }) =>
      `${parseTag(classes[classIndex] ?? "")?.kind} ${start / 2}-${(end + 1) / 2}`,
  );
}

describe("tags become spans", () => {
  test.each([
    ["O B-PER I-PER O B-PER B-PER", ["PER 1-3", "PER 4-5", "PER 5-6"]],
    ["I-PER I-PER I-LOC O", ["PER 0-2", "LOC 2-3"]],
    ["B-PER I-LOC", ["PER 0-1", "LOC 1-2"]],
    ["B-PER I-PER E-PER I-PER S-LOC S-LOC", ["PER 0-3", "PER 3-4", "LOC 4-5", "LOC 5-6"]],
    ["B-ORG L-ORG U-ORG", ["ORG 0-2", "ORG 2-3"]],
    ["PER PER O LOC", ["PER 0-2", "LOC 3-4"]],
    ["O O", []],
  ])("%s", (tags, spans) => expect(spansOf(tags)).toEqual(spans));

  test("with the mean of their words", () => {
    const [span] = spansOfTags(
      [
        { start: 0, end: 1, classIndex: 1, score: 1 },
        { start: 2, end: 3, classIndex: 2, score: 0.5 },
      ],
      ["O", "B-X", "I-X"],
    );
    expect(span).toEqual({ start: 0, end: 3, classIndex: 1, score: 0.75 });
  });

  test("kinds are named once, whatever their tags", () => {
    expect(spanKinds(["O", "I-A", "B-A", "B_b", "O-x", "misc"])).toEqual([
      { name: "A", classIndex: 1 },
      { name: "b", classIndex: 3 },
      { name: "O-x", classIndex: 4 },
      { name: "misc", classIndex: 5 },
    ]);
  });
});

test("windows own every token once, and see all of what they own", () => {
  const whole = fc.integer({ min: 0, max: 2_000 });
  fc.assert(
    fc.property(
      whole,
      fc.integer({ min: 1, max: 600 }),
      fc.integer({ min: 0, max: 600 }),
      (count, size, overlap) => {
        let owned = 0;
        for (const window of tokenWindows(count, size, overlap)) {
          expect(window.ownStart).toBe(owned);
          expect(window.ownEnd).toBeGreaterThan(owned);
          expect(window.start).toBeLessThanOrEqual(window.ownStart);
          expect(window.end).toBeGreaterThanOrEqual(window.ownEnd);
          expect(window.end - window.start).toBeLessThanOrEqual(size);
          owned = window.ownEnd;
        }
        expect(owned).toBe(count);
      },
    ),
  );
});
