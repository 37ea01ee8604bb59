import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { ASSIGNMENT_STATES } from "@/lib/annotation/assignment";
import { ITEM_STATES, SPLITS } from "@/lib/annotation/item-state";

const list = <T extends z.core.SomeType>(entry: T) =>
  z.pipe(
    z.transform((value: unknown) => (typeof value === "string" ? value.split(",") : value)),
    z.array(entry),
  );

const atLeast0 = z.coerce.number().check(z.nonnegative());

/** `uncertainty`: how little the models are sure of an item; downwards, those come first that teach most. */
export const ITEM_SORTS = ["position", "name", "annotations", "updated", "uncertainty"] as const;

/** What a view of items shows and in which order; also the query string of its URL. */
export const itemFilterSchema = z.object({
  state: z.optional(list(z.enum(ITEM_STATES))),
  label: z.optional(list(idSchema)),
  split: z.optional(list(z.enum([...SPLITS, "none"]))),
  minCount: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  maxCount: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  /** Part of the name, any case. */
  name: z.optional(z.string().check(z.maxLength(500))),
  /** Part of a text, of an annotation's surface, transcript or attribute values, or of an answer, any case. */
  text: z.optional(z.string().check(z.maxLength(500))),
  /** Those that people check after a model's suggestions were accepted by themselves. */
  audit: z.optional(z.literal("1")),
  /** `all`: with every one of `label`, not with any of them. */
  labels: z.optional(z.literal("all")),
  /**
   * These are about one and the same annotation of the result; lower bounds are in, upper ones out. Size is the root
   * of a box's area in px, aspect its width by its height, span what an interval is long (code points, seconds).
   */
  minSize: z.optional(atLeast0),
  maxSize: z.optional(atLeast0),
  minAspect: z.optional(atLeast0),
  maxAspect: z.optional(atLeast0),
  minSpan: z.optional(atLeast0),
  maxSpan: z.optional(atLeast0),
  /** Its middle is there: left, top, right and bottom in shares of the image; from and to of a text or recording. */
  at: z.optional(
    z
      .string()
      .check(
        z.regex(/^(0|1|0?\.\d{1,6})(,(0|1|0?\.\d{1,6}))(,(0|1|0?\.\d{1,6}),(0|1|0?\.\d{1,6}))?$/),
      ),
  ),
  /** What the item itself is long: code points, seconds. */
  minLength: z.optional(atLeast0),
  maxLength: z.optional(atLeast0),
  /** Rejected at least once for this reason. */
  reason: z.optional(z.string().check(z.maxLength(100))),
  /** Handed to one of these people; with `work`, and in one of these states with them. */
  assignee: z.optional(list(idSchema)),
  work: z.optional(list(z.enum(ASSIGNMENT_STATES))),
  /** Handed in since and before, ms since 1970; with `assignee`, by them. */
  from: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  to: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  /** What it waits for; `none`: for nothing. These and the following only for those who review. */
  needs: z.optional(list(z.enum(["review", "adjudication", "none"]))),
  /** Those whose answer is known. */
  gold: z.optional(z.literal("1")),
  /** Those with a thread of comments that nobody has resolved. */
  threads: z.optional(z.literal("open")),
  /** Those on which several people agree so much at most, 0..1. */
  agreementMax: z.optional(z.coerce.number().check(z.gte(0), z.lte(1))),
  sort: z._default(z.enum(ITEM_SORTS), "position"),
  dir: z._default(z.enum(["asc", "desc"]), "asc"),
});
export type ItemFilter = z.infer<typeof itemFilterSchema>;

export const itemSummarySchema = z.object({
  id: idSchema,
  position: z.number(),
  name: z.string(),
  state: z.enum(ITEM_STATES),
  split: z.nullable(z.enum(SPLITS)),
  width: z.nullable(z.number()),
  height: z.nullable(z.number()),
  /** Code points of a text, seconds of a recording. */
  length: z.nullable(z.number()),
  annotationCount: z.number(),
  updatedAt: z.number(),
  /** SHA-256 of the media: part of its URLs, which may be cached for ever. */
  blobHash: z.string(),
});
export type ItemSummary = z.infer<typeof itemSummarySchema>;

/** Items of one page, and the step of the index. */
export const ITEM_PAGE_SIZE = 200;
export const MAX_PREVIEW_ITEMS = 100;
export const MAX_PREVIEW_BOXES = 60;
/** More items than this at once are chosen by a filter. */
export const MAX_ITEM_IDS = 20_000;

