import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";

/** Longer than any remark on one thing. */
export const MAX_COMMENT_CHARS = 4_000;
export const MAX_MENTIONS = 20;
/** Remarks on one item; more would not be read. */
export const MAX_THREADS = 500;

const personSchema = z.object({ id: idSchema, name: z.string() });
export type Person = z.infer<typeof personSchema>;

export const commentSchema = z.object({
  id: idSchema,
  /** Null: their account is gone. */
  author: z.nullable(personSchema),
  /** Plain text with line breaks. */
  body: z.string(),
  mentions: z.array(personSchema),
  createdAt: z.number(),
  editedAt: z.nullable(z.number()),
});
export type Comment = z.infer<typeof commentSchema>;

/** A place in the unit of the medium; in a text or a recording it has x alone. */
export const pointSchema = z.object({ x: z.number(), y: z.nullable(z.number()) });
export type TalkPoint = z.infer<typeof pointSchema>;

export const threadSchema = z.object({
  id: idSchema,
  itemId: idSchema,
  layerId: idSchema,
  /** What it is about: an annotation, a point, or (neither) the item as a whole. */
  annotationId: z.nullable(idSchema),
  point: z.nullable(pointSchema),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Null: it is open. */
  resolvedAt: z.nullable(z.number()),
  resolvedBy: z.nullable(personSchema),
  comments: z.array(commentSchema),
});
export type Thread = z.infer<typeof threadSchema>;

/** GET /api/v1/items/:itemId/threads: those that the person may read, oldest first. */
export const threadListSchema = z.object({
  threads: z.array(threadSchema),
  /** Who can be mentioned: the members of the project. */
  people: z.array(personSchema),
});
export type ThreadList = z.infer<typeof threadListSchema>;

/** Ids are made by the client: sent twice, it is written once. */
export const newCommentSchema = z.strictObject({
  id: idSchema,
  body: z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_COMMENT_CHARS)),
  mentions: z._default(z.array(idSchema).check(z.maxLength(MAX_MENTIONS)), []),
});
export type NewComment = z.infer<typeof newCommentSchema>;

/** POST /api/v1/items/:itemId/threads; answers with the thread. */
export const newThreadSchema = z.strictObject({
  id: idSchema,
  layerId: idSchema,
  annotationId: z._default(z.nullable(idSchema), null),
  point: z._default(
    z.nullable(z.strictObject({ x: z.number(), y: z._default(z.nullable(z.number()), null) })),
    null,
  ),
  comment: newCommentSchema,
});
export type NewThread = z.infer<typeof newThreadSchema>;

/** PATCH /api/v1/threads/:threadId; answers with the thread. */
export const threadPatchSchema = z.strictObject({ isResolved: z.boolean() });

/** PATCH /api/v1/comments/:commentId; one's own. Answers with the thread. */
export const commentPatchSchema = z.omit(newCommentSchema, { id: true });

/** DELETE /api/v1/comments/:commentId: the thread that is left; null: it was the last one in it. */
export const deletedCommentSchema = z.object({ thread: z.nullable(threadSchema) });

export const NOTIFICATION_KINDS = ["mention", "reply", "comment", "rejected", "assigned"] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What the sentence of a notification needs beyond who and where. */
export const notificationDataSchema = z.object({
  /** The beginning of what was written. */
  excerpt: z.optional(z.string()),
  /** Items that were assigned. */
  count: z.optional(z.int()),
  reasons: z.optional(z.array(z.string())),
});
export type NotificationData = z.infer<typeof notificationDataSchema>;

export const notificationSchema = z.object({
  id: idSchema,
  kind: z.enum(NOTIFICATION_KINDS),
  project: personSchema,
  item: z.nullable(personSchema),
  threadId: z.nullable(idSchema),
  actor: z.nullable(personSchema),
  data: notificationDataSchema,
  createdAt: z.number(),
  readAt: z.nullable(z.number()),
});
export type Notification = z.infer<typeof notificationSchema>;

/** GET /api/v1/notifications?cursor=&limit=: one's own, newest first. */
export const notificationQuerySchema = z.object({
  cursor: z.optional(idSchema),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 30),
});
export const notificationPageSchema = z.object({
  notifications: z.array(notificationSchema),
  unread: z.int(),
  next: z.nullable(z.string()),
});
export type NotificationPage = z.infer<typeof notificationPageSchema>;

/** POST /api/v1/notifications/read: these, or all of them; answers with how many are left. */
export const readNotificationsSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).check(z.minLength(1), z.maxLength(200)) }),
  z.strictObject({ all: z.literal(true) }),
]);
export const unreadSchema = z.object({ unread: z.int() });

/** GET and PATCH /api/v1/notifications/settings. */
export const notificationSettingsSchema = z.object({
  isMailed: z.boolean(),
  /** Can this server send mail at all? */
  isMailPossible: z.boolean(),
});
export const notificationSettingsPatchSchema = z.strictObject({ isMailed: z.boolean() });
