import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { indexCodePoints } from "@/lib/text/code-points";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { tinyTextModel } from "@/scripts/models/make-tiny-text";
import type { ModelContext, Suggestion } from "../adapter";
import { drive, type NodeSession, openSession } from "../testing/run-with-onnx";
import { tokenClassification } from "./token-classification";

const tiny = tinyTextModel();

describe("the tiny model", () => {
  let session: NodeSession;
  let context: ModelContext;
  beforeAll(async () => {
    session = await openSession(tiny.onnx);
    context = {
      io: { model: session.io },
      classes: tiny.tags,
      options: tokenClassification.defaults(session.io).options,
      assets: { tokenizer: tiny.tokenizer },
    };
  });
  const suggest = (text: string, extra: ModelContext["options"]["extra"] = {}) =>
    drive(
      tokenClassification.suggest(
        { kind: "text", text },
        {
          ...context,
          options: { ...context.options, extra: { ...context.options.extra, ...extra } },
        },
      ),
      { sessions: { model: session } },
    );
  const spans = (suggestions: readonly Suggestion[]) =>
    suggestions.map(({ text, classIndex }) => `${text}:${tiny.tags[classIndex]}`);

  test("is small, is recognised, and says its tags", () => {
    expect(tiny.onnx.length).toBeLessThan(50_000);
    expect(tokenClassification.matches(session.io)).toBeGreaterThan(0.9);
    expect(tokenClassification.defaults(session.io).classCount).toBe(5);
    const metadata = { id2label: JSON.stringify({ 1: "B-PER", 0: "O", 10: "X", 2: "I-PER" }) };
    expect(tokenClassification.defaults({ ...session.io, metadata }).classes).toEqual([
      "O",
      "B-PER",
      "I-PER",
      "X",
    ]);
    expect(tokenClassification.usedClasses?.(tiny.tags)).toEqual([
      { name: "PER", classIndex: 1 },
      { name: "LOC", classIndex: 3 },
    ]);
  });

  test("finds names whatever their case and accents, behind emoji, in Chinese", async () => {
    const found = await suggest(
      "👩‍🔬 ADA Lovelace met JOSE\u0301 García in New York 🏳️‍🌈, London;東京 paris",
    );
    expect(spans(found)).toEqual([
      "ADA Lovelace:B-PER",
      "JOSE\u0301 García:B-PER",
      "New York:B-LOC",
      "London:B-LOC",
      "東京:B-LOC",
      "paris:B-LOC",
    ]);
    expect(found[0]?.geometry).toEqual({ kind: "interval", start: 4, end: 16 });
    expect(found.every(({ score }) => score > 0.9)).toBe(true);
  });

  test("a long text is seen in windows, and says the same as when it is seen at once", async () => {
    const text = Array.from(
      { length: 60 },
      (_, i) => `${i} Ada Lovelace went to New York, 🎉 Alan Turing to Paris.`,
    ).join("\n");
    const whole = await suggest(text, { maxTokens: 100_000 });
    expect(whole).toHaveLength(240);
    for (const maxTokens of [512, 64, 17]) {
      expect(await suggest(text, { maxTokens, overlap: 8 })).toEqual(whole);
    }
  });

  test("a text with nothing in it, and one of blanks, have no names", async () => {
    expect(await suggest("")).toEqual([]);
    expect(await suggest(" \n\t ")).toEqual([]);
  });

  test("says which list of tags it needs, and that the tokenizer is none", async () => {
    const named = (classes: readonly string[], assets = context.assets) =>
      drive(
        tokenClassification.suggest({ kind: "text", text: "Ada" }, { ...context, classes, assets }),
        { sessions: { model: session } },
      );
    await expect(named(["PER"])).rejects.toThrow("The model has 5 tags, and 1 are named");
    await expect(named(tiny.tags, {})).rejects.toThrow("tokenizer.json of this model is missing");
    await expect(named(tiny.tags, { tokenizer: "{}" })).rejects.toThrow("no tokenizer.json");
    await expect(named(tiny.tags, { tokenizer: "no" })).rejects.toThrow("not JSON");
  });

  test("what a span says is always what stands there, by code points, and nothing is missed between", async () => {
    const names = ["Ada Lovelace", "ALAN TURING", "josé", "New York", "東京", "Madrid"];
    const piece = fc.oneof(
      fc.constantFrom(...names).map((name) => ({ name, text: ` ${name} ` })),
      textArbitrary({ lone: true, maxPieces: 6 }).map((text) => ({ name: null, text })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const text = pieces.map((each) => each.text).join("");
        const found = await suggest(text);
        const points = indexCodePoints(text);
        for (const { geometry, text: surface } of found) {
          if (geometry.kind !== "interval") throw new Error("no span");
          expect(points.slice(geometry.start, geometry.end)).toBe(surface);
          expect(surface?.trim()).toBe(surface);
        }
        // Every name that was put in is covered exactly, at its place.
        let offset = 0;
        for (const { name, text: part } of pieces) {
          const from = offset + 1;
          offset += part.length;
          if (!name) continue;
          const start = points.toOffset(from);
          const end = points.toOffset(offset - 1);
          expect(found).toContainEqual(
            expect.objectContaining({ geometry: { kind: "interval", start, end }, text: name }),
          );
        }
      }),
      { numRuns: 150 },
    );
  });
});
