import fs from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { indexCodePoints } from "@/lib/text/code-points";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { compilePattern } from "./pattern-matcher";
import { PATTERN_PROBLEMS } from "./pattern-syntax";
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
    ["(?=a)", "looking_around"],
    ["(?<!a)b", "looking_around"],
    ["(a)\\1", "reference"],
    ["(a", "unclosed_group"],
    ["a)", "unopened_group"],
    ["[a", "unclosed_set"],
    ["[]", "empty_set"],
    ["*a", "nothing_to_repeat"],
    ["a**", "repeated_twice"],
    ["\\b+", "repeated_place"],
    ["a{500}", "too_often"],
    ["a{3,2}", "swapped_range"],
    ["((a{200}){200})", "too_large"],
    ["[z-a]", "bad_set"],
    ["\\p{Klingon}", "bad_set"],
    ["[\\W]", "negation_in_set"],
    ["\\q", "unknown_escape"],
    ["\\pL", "brace_missing"],
    ["a\\", "cut_off"],
  ] as const)("%s is refused as %s, in all languages", (source, problem) => {
    const compile = () => compilePattern(source, { ignoresCase: false });
    expect(compile).toThrow(expect.objectContaining({ name: "PatternError", problem }));
  });

  test("every reason has words in every language", () => {
    for (const locale of LOCALES) {
      const { rules } = JSON.parse(fs.readFileSync(`messages/${locale}/models.json`, "utf8"));
      expect(Object.keys(rules.patterns.problems).sort()).toEqual([...PATTERN_PROBLEMS].sort());
    }
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
