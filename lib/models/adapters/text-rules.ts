import { type ModelAdapter, type WorkTools, workOn } from "../adapter";
import { ModelError } from "../model-error";
import { type TextRuleSettings, textRuleSettingsSchema } from "../rules/text-rule";
import { strongest } from "../strongest";

/**
 * Words that people labelled before, patterns, and English names, dates and amounts: no network, so no file either.
 * What to look for is the asset `rules`, JSON by `textRuleSettingsSchema`; the classes are its class names. The rules
 * themselves, and the library of English, are fetched when they first run.
 */
export const textRules: ModelAdapter<"text"> = {
  id: "text-rules",
  name: "Text rules",
  task: "token-classification",
  media: "text",
  geometry: "interval",
  roles: [],
  assets: ["rules"],
  matches: () => 0,
  defaults: () => ({
    classes: [],
    classCount: null,
    options: { minScore: 0.1, iouThreshold: null, maxSuggestions: 5_000, extra: {} },
  }),
  *suggest({ text }, { assets, classes, options: { minScore, maxSuggestions } }) {
    const settings = { ...rulesOf(assets["rules"]), classes: [...classes], minScore };
    const found = yield* workOn((tools) => findSpans(text, settings, tools));
    return strongest(found, maxSuggestions);
  },
};

async function findSpans(text: string, settings: TextRuleSettings, tools: WorkTools) {
  try {
    const { suggestByRules } = await import("../rules/text-rules");
    return await suggestByRules(text, settings, tools);
  } catch (cause) {
    if (tools.signal?.aborted) throw cause;
    throw new ModelError("failed", cause instanceof Error ? cause.message : null, { cause });
  }
}

/** A dictionary is large and its index is kept by it; items of a run all have the same. */
let lastRead: { source: string; settings: TextRuleSettings } | null = null;

function rulesOf(source: string | undefined): TextRuleSettings {
  if (source === undefined) throw new ModelError("failed", "The rules are missing.");
  if (lastRead?.source !== source) lastRead = { source, settings: readRules(source) };
  return lastRead.settings;
}

function readRules(source: string): TextRuleSettings {
  try {
    return textRuleSettingsSchema.parse(JSON.parse(source));
  } catch (cause) {
    throw new ModelError("failed", "These are no rules, or damaged ones.", { cause });
  }
}
