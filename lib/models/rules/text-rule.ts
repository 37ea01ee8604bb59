import * as z from "zod/mini";
import type { Suggestion, WorkTools } from "../adapter";

const share = z.number().check(z.gte(0), z.lte(1));
const count = z.int().check(z.nonnegative());
/** What a rule finds belongs to a class: the name of one in a model, the id of a label in an editor. */
const classId = z.string().check(z.minLength(1), z.maxLength(200));

/** What people have made of a word or a phrase so far. */
export const dictionaryEntrySchema = z.object({
  surface: z.string().check(z.minLength(1), z.maxLength(500)),
  /** How often it was each class. */
  counts: z.record(classId, count),
  /** How often it stood in a finished text and was none. */
  unlabelled: count,
});
export type DictionaryEntry = z.infer<typeof dictionaryEntrySchema>;

/**
 * exact: as it was written. smart: a word in small letters also at the beginning of a sentence, and anything longer than
 * three letters also in capitals. ignore: any.
 */
export const LETTER_CASES = ["exact", "smart", "ignore"] as const;
export type LetterCase = (typeof LETTER_CASES)[number];

export const dictionarySchema = z.object({
  entries: z.array(dictionaryEntrySchema).check(z.maxLength(50_000)),
  letterCase: z.enum(LETTER_CASES),
  /** What was seen less often (as its most frequent class) is not proposed. */
  minCount: count,
});
export type Dictionary = z.infer<typeof dictionarySchema>;

export const MAX_PATTERN_LENGTH = 500;
export const patternSchema = z.object({
  classId: classId,
  pattern: z.string().check(z.minLength(1), z.maxLength(MAX_PATTERN_LENGTH)),
  ignoresCase: z.boolean(),
  score: share,
});
export type Pattern = z.infer<typeof patternSchema>;

export const ENGLISH_KINDS = ["person", "place", "organisation", "date", "amount"] as const;
export type EnglishKind = (typeof ENGLISH_KINDS)[number];

/** All that is to be set of suggestions without a model. */
export const textRuleSettingsSchema = z.object({
  /** In the order in which suggestions name them (`classIndex`); what is not here is not proposed. */
  classes: z.array(classId).check(z.maxLength(2_000)),
  minScore: share,
  dictionary: z.nullable(dictionarySchema),
  patterns: z.array(patternSchema).check(z.maxLength(100)),
  /** Class of what the library of English finds; a kind without one is not looked for. */
  english: z.partialRecord(z.enum(ENGLISH_KINDS), classId),
});
export type TextRuleSettings = z.infer<typeof textRuleSettingsSchema>;

/** One way to find spans without a model. Offsets are code points; `classIndex` is the place of the class in the settings. */
export interface TextRule {
  id: "dictionary" | "patterns" | "english";
  isUsed(settings: TextRuleSettings): boolean;
  /** @throws Error in words for a person (a pattern that is none…); the signal's reason when it is aborted. */
  suggest(text: string, settings: TextRuleSettings, work: WorkTools): Promise<Suggestion[]>;
}
