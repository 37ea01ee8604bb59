import * as z from "zod/mini";
import { GEOMETRY_KINDS } from "@/lib/geometry/geometry";
import { idSchema } from "./annotation";

export const MAX_LABEL_NAME = 200;
const hexColor = z.string().check(z.regex(/^#[0-9a-f]{6}$/i));

/** How a question about the whole item is answered: one of its labels, many of them, or a text written by hand. */
export const ANSWER_KINDS = ["one", "many", "text"] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** Labels with the same question stand together; all of them have its kind of answer. */
export const answerSchema = z.strictObject({
  question: z.string().check(z.trim(), z.maxLength(MAX_LABEL_NAME)),
  kind: z.enum(ANSWER_KINDS),
});
export type Answer = z.infer<typeof answerSchema>;

const attributeName = z.string().check(z.trim(), z.minLength(1), z.maxLength(100));
/** A value that is asked for with each annotation of the label; kept in its `attributes` under `name`. */
export const attributeSpecSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), name: attributeName }),
  z.strictObject({ kind: z.literal("number"), name: attributeName }),
  z.strictObject({ kind: z.literal("yes-no"), name: attributeName }),
  z.strictObject({
    kind: z.literal("choice"),
    name: attributeName,
    options: z
      .array(z.string().check(z.trim(), z.minLength(1), z.maxLength(200)))
      .check(z.minLength(1), z.maxLength(200)),
  }),
]);
export type AttributeSpec = z.infer<typeof attributeSpecSchema>;

/** One class of a project. `position` is the class index of every export, 0-based, without gaps. */
export const labelSchema = z.strictObject({
  id: idSchema,
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_LABEL_NAME)),
  color: hexColor,
  /** One key as KeyboardEvent.key has it, lower case; null for none. */
  hotkey: z.nullable(z.string().check(z.minLength(1), z.maxLength(1))),
  geometries: z.array(z.enum(GEOMETRY_KINDS as [string, ...string[]])),
  position: z.int().check(z.nonnegative()),
  /** Only for labels of the whole item; left out: many of them, under no question. */
  answer: z.optional(answerSchema),
  attributes: z.optional(z.array(attributeSpecSchema).check(z.maxLength(50))),
});
export type Label = z.infer<typeof labelSchema>;

/** Keys handed out to new labels, in this order. Letters are left to the tools and commands. */
export const LABEL_HOTKEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;

/** The first free hotkey, or null when all are taken. */
export function nextHotkey(taken: Iterable<string | null>): string | null {
  const used = new Set(taken);
  return LABEL_HOTKEYS.find((key) => !used.has(key)) ?? null;
}
