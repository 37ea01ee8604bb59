import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { ASSIGNMENT_STATES } from "@/lib/annotation/assignment";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { ITEM_NEEDS } from "../schema/items";

const workSchema = z.object({
  id: idSchema,
  userId: z.string(),
  layerId: idSchema,
  /** What it was, and what the decision made of it. */
  state: z.enum(ASSIGNMENT_STATES),
  after: z.enum(ASSIGNMENT_STATES),
  rounds: z.int(),
  /** Of its layer, when it was decided. */
  rev: z.int(),
});
/** What a decision changed; in `reviews.before`. */
const decidedSchema = z.object({
  v: z.literal(1),
  state: z.enum(ITEM_STATES),
  needs: z.nullable(z.enum(ITEM_NEEDS)),
  /** Of the result layer, right after the decision. */
  rev: z.int(),
  work: z.array(workSchema),
  /** Assignments that the decision made: there was an author, but no assignment. */
  made: z.array(idSchema),
});
export type Decided = z.infer<typeof decidedSchema>;
export type DecidedWork = z.infer<typeof workSchema>;

/** Null for decisions that did not say (`{"v":1}`): they cannot be taken back. */
export function readDecided(before: string): Decided | null {
  const parsed = decidedSchema.safeParse(JSON.parse(before));
  return parsed.success ? parsed.data : null;
}
