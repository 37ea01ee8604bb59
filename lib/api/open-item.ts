import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { layerSnapshotSchema } from "@/lib/annotation/protocol";
import { imageInfoSchema } from "@/lib/media/image-plan";
import { itemSummarySchema } from "./items";

/** Where an item stands in the view that it was opened from. */
export const neighboursSchema = z.object({
  previous: idSchema.nullable(),
  next: idSchema.nullable(),
  /** 1-based place among the matching items; null when it matches no longer. */
  index: z.number().int().nullable(),
  total: z.number().int(),
});
export type Neighbours = z.infer<typeof neighboursSchema>;

/** GET /api/v1/items/:itemId/open?<filter>: everything the editor needs, in one answer. */
export const openItemSchema = z.object({
  item: itemSummarySchema.extend({
    projectId: idSchema,
    layerId: idSchema,
    metadata: z.record(z.string(), z.unknown()),
    mediaType: z.string(),
    bytes: z.number(),
  }),
  image: imageInfoSchema,
  layer: layerSnapshotSchema,
  neighbours: neighboursSchema,
});
export type OpenItemData = z.infer<typeof openItemSchema>;

/** Address of an item's media; with the hash in it the answer may be kept for ever. */
export function mediaUrl(item: { id: string; blobHash: string }, variant: string): string {
  return `/api/v1/items/${item.id}/media/${variant}?h=${item.blobHash}`;
}
