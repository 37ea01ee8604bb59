import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { ASSIGNMENT_STATES, TASKS } from "@/lib/annotation/assignment";

// Apart from the rest of what the API says of work: every page of the editor has this in its first script.

/** Nobody is told whether an item is a gold one: those look like any that the queue gave. */
export const SHOWN_ORIGINS = ["queue", "manual", "picked"] as const;

export const assignmentSchema = z.object({
  id: idSchema,
  itemId: idSchema,
  layerId: idSchema,
  task: z.enum(TASKS),
  origin: z.enum(SHOWN_ORIGINS),
  state: z.enum(ASSIGNMENT_STATES),
  /** ms since 1970; null: it is kept until it is given back. */
  leaseUntil: z.nullable(z.number()),
  dueAt: z.nullable(z.number()),
  /** How often it came back from review. */
  rounds: z.int(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** Why a layer cannot be written by this person now. `take`: not handed to them; they may ask for it. */
export const READ_REASONS = ["viewer", "submitted", "accepted", "not-yours", "take"] as const;
export type ReadReason = (typeof READ_REASONS)[number];

/**
 * How a person stands to an item that they have open, as the signs of the open editor are answered.
 * `held`: it is theirs; `free`: nobody's, and whoever draws takes it; `shared`: somebody else's, and what this person
 * does counts all the same; `taken`: somebody else's, and submitting would hand nothing in; `finished`: others have
 * submitted it; `viewer`: their role only looks; `hidden`: not handed to them, and they may not look around; `gone`:
 * deleted.
 */
export const STANDINGS = [
  "held",
  "free",
  "shared",
  "taken",
  "finished",
  "viewer",
  "hidden",
  "gone",
] as const;
export type Standing = (typeof STANDINGS)[number];

/** Part of the answer to opening an item: what it is to this person. */
export const itemWorkSchema = z.object({
  /** Null: the layer may be written. */
  readReason: z.nullable(z.enum(READ_REASONS)),
  assignment: z.nullable(assignmentSchema),
  /** People who label it independently; more than one: each sees their own layer only. */
  required: z.int(),
});
export type ItemWork = z.infer<typeof itemWorkSchema>;

/** Answer of POST …/next. Why there is nothing: all is done or with others, the person's limit, or training that was not passed. */
export const NOTHING_REASONS = ["done", "with-others", "limit", "training-failed"] as const;
export const nextAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("item"), itemId: idSchema, assignment: assignmentSchema }),
  z.object({ kind: z.literal("nothing"), reason: z.enum(NOTHING_REASONS) }),
]);
export type NextAnswer = z.infer<typeof nextAnswerSchema>;