/** The sort value of an item and, where values may repeat, its id: the place after that item. */
export type ItemKey = { value: string | number; id: string | null };

/** A place in a sorted view as text, for a query string. */
export function writeItemCursor({ value, id }: ItemKey): string {
  return JSON.stringify(id === null ? [value] : [value, id]);
}

const itemKeySchema = z.union([
  z.tuple([z.number()]),
  z.tuple([z.union([z.number(), z.string()]), idSchema]),
]);

export const itemCursorSchema = z.pipe(
  z.string(),
  z.transform((text, context): ItemKey => {
    try {
      const [value, id] = itemKeySchema.parse(JSON.parse(text));
      return { value, id: id ?? null };
    } catch {
      context.issues.push({ code: "custom", message: "Not a cursor of this list.", input: text });
      return z.NEVER;
    }
  }),
);

/** GET /api/v1/projects/:projectId/items */
export const itemPageQuerySchema = z.extend(itemFilterSchema, {
  cursor: z.optional(itemCursorSchema),
  limit: z._default(
    z.coerce.number().check(z.int(), z.gte(1), z.lte(ITEM_PAGE_SIZE)),
    ITEM_PAGE_SIZE,
  ),
});
export const itemPageSchema = z.object({
  items: z.array(itemSummarySchema),
  /** Cursor of the following page; null at the end. */
  next: z.nullable(z.string()),
});
export type ItemPage = z.infer<typeof itemPageSchema>;

/** GET …/items/index: the cursor of every page, so that a view can jump anywhere. */
export const itemIndexSchema = z.object({
  total: z.int(),
  pageSize: z.int(),
  /** One for each page; the first is null. */
  cursors: z.array(z.nullable(z.string())),
});
export type ItemIndex = z.infer<typeof itemIndexSchema>;

/** GET /api/v1/items/:itemId */
export const itemDetailSchema = z.extend(itemSummarySchema, {
  projectId: idSchema,
  /** The result layer. */
  layerId: idSchema,
  metadata: z.record(z.string(), z.unknown()),
  mediaType: z.string(),
  bytes: z.number(),
  /** Versioned facts of the media kind: what was derived from the upload, tiles … */
  info: z.record(z.string(), z.unknown()),
});
export type ItemDetail = z.infer<typeof itemDetailSchema>;

/** GET /api/v1/items/:itemId/neighbours?<filter> */
export const neighboursSchema = z.object({
  previous: z.nullable(idSchema),
  next: z.nullable(idSchema),
  /** Place among the matches from 1; null when the item itself does not match (any more). */
  index: z.nullable(z.int()),
  total: z.int(),
});
export type Neighbours = z.infer<typeof neighboursSchema>;

/** GET …/items/boxes?ids=a,b */
export const previewQuerySchema = z.object({
  ids: z.pipe(list(idSchema), z.array(idSchema).check(z.maxLength(MAX_PREVIEW_ITEMS))),
});
export const previewBoxSchema = z.object({
  labelId: idSchema,
  x: z.number(),
  y: z.number(),
  w: z.number(),
  h: z.number(),
});
export type PreviewBox = z.infer<typeof previewBoxSchema>;
/** The tiles `peaks/<level>/0` … of a recording's media, and how many channels they hold. */
export const waveSourceSchema = z.object({
  level: z.int(),
  tiles: z.int(),
  channels: z.int(),
});
export type WaveSource = z.infer<typeof waveSourceSchema>;
/** Code points at the start of a text that a preview shows. */
export const PREVIEW_TEXT_LENGTH = 400;
export const previewSchema = z.object({
  /** Item id → bounds of its first annotations that have a place, in the unit of the medium (intervals are 1 high). */
  boxes: z.record(idSchema, z.array(previewBoxSchema)),
  /** Item id → how its text begins, in projects of texts. */
  texts: z.record(idSchema, z.string()),
  /** Item id → lines of its text. */
  lines: z.record(idSchema, z.number()),
  /** Item id → where the coarsest waveform of its recording is. */
  waves: z.record(idSchema, waveSourceSchema),
});
export type Previews = z.infer<typeof previewSchema>;

/** Which items a change is for. `deletedAt` names those that one deletion took. */
export const itemSelectionSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).check(z.minLength(1), z.maxLength(MAX_ITEM_IDS)) }),
  z.strictObject({ filter: itemFilterSchema }),
  z.strictObject({ deletedAt: z.int() }),
]);
export type ItemSelection = z.infer<typeof itemSelectionSchema>;

