import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexCodePoints } from "@/lib/text/code-points";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { compilePattern } from "./pattern-matcher";
import { patternsRule, READY_PATTERNS } from "./patterns";
import type { TextRuleSettings } from "./text-rule";

function find(pattern: string, text: string, ignoresCase = false): string[] {
  return [...compilePattern(pattern, { ignoresCase }).matches(text)].flatMap((match) =>
    match === null ? [] : [text.slice(match.start, match.end)],
  );
}

/** What JavaScript's own expressions find, without empty matches. */
function findNatively(pattern: string, text: string): string[] {
  return Array.from(text.matchAll(new RegExp(pattern, "gmu")), ([match]) => match).filter(Boolean);
}

describe("patterns", () => {
  const atom = fc.constantFrom("a", "b", "c", ".", "[ab]", "[^a]", "\\d", "😀", "\\.", "é");
  const pattern = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      atom,
      fc.tuple(tie("node"), tie("node")).map(([a, b]) => `${a}${b}`),
      fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(?:${a}|${b})`),
      fc
        .tuple(
          // JavaScript alone gives up rounds that match nothing, so every round has a character.
          atom,
          tie("node"),
          fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "+?", "??"),
        )
        .map(([first, rest, repeat]) => `(${first}${rest})${repeat}`),
      tie("node").map((a) => `^${a}`),
      tie("node").map((a) => `${a}$`),
    ),
  })).node as fc.Arbitrary<string>;
  const text = fc
    .array(fc.constantFrom("a", "b", "c", "1", ".", "\n", "😀", "é", " "), { maxLength: 20 })
    .map((parts) => parts.join(""));

  test("find what regular expressions find", () => {
    fc.assert(
      fc.property(pattern, text, (source, within) => {
        expect(find(source, within)).toEqual(findNatively(source, within));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    "(a+)+$",
    "(a|a)*b",
    "(a*)*(a*)*(a*)*c",
    "(?:x+x+)+y",
    String.raw`\s*\s*\s*\s*\s*$`,
    "(.*)*=(.*)*=(.*)*;",
    "[^z]*z",
  ])("%s, which would take a browser for ever, is as quick as any", (source) => {
    const started = performance.now();
    for (const text of ["a".repeat(50_000), "x".repeat(50_000), " ".repeat(50_000)]) {
      find(source, `${text}!`);
    }
    // A second would be slow; backtracking takes longer than the universe.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test.each([
    ["(?=a)", "Looking ahead"],
    ["(?<!a)b", "Looking ahead"],
    ["(a)\\1", "References"],
    ["(a", "no “)”"],
    ["a)", "without its “(”"],
    ["[a", "no “]”"],
    ["[]", "nothing between"],
    ["*a", "nothing that"],
    ["a**", "Two repetitions"],
    ["\\b+", "A place"],
    ["a{500}", "more than 200"],
    ["a{3,2}", "swapped"],
    ["((a{200}){200})", "repeats too much"],
    ["[z-a]", "no set"],
    ["\\p{Klingon}", "no set"],
    ["[\\W]", "write [^…]"],
    ["\\q", "not known"],
    ["a\\", "escapes nothing"],
  ])("%s is refused with the reason", (source, reason) => {
    expect(() => compilePattern(source, { ignoresCase: false })).toThrow(reason);
  });

  test("letters of all languages are letters, also at the edges of words", () => {
    expect(find(String.raw`\b\w+\b`, "naïve e\u0301té, 日本語 𝒳y 😀")).toEqual([
      "naïve",
      "e\u0301té",
      "日本語",
      "𝒳y",
    ]);
    expect(find("straße|ÉTÉ", "STRAßE été", true)).toEqual(["STRAßE", "été"]);
  });

  test("those that are ready find what they are named for", () => {
    const text =
      "Write to ana.lópez+x@example.co.uk or see https://example.org/a?b=1, www.x.io. Call +34 600 123 456 at 9:30 am on 2024-05-06 or 6.5.2024 🎉 for -1,200.50 #años @ada";
    const found = Object.fromEntries(
      READY_PATTERNS.map(({ id, pattern: source }) => [id, find(source, text)]),
    );
    expect(found).toMatchObject({
      email: ["ana.lópez+x@example.co.uk"],
      url: ["https://example.org/a?b=1", "www.x.io"],
      date: ["2024-05-06", "6.5.2024"],
      time: ["9:30 am"],
      hashtag: ["#años"],
      mention: ["@ada"],
    });
    expect(found["phone"]).toContain("+34 600 123 456");
    expect(found["number"]).toContain("-1,200.50");
  });

  test("suggestions say what stands there, by code points, with the label's place", async () => {
    const settings: TextRuleSettings = {
      classes: ["other", "mail", "tag"],
      minScore: 0,
      dictionary: null,
      patterns: [
        { classId: "mail", pattern: READY_PATTERNS[0].pattern, ignoresCase: false, score: 0.9 },
        { classId: "tag", pattern: READY_PATTERNS[6].pattern, ignoresCase: false, score: 0.8 },
        { classId: "gone", pattern: "a", ignoresCase: false, score: 0.8 },
      ],
      english: {},
    };
    await fc.assert(
      fc.asyncProperty(textArbitrary({ lone: true }), async (around) => {
        const within = `${around} a@b.io ${around} #x`;
        const points = indexCodePoints(within);
        const found = await patternsRule.suggest(within, settings, {});
        expect(found).toContainEqual(expect.objectContaining({ classIndex: 1, text: "a@b.io" }));
        for (const { geometry, text: surface } of found) {
          if (geometry.kind !== "interval") throw new Error("no span");
          expect(points.slice(geometry.start, geometry.end)).toBe(surface);
        }
      }),
      { numRuns: 100 },
    );
  });
});
