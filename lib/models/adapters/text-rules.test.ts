import { expect, test } from "vitest";
import type { ModelContext, WorkTools } from "../adapter";
import { runAdapter } from "../drive";
import { ModelError } from "../model-error";
import type { TextRuleSettings } from "../rules/text-rule";
import { textRules } from "./text-rules";

const NOTHING: TextRuleSettings = {
  classes: ["code"],
  minScore: 0,
  dictionary: null,
  patterns: [],
  english: {},
};
const TEXT = { kind: "text", text: "🙂 A1, B2 and C3" } as const;

function contextOf(rules: Partial<TextRuleSettings> | string, minScore = 0): ModelContext {
  const settings = typeof rules === "string" ? rules : JSON.stringify({ ...NOTHING, ...rules });
  const { options } = textRules.defaults({
    ...{ inputs: [], outputs: [], metadata: {}, opset: null, producer: "" },
  });
  return {
    ...{ io: {}, classes: ["name", "code"], options: { ...options, minScore } },
    assets: { rules: settings },
  };
}

function answer(): never {
  throw new TypeError("Rules ask for nothing.");
}

const pattern = (score: number, source = "[A-Z]\\d") => ({
  patterns: [{ classId: "code", pattern: source, ignoresCase: false, score }],
});

test("classes are those of the version by their names, and its least score counts", async () => {
  const found = await runAdapter(textRules, {
    input: TEXT,
    context: contextOf(pattern(0.9)),
    answer,
  });
  expect(found.map(({ text, classIndex }) => `${text}:${classIndex}`)).toEqual([
    "A1:1",
    "B2:1",
    "C3:1",
  ]);
  const context = contextOf(pattern(0.5), 0.6);
  expect(await runAdapter(textRules, { input: TEXT, context, answer })).toEqual([]);
});

test("whoever drives it gives it pauses, and can stop it", async () => {
  const text = "A1 ".repeat(200_000);
  const context = contextOf(pattern(0.9));
  const drive = (tools: WorkTools) =>
    runAdapter(textRules, {
      ...{ input: { kind: "text", text }, context, answer },
      doWork: (step) => step.work(tools),
    });
  const stopping = new AbortController();
  const reason = new Error("Somebody pressed stop.");
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
    if (pauses === 3) stopping.abort(reason);
  };
  await expect(drive({ signal: stopping.signal, pause })).rejects.toBe(reason);
  expect(pauses).toBe(3);
});

test.each([
  ["no JSON", "{"],
  ["other JSON", '{"classes":[]}'],
  ["a pattern that is none", pattern(0.9, "(")],
] as const)("%s is named", async (_, rules) => {
  const failing = runAdapter(textRules, { input: TEXT, context: contextOf(rules), answer });
  const error = await failing.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelError);
  expect(error).toMatchObject({
    problem: "failed",
    // A code of the catalogue, or a sentence.
    detail: expect.stringMatching(/^[a-z_]+$|\S+ \S+ \S+/),
  });
});
