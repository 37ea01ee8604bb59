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
  annotationCount: z.number(),
  updatedAt: z.number(),
  /** SHA-256 of the media: part of its URLs, which may be cached for ever. */
  blobHash: z.string(),
});
export type ItemSummary = z.infer<typeof itemSummarySchema>;
