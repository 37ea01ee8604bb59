import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { ASSIGNMENT_STATES, TASKS } from "@/lib/annotation/assignment";
import { assignmentSchema, READ_REASONS, STANDINGS } from "./item-work";
import { itemFilterSchema, MAX_ITEM_IDS } from "./items";

/** POST /api/v1/projects/:projectId/next: hands out the next item, or the one that is asked for. */
export const nextSchema = z.strictObject({
  task: z._default(z.enum(TASKS), "annotate"),
  /** This item, if the person may have it; for "take this one". */
  itemId: z.optional(idSchema),
  /** It comes last among what the person has already open (they have just left it). */
  except: z.optional(idSchema),
});
/** POST /api/v1/items/:itemId/heartbeat: the editor is open. Renews leases, counts time, says who is where. */
export const heartbeatSchema = z.strictObject({
  /** Of the tab. */
  clientId: idSchema,
  /** Time of real interaction since the last one that was answered. */
  activeMs: z.int().check(z.gte(0), z.lte(120_000)),
  /** What is in hand: the id of the selected annotation, if any. */
  annotationId: z._default(z.nullable(idSchema), null),
});
export const heartbeatAnswerSchema = z.object({
  /** The person's assignment as it is now; null: none. */
  assignment: z.nullable(assignmentSchema),
  standing: z.enum(STANDINGS),
  /** As of opening the item now. */
  readReason: z.nullable(z.enum(READ_REASONS)),
  /** By the server's clock, which leases are told in; ms since 1970. */
  now: z.number(),
});
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswerSchema>;
/** How often an open editor sends one. */
export const HEARTBEAT_MS = 20_000;

/** POST /api/v1/items/:itemId/release: the tab was closed; an item on which nothing was done is given back. */
export const releaseSchema = z.strictObject({ clientId: idSchema });

const workSelectionSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).check(z.minLength(1), z.maxLength(MAX_ITEM_IDS)) }),
  z.strictObject({ filter: itemFilterSchema }),
]);

/** POST /api/v1/projects/:projectId/assignments */
export const assignItemsSchema = z.strictObject({
  select: workSelectionSchema,
  userIds: z.array(idSchema).check(z.minLength(1), z.maxLength(200)),
  task: z._default(z.enum(TASKS), "annotate"),
  /** `split`: each item to one of them, evenly; `each`: every item to all of them (as far as it has places). */
  divide: z.enum(["split", "each"]),
  dueAt: z._default(z.nullable(z.int()), null),
});
export const assignedItemsSchema = z.object({
  assigned: z.int(),
  /** Not assigned: the person had it before, it has no place left, or it is finished. */
  left: z.int(),
  perUser: z.record(idSchema, z.int()),
  /** To take it back: the assignments that were made; null: too many, use the filter. */
  undo: z.nullable(z.array(idSchema)),
});
export type AssignedItems = z.infer<typeof assignedItemsSchema>;

/** PATCH …/members/:userId/work */
export const memberWorkSchema = z.strictObject({
  /** Items in all that the person may be handed; null: as the project has it. */
  itemLimit: z.optional(z.nullable(z.int().check(z.gte(1)))),
  /** Let the person pass without the training, or have them do it (again). */
  isTrained: z.optional(z.boolean()),
});

/** DELETE …/assignments (body): those that are not begun or open go back to the queue. */
export const unassignSchema = z.union([
  z.strictObject({
    assignmentIds: z.array(idSchema).check(z.minLength(1), z.maxLength(MAX_ITEM_IDS)),
  }),
  z.strictObject({ userId: idSchema }),
  z.strictObject({ select: workSelectionSchema }),
]);

/** What became of that: how many went back. */
export const unassignedSchema = z.object({ count: z.int() });

/** GET …/assignments?user=&state=&task=&cursor=: managers see everybody's, others their own. */
export const assignmentQuerySchema = z.object({
  user: z.optional(idSchema),
  state: z.optional(z.enum(ASSIGNMENT_STATES)),
  task: z._default(z.enum(TASKS), "annotate"),
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
});
export const assignmentPageSchema = z.object({
  assignments: z.array(
    z.extend(assignmentSchema, {
      userId: idSchema,
      userName: z.string(),
      itemName: z.string(),
      updatedAt: z.number(),
      submittedAt: z.nullable(z.number()),
    }),
  ),
  next: z.nullable(z.string()),
});
export type AssignmentPage = z.infer<typeof assignmentPageSchema>;

/** GET …/work: what this person has and may do next; managers also get everybody's numbers. */
export const workSummarySchema = z.object({
  /** The person's own, by state. */
  mine: z.record(z.enum(ASSIGNMENT_STATES), z.int()),
  /** Items with a free place, roughly what the queue still has. */
  free: z.int(),
  needsReview: z.int(),
  needsAdjudication: z.int(),
  training: z.nullable(
    z.object({ done: z.int(), items: z.int(), score: z.nullable(z.number()), passAt: z.number() }),
  ),
  people: z.array(
    z.object({
      userId: idSchema,
      name: z.string(),
      counts: z.record(z.enum(ASSIGNMENT_STATES), z.int()),
      /** Their own limit of items; null: as the project has it. */
      itemLimit: z.nullable(z.int()),
      /** Have they still to pass the training? */
      isInTraining: z.boolean(),
      /** Not a member any more; their work stays. */
      isGone: z.boolean(),
    }),
  ),
});
export type WorkSummary = z.infer<typeof workSummarySchema>;
