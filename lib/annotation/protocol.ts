import * as z from "zod/mini";
import { annotationSchema, idSchema } from "./annotation";
import { EDITOR_STATES, ITEM_STATES } from "./item-state";

/** Bump when a client that speaks the old form must not write any more. */
export const PROTOCOL_VERSION = 1;
export const MAX_CHANGES_PER_OP = 20_000;

/** POST /api/v1/layers/:id/ops. The client makes every id; resending an op changes nothing. */
export const opRequestSchema = z.strictObject({
  protocol: z.int(),
  clientId: idSchema,
  opId: idSchema,
  baseRev: z.int().check(z.nonnegative()),
  changes: z
    .array(z.strictObject({ id: idSchema, after: z.nullable(annotationSchema) }))
    .check(z.maxLength(MAX_CHANGES_PER_OP)),
  /** The state that the annotator gives the item with this operation, if any. */
  state: z.optional(z.enum(EDITOR_STATES)),
  /** Why it is skipped, in the person's words. */
  note: z.optional(z.string().check(z.maxLength(500))),
  /** When the person did it, in ms since 1970; may lie hours back after work offline. */
  at: z.int().check(z.nonnegative()),
});
export type OpRequest = z.infer<typeof opRequestSchema>;

/** A record as the server has it; `annotation` null is a tombstone. */
export const recordSchema = z.strictObject({
  id: idSchema,
  rev: z.int(),
  annotation: z.nullable(annotationSchema),
});
export type LayerRecord = z.infer<typeof recordSchema>;

/** 200 */
export const opAcceptedSchema = z.strictObject({
  rev: z.int(),
  state: z.enum(ITEM_STATES),
  /** What others changed between `baseRev` and this operation; none of it was touched by the op. */
  records: z.array(recordSchema),
});
export type OpAccepted = z.infer<typeof opAcceptedSchema>;

/** 409: `records` are those touched since `baseRev`, the conflicting ones among them. */
export const opConflictSchema = z.object({
  rev: z.int(),
  records: z.array(recordSchema),
});
export type OpConflict = z.infer<typeof opConflictSchema>;

/** GET /api/v1/layers/:id and ?since=rev (then tombstones are included). */
export const layerSnapshotSchema = z.strictObject({
  layerId: idSchema,
  itemId: idSchema,
  rev: z.int(),
  state: z.enum(ITEM_STATES),
  records: z.array(recordSchema),
});
export type LayerSnapshot = z.infer<typeof layerSnapshotSchema>;