/** What an item was, and who had it, before it was handed out anew. */
export const requeuedItemSchema = z.strictObject({
  id: idSchema,
  state: z.enum(ITEM_STATES),
  needs: z.nullable(z.enum(["review", "adjudication"])),
  submittedAt: z.nullable(z.int()),
  /** Of its result, right after that. */
  rev: z.int().check(z.nonnegative()),
  work: z
    .array(
      z.strictObject({
        id: idSchema,
        state: z.enum(ASSIGNMENT_STATES),
        leaseUntil: z.nullable(z.int()),
        updatedAt: z.int(),
      }),
    )
    .check(z.maxLength(1_000)),
});
export type RequeuedItem = z.infer<typeof requeuedItemSchema>;

export const itemChangeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("delete") }),
  z.strictObject({ kind: z.literal("restore") }),
  z.strictObject({ kind: z.literal("split"), split: z.nullable(z.enum(SPLITS)) }),
  z.strictObject({ kind: z.literal("state"), state: z.enum(ITEM_STATES) }),
  /** Whoever has them gives them back: the queue hands them out anew, with what is drawn on them. */
  z.strictObject({ kind: z.literal("requeue") }),
  /** As the answer to the former has it: those that nobody has taken or changed since go back to whoever had them. */
  z.strictObject({
    kind: z.literal("undo-requeue"),
    requeuedAt: z.int(),
    before: z.array(requeuedItemSchema).check(z.maxLength(MAX_ITEM_IDS)),
  }),
  /** The greatest comes first, where the queue goes by priority. */
  z.strictObject({
    kind: z.literal("priority"),
    priority: z.int().check(z.gte(-1_000_000), z.lte(1_000_000)),
  }),
  /** Of items that are submitted or accepted: their answer is known, and mixed into the work to measure people. */
  z.strictObject({ kind: z.literal("gold"), isGold: z.boolean() }),
]);
export type ItemChange = z.infer<typeof itemChangeSchema>;

/** POST …/items/changes */
export const changeItemsSchema = z.strictObject({
  select: itemSelectionSchema,
  change: itemChangeSchema,
});
export type ChangeItems = z.infer<typeof changeItemsSchema>;

export const changedItemsSchema = z.object({
  /** Items that are different now. */
  count: z.int(),
  /** Requests that bring everything back; null when that would be too many ids to keep. */
  undo: z.nullable(z.array(changeItemsSchema)),
});
export type ChangedItems = z.infer<typeof changedItemsSchema>;

/** GET /api/v1/items/:itemId/history */
export const historyQuerySchema = z.object({
  /** Entries before this revision. */
  cursor: z.optional(z.coerce.number().check(z.int())),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(50)), 20),
});
export const historyEntrySchema = z.object({
  opId: idSchema,
  rev: z.int(),
  author: z.nullable(z.object({ id: z.string(), name: z.string() })),
  cause: z.enum(["edit", "import", "label", "restore", "bulk", "model", "review", "merge"]),
  state: z.nullable(z.enum(ITEM_STATES)),
  /** By the clock of the person. */
  at: z.number(),
  /** When the server wrote it. */
  createdAt: z.number(),
  created: z.int(),
  changed: z.int(),
  deleted: z.int(),
  labelIds: z.array(idSchema),
  /** Of its layer of suggestions: what it suggested, or people rejected and brought back; null: the item's own. */
  model: z._default(
    z.nullable(z.object({ versionId: z.string(), name: z.string(), version: z.string() })),
    null,
  ),
  /** The same of an import's layer of suggestions: its title. */
  title: z._default(z.nullable(z.string()), null),
  /** It went into a layer that its author has apart from what is shown. For those alone who review. */
  isApart: z._default(z.boolean(), false),
  /** Why it was skipped, in the person's words. */
  note: z._default(z.nullable(z.string()), null),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export const historySchema = z.object({
  entries: z.array(historyEntrySchema),
  next: z.nullable(z.int()),
});
export type History = z.infer<typeof historySchema>;

/** POST /api/v1/items/:itemId/restore: back to how the item was right after a revision. */
export const restoreItemSchema = z.union([
  z.strictObject({ rev: z.int().check(z.nonnegative()), writeId: z.optional(idSchema) }),
  z.strictObject({ opId: idSchema, writeId: z.optional(idSchema) }),
]);
export type RestoreItem = z.infer<typeof restoreItemSchema>;
/** `changes` is how many annotations are different now. */
export const restoredItemSchema = z.object({ rev: z.int(), changes: z.int() });
export type RestoredItem = z.infer<typeof restoredItemSchema>;
