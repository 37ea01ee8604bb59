import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexCodePoints } from "@/lib/text/code-points";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { dictionaryRule, learnSpans, learnUnlabelled } from "./dictionary";
import type { Dictionary, DictionaryEntry, LetterCase, TextRuleSettings } from "./text-rule";

const LABELS = ["food", "city", "org"];

function learned(
  spans: readonly (readonly [surface: string, classId: string])[],
  letterCase: LetterCase = "smart",
): Dictionary {
  const entries = learnSpans(
    [],
    spans.map(([surface, classId]) => ({ surface, classId })),
  );
  return { entries, letterCase, minCount: 1 };
}

const settingsOf = (dictionary: Dictionary): TextRuleSettings => ({
  classes: LABELS,
  minScore: 0,
  dictionary,
  patterns: [],
  english: {},
});

async function find(dictionary: Dictionary, text: string): Promise<string[]> {
  const found = await dictionaryRule.suggest(text, settingsOf(dictionary), {});
  return found.map(({ text: surface, classIndex, score }) => {
    return `${surface}=${LABELS[classIndex]}@${score.toFixed(2)}`;
  });
}

describe("a dictionary of accepted spans", () => {
  test("finds whole words, the longest first", async () => {
    const dictionary = learned([
      ["New York", "city"],
      ["York", "city"],
      ["New York Times", "org"],
      ["rice", "food"],
    ]);
    expect(
      await find(
        dictionary,
        "The New York Times of New\u00a0York and  York: prices, rice. New Yorker",
      ),
    ).toEqual([
      "New York Times=org@1.00",
      "New\u00a0York=city@1.00",
      "York=city@1.00",
      "rice=food@1.00",
    ]);
  });

  test("a common word may begin a sentence and stand in capitals, a name is no common word", async () => {
    const text = "Rice RICE rIcE us US Apple apple APPLE e-mail e - mail";
    const spans = [
      ["rice", "food"],
      ["US", "org"],
      ["Apple", "org"],
      ["e-mail", "org"],
    ] as const;
    const words = async (letterCase: LetterCase) =>
      (await find(learned(spans, letterCase), text)).map((word) => word.split("=")[0]);
    expect(await words("smart")).toEqual(["Rice", "RICE", "US", "Apple", "APPLE", "e-mail"]);
    expect(await words("exact")).toEqual(["US", "Apple", "e-mail"]);
    expect(await words("ignore")).toEqual([
      ...["Rice", "RICE", "rIcE", "us", "US"],
      ...["Apple", "apple", "APPLE", "e-mail"],
    ]);
  });

  test("the score is how often it got the label, the times it got none included", async () => {
    const dictionary = learned([
      ["Paris", "city"],
      ["Paris", "city"],
      ["Paris", "org"],
      [" Paris ", "city"],
    ]);
    expect(await find(dictionary, "Paris")).toEqual(["Paris=city@0.75"]);
    const text = "😀 Paris, Paris and Paris";
    const entries = learnUnlabelled(dictionary, text, [{ start: 2, end: 7 }]);
    expect(entries).toEqual([
      { surface: "Paris", counts: { city: 3, org: 1 }, unlabelled: 2 },
    ] satisfies DictionaryEntry[]);
    expect(await find({ ...dictionary, entries }, "Paris")).toEqual(["Paris=city@0.50"]);
    expect(await find({ ...dictionary, entries, minCount: 4 }, "Paris")).toEqual([]);
  });

  test("where words are written without blanks it finds them inside of others", async () => {
    const dictionary = learned([
      ["東京", "city"],
      ["กรุงเทพ", "city"],
    ]);
    expect(await find(dictionary, "私は東京に住む。ไปกรุงเทพกัน")).toEqual([
      "東京=city@1.00",
      "กรุงเทพ=city@1.00",
    ]);
  });

  test("what was learned is found again exactly where it stands, and offsets are code points", async () => {
    const surface = textArbitrary({ lone: false, maxPieces: 4 })
      .map((text) => text.trim())
      .filter((text) => text !== "" && text.length <= 200);
    await fc.assert(
      fc.asyncProperty(surface, textArbitrary({ lone: true }), async (known, around) => {
        const text = `${around} ${known} ${around}`;
        const dictionary = learned([[known, "food"]], "exact");
        const found = await dictionaryRule.suggest(text, settingsOf(dictionary), {});
        const points = indexCodePoints(text);
        for (const { geometry, text: said } of found) {
          if (geometry.kind !== "interval") throw new Error("no span");
          expect(points.slice(geometry.start, geometry.end)).toBe(said);
        }
        // Alone it is always found, if it has a letter or a mark at all.
        const alone = await dictionaryRule.suggest(`😀 ${known}`, settingsOf(dictionary), {});
        if (/[^\s]/u.test(known) && !/^\p{M}/u.test(known)) {
          expect(alone.map(({ text: said }) => said)).toContain(known);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("pauses on long texts, and stops when it is told to", async () => {
    const dictionary = learned([["rice", "food"]]);
    const text = "rice and beans ".repeat(10_000);
    let pauses = 0;
    const found = await dictionaryRule.suggest(text, settingsOf(dictionary), {
      pause: async () => {
        pauses += 1;
      },
    });
    expect(found).toHaveLength(10_000);
    expect(pauses).toBeGreaterThan(3);
    const stopping = new AbortController();
    const work = { signal: stopping.signal, pause: async () => stopping.abort() };
    await expect(dictionaryRule.suggest(text, settingsOf(dictionary), work)).rejects.toThrow();
  });
});
