import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { ASSIGNMENT_STATES, REVIEW_DECISIONS } from "@/lib/annotation/assignment";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { recordSchema } from "@/lib/annotation/protocol";
import { REVIEW_ORDERS } from "@/lib/annotation/workflow";

export const MAX_REVIEW_COMMENT = 2_000;
const reasons = z
  .array(z.string().check(z.trim(), z.minLength(1), z.maxLength(100)))
  .check(z.maxLength(30));

/** POST /api/v1/items/:itemId/review: a reviewer decides. Sent again with the same `writeId`, it is decided once. */
export const reviewRequestSchema = z.strictObject({
  writeId: idSchema,
  /** `accept` becomes `fix` by itself where the reviewer changed the result after it was submitted. */
  decision: z.enum(REVIEW_DECISIONS),
  reasons: z._default(reasons, []),
  comment: z._default(z.string().check(z.trim(), z.maxLength(MAX_REVIEW_COMMENT)), ""),
  /** Of a rejected item that several people labelled: who is to mend it. Left out: all of them. */
  userIds: z.optional(z.array(idSchema).check(z.minLength(1), z.maxLength(100))),
  /** The revision of the result layer that was looked at. */
  rev: z.int().check(z.nonnegative()),
});
export type ReviewRequest = z.infer<typeof reviewRequestSchema>;
export const reviewAnswerSchema = z.object({
  reviewId: idSchema,
  decision: z.enum(REVIEW_DECISIONS),
  state: z.enum(ITEM_STATES),
  /** Of the result layer, now. */
  rev: z.int(),
});
export type ReviewAnswer = z.infer<typeof reviewAnswerSchema>;

/** DELETE …/review: takes the reviewer's own decision back while nobody has gone on from it. */
export const takeBackSchema = z.strictObject({ reviewId: idSchema });
export const takenBackSchema = z.object({ state: z.enum(ITEM_STATES), rev: z.int() });
export type TakenBack = z.infer<typeof takenBackSchema>;

const personSchema = z.object({ id: z.string(), name: z.string() });

/** GET /api/v1/items/:itemId/reviews, the newest first: to annotators only those that were about their work. */
export const itemReviewSchema = z.object({
  id: idSchema,
  decision: z.enum(REVIEW_DECISIONS),
  reasons: z.array(z.string()),
  comment: z.string(),
  /** Null: the account is gone. */
  reviewer: z.nullable(personSchema),
  rev: z.int(),
  createdAt: z.number(),
});
export type ItemReview = z.infer<typeof itemReviewSchema>;
export const itemReviewsSchema = z.object({ reviews: z.array(itemReviewSchema) });

export const COMPARED_KINDS = ["person", "model", "import", "merged", "gold"] as const;

/** GET /api/v1/items/:itemId/layers: all that was said of an item, the result first. For those who review. */
export const itemLayerSchema = z.object({
  layerId: idSchema,
  kind: z.enum(COMPARED_KINDS),
  isResult: z.boolean(),
  /** Who wrote it; null for what no person wrote. */
  author: z.nullable(personSchema),
  /** The model's name and version, or the file that was imported. */
  title: z.nullable(z.string()),
  /** Of the author's assignment; null: there is none. */
  state: z.nullable(z.enum(ASSIGNMENT_STATES)),
  /** 0..1, against the known answer of a gold item. */
  score: z.nullable(z.number()),
  rounds: z.int(),
  rev: z.int(),
  records: z.array(recordSchema),
});
export type ItemLayer = z.infer<typeof itemLayerSchema>;
export const itemLayersSchema = z.object({
  layers: z.array(itemLayerSchema),
  /** Of the people who labelled it: 0..1; null: fewer than two. */
  agreement: z.nullable(z.number()),
  needs: z.nullable(z.enum(["review", "adjudication"])),
});
export type ItemLayers = z.infer<typeof itemLayersSchema>;

export const REVIEW_NEEDS = ["review", "adjudication"] as const;
export type ReviewNeed = (typeof REVIEW_NEEDS)[number];

/** GET /api/v1/projects/:projectId/reviews: what waits for a decision. Nobody reviews their own work, unless alone. */
export const reviewQueueQuerySchema = z.object({
  needs: z.optional(z.enum(REVIEW_NEEDS)),
  /** Items that this person labelled. */
  user: z.optional(idSchema),
  /** Items whose result has this label. */
  label: z.optional(idSchema),
  /** Left out: as the project has it. */
  order: z.optional(z.enum(REVIEW_ORDERS)),
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 100),
});
export type ReviewQueueQuery = z.infer<typeof reviewQueueQuerySchema>;

export const reviewQueueItemSchema = z.object({
  itemId: idSchema,
  name: z.string(),
  state: z.enum(ITEM_STATES),
  needs: z.enum(REVIEW_NEEDS),
  submittedAt: z.nullable(z.number()),
  agreement: z.nullable(z.number()),
  annotationCount: z.int(),
  openThreads: z.int(),
  /** Who labelled it; `rounds`: how often it came back to them. */
  people: z.array(z.object({ ...personSchema.shape, rounds: z.int() })),
  /** Another reviewer has it open. */
  heldBy: z.nullable(personSchema),
});
export type ReviewQueueItem = z.infer<typeof reviewQueueItemSchema>;
export const reviewQueueSchema = z.object({
  items: z.array(reviewQueueItemSchema),
  next: z.nullable(z.string()),
  order: z.enum(REVIEW_ORDERS),
  /** All that this person may review, whatever the filter. */
  counts: z.object({ review: z.int(), adjudication: z.int() }),
  /** Decisions of this person since the day (UTC) began. */
  doneToday: z.int(),
});
export type ReviewQueue = z.infer<typeof reviewQueueSchema>;
