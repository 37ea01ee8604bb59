import fc from "fast-check";
import { expect, test } from "vitest";
import { indexCodePoints } from "@/lib/text/code-points";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { englishRule, findEnglish } from "./english";
import type { TextRuleSettings } from "./text-rule";
import { suggestByRules } from "./text-rules";

const SETTINGS: TextRuleSettings = {
  classes: ["who", "where", "firm", "when", "much"],
  minScore: 0,
  dictionary: null,
  patterns: [],
  english: { person: "who", place: "where", organisation: "firm", date: "when", amount: "much" },
};

test("finds names, places, organisations, dates and amounts", async () => {
  const text =
    "👩‍🔬 Ada Lovelace met Dr. John Smith at Google Inc. in New York on March 5th, 2021. It cost $1,200 — 20% or about five million euros.\n\nNext week, IBM's CEO flew to Berlin (Germany) 🎉. “Mary O'Brien” works for the United Nations. She ran 10 km in 50 minutes yesterday.";
  const found = await findEnglish(text);
  expect(found.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)).toEqual([
    "person: Ada Lovelace",
    "person: Dr. John Smith",
    "organisation: Google Inc",
    "place: New York",
    "date: March 5th, 2021",
    "amount: $1,200",
    "amount: 20%",
    "amount: five million euros",
    "date: Next week",
    "place: Berlin",
    "place: Germany",
    "person: Mary O'Brien",
    "organisation: United Nations",
    "amount: 10 km",
    "date: yesterday",
  ]);
});

test("what a span says is always what stands there, by code points", async () => {
  const names = ["Ada Lovelace", "New York", "$1,200", "March 5th, 2021", "IBM's", "(Paris)"];
  const piece = fc.oneof(
    fc.constantFrom(...names).map((name) => ` ${name} `),
    textArbitrary({ lone: true, maxPieces: 5 }),
  );
  let spans = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const text = pieces.join("");
      const points = indexCodePoints(text);
      for (const { geometry, text: surface, score } of await suggestByRules(text, SETTINGS)) {
        if (geometry.kind !== "interval") throw new Error("no span");
        spans += 1;
        expect(points.slice(geometry.start, geometry.end)).toBe(surface);
        // Nothing has slipped by a character: what is found begins and ends with something that is read.
        expect(surface).toMatch(/^[\p{L}\p{N}\p{Sc}+-]/u);
        expect(surface).toMatch(/[\p{L}\p{N}\p{M}\p{Sc}%]$/u);
        expect(score).toBeGreaterThan(0);
      }
    }),
    { numRuns: 150 },
  );
  expect(spans).toBeGreaterThan(100);
});

test("a name is found in its place whatever is before it", async () => {
  let runs = 0;
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(textArbitrary({ lone: false, maxPieces: 12 }), async (before) => {
      const text = `${before}.\n\nAda Lovelace lived in London.`;
      const start = indexCodePoints(text).toOffset(before.length + 3);
      const found = await englishRule.suggest(text, SETTINGS, {});
      const name = found.find(({ text: surface }) => surface === "Ada Lovelace");
      runs += 1;
      if (!name) return;
      hits += 1;
      expect(name.geometry).toEqual({ kind: "interval", start, end: start + 12 });
    }),
    { numRuns: 100 },
  );
  // Some odd characters the library takes for a part of the word behind them.
  expect(hits / runs).toBeGreaterThan(0.9);
});

test("a kind without a label is not looked for, and a long text is read part by part", async () => {
  const text = "Ada Lovelace paid $5 in Paris. ".repeat(100);
  let pauses = 0;
  const found = await englishRule.suggest(
    text,
    { ...SETTINGS, english: { place: "where", person: "gone" } },
    {
      pause: async () => {
        pauses += 1;
      },
    },
  );
  expect(found.map(({ text: surface }) => surface)).toEqual(new Array(100).fill("Paris"));
  expect(pauses).toBeGreaterThanOrEqual(6);
});

test("of what several rules say of one label in one place the surest stays", async () => {
  const found = await suggestByRules("Ada Lovelace, ada@x.io", {
    ...SETTINGS,
    dictionary: {
      entries: [{ surface: "Ada Lovelace", counts: { who: 9, firm: 1 }, unlabelled: 0 }],
      letterCase: "smart",
      minCount: 1,
    },
    patterns: [
      { classId: "who", pattern: "[A-Z]\\w+", ignoresCase: false, score: 0.5 },
      { classId: "firm", pattern: "\\w+@\\w+\\.\\w+", ignoresCase: false, score: 1 },
    ],
  });
  expect(found).toEqual([
    {
      geometry: { kind: "interval", start: 0, end: 12 },
      classIndex: 0,
      score: 0.9,
      text: "Ada Lovelace",
    },
    {
      geometry: { kind: "interval", start: 14, end: 22 },
      classIndex: 2,
      score: 1,
      text: "ada@x.io",
    },
  ]);
});
