import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { ITEM_STATES, SPLITS } from "@/lib/annotation/item-state";

const list = <T extends z.ZodType>(entry: T) =>
  z.preprocess((value) => (typeof value === "string" ? value.split(",") : value), z.array(entry));

export const ITEM_SORTS = ["position", "name", "annotations", "updated"] as const;

/** What a view of items shows and in which order; also the query string of its URL. */
export const itemFilterSchema = z.object({
  state: list(z.enum(ITEM_STATES)).optional(),
  label: list(idSchema).optional(),
  split: list(z.enum([...SPLITS, "none"])).optional(),
  minCount: z.coerce.number().int().nonnegative().optional(),
  maxCount: z.coerce.number().int().nonnegative().optional(),
  /** Part of the name, any case. */
  name: z.string().max(500).optional(),
  /** Part of a text, of an annotation's surface, transcript or attribute values, or of an answer, any case. */
  text: z.string().max(500).optional(),
  sort: z.enum(ITEM_SORTS).default("position"),
  dir: z.enum(["asc", "desc"]).default("asc"),
});
export type ItemFilter = z.infer<typeof itemFilterSchema>;

export const itemSummarySchema = z.object({
  id: idSchema,
  position: z.number(),
  name: z.string(),
  state: z.enum(ITEM_STATES),
  split: z.enum(SPLITS).nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  /** Code points of a text, seconds of a recording. */
  length: z.number().nullable(),
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

export const itemCursorSchema = z.string().transform((text, context): ItemKey => {
  try {
    const [value, id] = itemKeySchema.parse(JSON.parse(text));
    return { value, id: id ?? null };
  } catch {
    context.issues.push({ code: "custom", message: "Not a cursor of this list.", input: text });
    return z.NEVER;
  }
});

/** GET /api/v1/projects/:projectId/items */
export const itemPageQuerySchema = itemFilterSchema.extend({
  cursor: itemCursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(ITEM_PAGE_SIZE).default(ITEM_PAGE_SIZE),
});
export const itemPageSchema = z.object({
  items: z.array(itemSummarySchema),
  /** Cursor of the following page; null at the end. */
  next: z.string().nullable(),
});
export type ItemPage = z.infer<typeof itemPageSchema>;

/** GET …/items/index: the cursor of every page, so that a view can jump anywhere. */
export const itemIndexSchema = z.object({
  total: z.number().int(),
  pageSize: z.number().int(),
  /** One for each page; the first is null. */
  cursors: z.array(z.string().nullable()),
});
export type ItemIndex = z.infer<typeof itemIndexSchema>;

/** GET /api/v1/items/:itemId */
export const itemDetailSchema = itemSummarySchema.extend({
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
  previous: idSchema.nullable(),
  next: idSchema.nullable(),
  /** Place among the matches from 1; null when the item itself does not match (any more). */
  index: z.number().int().nullable(),
  total: z.number().int(),
});
export type Neighbours = z.infer<typeof neighboursSchema>;

/** GET …/items/boxes?ids=a,b */
export const previewQuerySchema = z.object({
  ids: list(idSchema).pipe(z.array(idSchema).max(MAX_PREVIEW_ITEMS)),
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
  level: z.number().int(),
  tiles: z.number().int(),
  channels: z.number().int(),
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
  z.strictObject({ ids: z.array(idSchema).min(1).max(MAX_ITEM_IDS) }),
  z.strictObject({ filter: itemFilterSchema }),
  z.strictObject({ deletedAt: z.number().int() }),
]);
export type ItemSelection = z.infer<typeof itemSelectionSchema>;

export const itemChangeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("delete") }),
  z.strictObject({ kind: z.literal("restore") }),
  z.strictObject({ kind: z.literal("split"), split: z.enum(SPLITS).nullable() }),
  z.strictObject({ kind: z.literal("state"), state: z.enum(ITEM_STATES) }),
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
  count: z.number().int(),
  /** Requests that bring everything back; null when that would be too many ids to keep. */
  undo: z.array(changeItemsSchema).nullable(),
});
export type ChangedItems = z.infer<typeof changedItemsSchema>;

/** GET /api/v1/items/:itemId/history */
export const historyQuerySchema = z.object({
  /** Entries before this revision. */
  cursor: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export const historyEntrySchema = z.object({
  opId: idSchema,
  rev: z.number().int(),
  author: z.object({ id: z.string(), name: z.string() }).nullable(),
  cause: z.enum(["edit", "import", "label", "restore", "bulk"]),
  state: z.enum(ITEM_STATES).nullable(),
  /** By the clock of the person. */
  at: z.number(),
  /** When the server wrote it. */
  createdAt: z.number(),
  created: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
  labelIds: z.array(idSchema),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export const historySchema = z.object({
  entries: z.array(historyEntrySchema),
  next: z.number().int().nullable(),
});
export type History = z.infer<typeof historySchema>;

/** POST /api/v1/items/:itemId/restore: back to how the item was right after a revision. */
export const restoreItemSchema = z.union([
  z.strictObject({ rev: z.number().int().nonnegative(), writeId: idSchema.optional() }),
  z.strictObject({ opId: idSchema, writeId: idSchema.optional() }),
]);
export type RestoreItem = z.infer<typeof restoreItemSchema>;
/** `changes` is how many annotations are different now. */
export const restoredItemSchema = z.object({ rev: z.number().int(), changes: z.number().int() });
export type RestoredItem = z.infer<typeof restoredItemSchema>;
