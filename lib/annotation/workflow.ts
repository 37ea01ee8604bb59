import * as z from "zod/mini";

export const QUEUE_ORDERS = ["position", "random", "priority", "uncertainty"] as const;
export const REVIEW_ORDERS = ["oldest", "low-agreement"] as const;

const share = z.number().check(z.gte(0), z.lte(1));

/** How layers become one; see docs/agreement.md for what the numbers mean. */
export const consolidationSchema = z.object({
  /** Merge by itself as soon as everybody has submitted. */
  isAutomatic: z._default(z.boolean(), true),
  /** Things of different people that overlap so much are the same thing. */
  iou: z._default(share, 0.5),
  /** Share of the people who must have marked a thing, more than which it stays. */
  quorum: z._default(share, 0.5),
  /** Count each person by their score on gold items. */
  isWeighted: z._default(z.boolean(), true),
  /** Items whose agreement is below go to adjudication. */
  minAgreement: z._default(share, 0.5),
});
export type Consolidation = z.infer<typeof consolidationSchema>;

/** How a project's work is divided, reviewed and measured; in `projects.settings` under `workflow`. */
export const workflowSchema = z.object({
  order: z._default(z.enum(QUEUE_ORDERS), "position"),
  /** People per item: 1.5 is two for half of the items. Applies to items that nobody has begun. */
  overlap: z._default(z.number().check(z.gte(1), z.lte(10)), 1),
  /** May annotators open any item, or only what they are handed? */
  isPickingAllowed: z._default(z.boolean(), true),
  /** After so long without a sign of the open editor an item is given to somebody else. */
  leaseMinutes: z._default(z.int().check(z.gte(1), z.lte(1_440)), 15),
  /** Items that one person may be handed in all; null: no limit. */
  itemLimit: z._default(z.nullable(z.int().check(z.gte(1))), null),
  skipReasons: z._default(
    z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(100))).check(z.maxLength(30)),
    [],
  ),
  review: z._default(
    z.object({
      /** Share of what is submitted that reviewers see; the rest stays submitted. */
      share: z._default(share, 1),
      order: z._default(z.enum(REVIEW_ORDERS), "oldest"),
      rejectReasons: z._default(
        z
          .array(z.string().check(z.trim(), z.minLength(1), z.maxLength(100)))
          .check(z.maxLength(30)),
        [],
      ),
    }),
    { share: 1, order: "oldest", rejectReasons: [] },
  ),
  gold: z._default(
    z.object({
      /** Share of what the queue hands out. */
      share: z._default(share, 0.05),
      /** Show the known answer as soon as the person has submitted. */
      isAnswerShown: z._default(z.boolean(), false),
      /** So many gold items come first, with their answers; on average they must score so much. Null: no training. */
      training: z._default(
        z.nullable(z.object({ items: z.int().check(z.gte(1), z.lte(1_000)), passAt: share })),
        null,
      ),
    }),
    { share: 0.05, isAnswerShown: false, training: null },
  ),
  consolidation: z._default(consolidationSchema, {
    isAutomatic: true,
    iou: 0.5,
    quorum: 0.5,
    isWeighted: true,
    minAgreement: 0.5,
  }),
});
export type Workflow = z.infer<typeof workflowSchema>;
export const DEFAULT_WORKFLOW: Workflow = workflowSchema.parse({});

/** Of the JSON of `projects.settings`; what is missing or unknown there is as if nobody had set it. */
export function readWorkflow(settings: string): Workflow {
  const stored: unknown = JSON.parse(settings);
  const parsed = z.object({ workflow: workflowSchema }).safeParse(stored);
  return parsed.success ? parsed.data.workflow : DEFAULT_WORKFLOW;
}

/**
 * 0..1, evenly spread, the same for the same text everywhere and always: which items are labelled twice, reviewed,
 * or shuffled to the front follows from their id and needs no memory. FNV-1a with a final mix (murmur3's).
 */
export function shareOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** How many people an item gets under an overlap such as 1.5. */
export function requiredOf(itemId: string, overlap: number): number {
  const whole = Math.floor(overlap);
  return whole + (shareOf(`overlap ${itemId}`) < overlap - whole ? 1 : 0);
}

const { shape } = workflowSchema;
/** Without the default: what a patch does not name stays as it is. */
function given<Field extends z.core.SomeType>(field: z.ZodMiniDefault<Field>) {
  return z.optional(field.def.innerType);
}
/** Some of the settings; each that is given is replaced as a whole. */
export const workflowPatchSchema = z.strictObject({
  order: given(shape.order),
  overlap: given(shape.overlap),
  isPickingAllowed: given(shape.isPickingAllowed),
  leaseMinutes: given(shape.leaseMinutes),
  itemLimit: given(shape.itemLimit),
  skipReasons: given(shape.skipReasons),
  review: given(shape.review),
  gold: given(shape.gold),
  consolidation: given(shape.consolidation),
});
export type WorkflowPatch = z.infer<typeof workflowPatchSchema>;
