import type { Annotation } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import { createDocument } from "@/lib/editor/document";
import type { SuggestionSource } from "@/lib/editor/suggestions/suggestion-layer";
import type { Suggestion } from "@/lib/models/adapter";
import { learnSpans } from "@/lib/models/rules/dictionary";
import { READY_PATTERNS } from "@/lib/models/rules/patterns";
import { ENGLISH_KINDS, type TextRuleSettings } from "@/lib/models/rules/text-rule";
import { suggestByRules } from "@/lib/models/rules/text-rules";
import { labelOf, type RuleSettings, spanLabels } from "./rule-settings";

/** Preferences know the rules by this as they know models by their versions. */
export const RULES_ID = "rules";
const PATTERN_SCORE = 0.9;

/** What can be said of a text without a model, by the person's settings and what was labelled here before. */
export function findByRules(
  text: string,
  {
    settings,
    labels,
    signal,
  }: { settings: RuleSettings; labels: readonly Label[]; signal: AbortSignal },
): Promise<Suggestion[]> {
  return suggestByRules(text, rulesOf(settings, labels), { signal, pause: nextTask });
}

/** A layer of this page alone. Ids follow from what is said, so that what was decided stays so when it is found again. */
export function rulesLayer(
  suggestions: readonly Suggestion[],
  {
    labels,
    name,
    rejected,
  }: { labels: readonly Label[]; name: string; rejected: ReadonlySet<string> },
): SuggestionSource {
  const ids = spanLabels(labels).map(({ id }) => id);
  const records = suggestions.flatMap(
    ({ geometry, classIndex, score, text }, order): Annotation[] => {
      const labelId = ids[classIndex];
      if (geometry.kind !== "interval" || labelId === undefined) return [];
      const id = `rule-${geometry.start}-${geometry.end}-${labelId}`;
      const rest = { attributes: {}, order, score, source: "model" as const, groupId: null };
      const said = text === undefined ? {} : { text };
      return rejected.has(id) ? [] : [{ id, labelId, geometry, ...said, ...rest }];
    },
  );
  return {
    layerId: RULES_ID,
    model: { versionId: RULES_ID, name, version: "" },
    document: createDocument(records),
  };
}

function rulesOf(settings: RuleSettings, labels: readonly Label[]): TextRuleSettings {
  const spans = settings.learned.flatMap(([, learned]) => learned);
  const entries = learnSpans(
    [],
    spans.map(([surface, classId]) => ({ surface, classId })),
  );
  const english = ENGLISH_KINDS.flatMap((kind) => {
    const labelId = labelOf(settings, `english.${kind}`, labels);
    return labelId === null ? [] : [[kind, labelId] as const];
  });
  const patterns = READY_PATTERNS.flatMap(({ id, pattern }) => {
    const labelId = labelOf(settings, `pattern.${id}`, labels);
    return labelId === null
      ? []
      : [{ classId: labelId, pattern, ignoresCase: true, score: PATTERN_SCORE }];
  });
  return {
    classes: spanLabels(labels).map(({ id }) => id),
    minScore: 0,
    dictionary: settings.usesDictionary ? { entries, letterCase: "smart", minCount: 1 } : null,
    patterns,
    english: Object.fromEntries(english),
  };
}

/** Lets the page paint and answer in between. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
