import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { ITEM_STATES } from "@/lib/annotation/item-state";

/** What the server tells open pages of a project (server-sent events). Hints: who needs the facts asks for them. */
export const liveEventSchema = z.discriminatedUnion("kind", [
  /** A layer has a new revision. */
  z.object({
    kind: z.literal("layer"),
    itemId: idSchema,
    layerId: idSchema,
    rev: z.int(),
    clientId: idSchema,
  }),
  z.object({ kind: z.literal("item"), itemId: idSchema, state: z.enum(ITEM_STATES) }),
  /** Many items at once. */
  z.object({ kind: z.literal("items") }),
  z.object({ kind: z.literal("thread"), itemId: idSchema, threadId: idSchema }),
  z.object({ kind: z.literal("labels") }),
  z.object({ kind: z.literal("work") }),
  /** Numbers that were counted anew (`statistics.kind`). */
  z.object({ kind: z.literal("statistics"), what: z.string() }),
  /** Only to this person. */
  z.object({ kind: z.literal("notification"), unread: z.int() }),
  /** Everybody who has an item of the project open, whenever that changes. */
  z.object({
    kind: z.literal("presence"),
    people: z.array(
      z.object({
        userId: idSchema,
        name: z.string(),
        itemId: idSchema,
        layerId: z.nullable(idSchema),
        clientId: idSchema,
        annotationId: z.nullable(idSchema),
        /** False: they only look. */
        mayWrite: z._default(z.boolean(), true),
      }),
    ),
  }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
export type LiveKind = LiveEvent["kind"];
