import type { Draft, DraftProblem } from "@/components/models/add/own-model";
import type { LearnedDictionary } from "@/lib/api/models";
import { textRules } from "@/lib/models/adapters/text-rules";
import type { ModelIo } from "@/lib/models/model-io";
import { compilePattern } from "@/lib/models/rules/pattern-matcher";
import { PatternError, type PatternProblem } from "@/lib/models/rules/pattern-syntax";
import {
  ENGLISH_KINDS,
  type EnglishKind,
  type LetterCase,
  MAX_PATTERN_LENGTH,
  type TextRuleSettings,
} from "@/lib/models/rules/text-rule";
import { usualLabel } from "@/lib/models/rules/usual-names";

/** What a person writes down as a pattern is meant more often than not. */
const PATTERN_SCORE = 0.9;
const NO_IO: ModelIo = { inputs: [], outputs: [], metadata: {}, opset: null, producer: "" };

/** `key`: of the row on the page alone. */
export type PatternRow = { key: string; name: string; pattern: string; ignoresCase: boolean };

/** What the dialog asks for. */
export type RulesForm = {
  /** Class by kind, and whether it is looked for. */
  english: Readonly<Record<EnglishKind, { isOn: boolean; name: string }>>;
  patterns: readonly PatternRow[];
  usesDictionary: boolean;
  letterCase: LetterCase;
  minCount: number;
};

export type Entries = LearnedDictionary["entries"];

/** As the rules were that the project has last; else what the names of its labels speak for. */
export function firstForm(
  labels: readonly { name: string }[],
  { before, nameOf }: { before: TextRuleSettings | null; nameOf(kind: EnglishKind): string },
): RulesForm {
  const english = ENGLISH_KINDS.map((kind) => {
    const usual = usualLabel(kind, labels)?.name;
    const known = before?.english[kind];
    const isOn = before ? known !== undefined : usual !== undefined;
    return [kind, { isOn, name: known ?? usual ?? nameOf(kind) }] as const;
  });
  return {
    english: Object.fromEntries(english) as RulesForm["english"],
    patterns: (before?.patterns ?? []).map(({ classId, pattern, ignoresCase }) =>
      patternRow({ name: classId, pattern, ignoresCase }),
    ),
    usesDictionary: before ? before.dictionary !== null : true,
    letterCase: before?.dictionary?.letterCase ?? "smart",
    minCount: before?.dictionary?.minCount ?? 1,
  };
}

export function patternRow(given: Partial<Omit<PatternRow, "key">>): PatternRow {
  const key = crypto.getRandomValues(new Uint32Array(2)).join("-");
  return { key, name: "", pattern: "", ignoresCase: true, ...given };
}

/** Why a pattern cannot be used, and what of it; `empty` while there is none. */
export function patternProblem({
  pattern,
  ignoresCase,
}: PatternRow): { problem: PatternProblem | "empty"; detail: string } | null {
  if (pattern === "") return { problem: "empty", detail: "" };
  try {
    compilePattern(pattern, { ignoresCase });
    return null;
  } catch (error) {
    if (error instanceof PatternError) return { problem: error.problem, detail: error.detail };
    throw error;
  }
}

/** The rules as they are kept. Classes are in the order of the form, those of the dictionary last. */
export function settingsOf(form: RulesForm, entries: Entries): TextRuleSettings {
  const english = Object.fromEntries(
    ENGLISH_KINDS.flatMap((kind) => {
      const { isOn, name } = form.english[kind];
      return isOn ? [[kind, name.trim()] as const] : [];
    }),
  );
  const patterns = form.patterns.map(({ name, pattern, ignoresCase }) => ({
    ...{ classId: name.trim(), pattern, ignoresCase, score: PATTERN_SCORE },
  }));
  const known = form.usesDictionary ? entries : [];
  const classes = new Set([
    ...Object.values(english),
    ...patterns.map(({ classId }) => classId),
    ...known.flatMap(({ counts }) => Object.keys(counts)),
  ]);
  const { letterCase, minCount } = form;
  return {
    classes: [...classes],
    minScore: 0,
    dictionary: known.length > 0 ? { entries: known, letterCase, minCount } : null,
    patterns,
    english,
  };
}

/** Why these rules cannot be tried or kept; null when they can. */
export function rulesProblem(form: RulesForm, settings: TextRuleSettings): DraftProblem | null {
  const isPatternWrong = form.patterns.some(
    (row) =>
      row.name.trim() === "" ||
      row.pattern.length > MAX_PATTERN_LENGTH ||
      patternProblem(row) !== null,
  );
  if (isPatternWrong || settings.classes.includes("")) return "badRule";
  return settings.classes.length === 0 ? "noRules" : null;
}

/** The rules as a model that is not kept yet. */
export function rulesDraft(
  settings: TextRuleSettings,
  described: Pick<Draft, "name" | "version" | "provenance">,
): Draft {
  const { options, classCount } = textRules.defaults(NO_IO);
  const json = JSON.stringify(settings);
  return {
    ...described,
    ...{
      io: NO_IO,
      adapterId: textRules.id,
      isSure: true,
      isUnknown: false,
      classCount,
      options,
      licence: "",
    },
    unused: [],
    classes: settings.classes,
    files: {},
    assets: { rules: new File([json], "rules.json", { type: "application/json" }) },
  };
}
