import type { Suggestion, WorkTools } from "../adapter";
import { dictionaryRule } from "./dictionary";
import { englishRule } from "./english";
import { patternsRule } from "./patterns";
import type { TextRule, TextRuleSettings } from "./text-rule";

/** Every way to make suggestions in a text without a model. */
export const TEXT_RULES: readonly TextRule[] = [dictionaryRule, patternsRule, englishRule];

/**
 * What all rules that are set up propose, by place. Of what two rules say of the same label in the same place the surer
 * stays, of equal ones the longer; different labels may lie one over the other.
 */
export async function suggestByRules(
  text: string,
  settings: TextRuleSettings,
  work: WorkTools = {},
): Promise<Suggestion[]> {
  const found: Suggestion[] = [];
  for (const rule of TEXT_RULES) {
    if (rule.isUsed(settings)) found.push(...(await rule.suggest(text, settings, work)));
  }
  const kept = new Map<number, Suggestion[]>();
  for (const suggestion of found.toSorted(bySureness)) {
    if (suggestion.score < settings.minScore) continue;
    const same = kept.get(suggestion.classIndex) ?? [];
    if (!same.some((other) => overlap(suggestion, other))) same.push(suggestion);
    kept.set(suggestion.classIndex, same);
  }
  return [...kept.values()].flat().sort((a, b) => startOf(a) - startOf(b));
}

function bySureness(a: Suggestion, b: Suggestion): number {
  return b.score - a.score || lengthOf(b) - lengthOf(a) || startOf(a) - startOf(b);
}

function overlap({ geometry: a }: Suggestion, { geometry: b }: Suggestion): boolean {
  if (a.kind !== "interval" || b.kind !== "interval") return false;
  return a.start < b.end && b.start < a.end;
}

function startOf({ geometry }: Suggestion): number {
  return geometry.kind === "interval" ? geometry.start : 0;
}

function lengthOf({ geometry }: Suggestion): number {
  return geometry.kind === "interval" ? geometry.end - geometry.start : 0;
}
