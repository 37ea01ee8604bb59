import { z } from "zod";
import { GEOMETRY_KINDS } from "@/lib/geometry/geometry";
import { idSchema } from "./annotation";

export const MAX_LABEL_NAME = 200;
const hexColor = z.string().regex(/^#[0-9a-f]{6}$/i);

/** How a question about the whole item is answered: one of its labels, many of them, or a text written by hand. */
export const ANSWER_KINDS = ["one", "many", "text"] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** Labels with the same question stand together; all of them have its kind of answer. */
export const answerSchema = z.strictObject({
  question: z.string().trim().max(MAX_LABEL_NAME),
  kind: z.enum(ANSWER_KINDS),
});
export type Answer = z.infer<typeof answerSchema>;

const attributeName = z.string().trim().min(1).max(100);
/** A value that is asked for with each annotation of the label; kept in its `attributes` under `name`. */
export const attributeSpecSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), name: attributeName }),
  z.strictObject({ kind: z.literal("number"), name: attributeName }),
  z.strictObject({ kind: z.literal("yes-no"), name: attributeName }),
  z.strictObject({
    kind: z.literal("choice"),
    name: attributeName,
    options: z.array(z.string().trim().min(1).max(200)).min(1).max(200),
  }),
]);
export type AttributeSpec = z.infer<typeof attributeSpecSchema>;

/** One class of a project. `position` is the class index of every export, 0-based, without gaps. */
export const labelSchema = z.strictObject({
  id: idSchema,
  name: z.string().trim().min(1).max(MAX_LABEL_NAME),
  color: hexColor,
  /** One key as KeyboardEvent.key has it, lower case; null for none. */
  hotkey: z.string().min(1).max(1).nullable(),
  geometries: z.array(z.enum(GEOMETRY_KINDS as [string, ...string[]])),
  position: z.number().int().nonnegative(),
  /** Only for labels of the whole item; left out: many of them, under no question. */
  answer: answerSchema.optional(),
  attributes: z.array(attributeSpecSchema).max(50).optional(),
});
export type Label = z.infer<typeof labelSchema>;

/** Keys handed out to new labels, in this order. Letters are left to the tools and commands. */
export const LABEL_HOTKEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;

/** The first free hotkey, or null when all are taken. */
export function nextHotkey(taken: Iterable<string | null>): string | null {
  const used = new Set(taken);
  return LABEL_HOTKEYS.find((key) => !used.has(key)) ?? null;
}
