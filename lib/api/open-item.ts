import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { layerSnapshotSchema } from "@/lib/annotation/protocol";
import { itemWorkSchema } from "@/lib/api/item-work";
import { audioInfoSchema } from "@/lib/media/audio-plan";
import { type ImageInfo, imageInfoSchema } from "@/lib/media/image-plan";
import { textInfoSchema } from "@/lib/media/text-plan";
import { itemSummarySchema } from "./items";
import { suggestionLayerSchema } from "./suggestion-layers";

/**
 * Where an item stands in the view that it was opened from. In a view by text, which takes seconds to search in a large
 * project, it is not counted (`total` null), and a neighbour that was not found in time is left out: GET
 * …/items/:itemId/neighbours has them all.
 */
export const openNeighboursSchema = z.object({
  previous: z.optional(z.nullable(idSchema)),
  next: z.optional(z.nullable(idSchema)),
  /** 1-based place among the matching items; null when it matches no longer. */
  index: z.nullable(z.int()),
  total: z.nullable(z.int()),
});
export type OpenNeighbours = z.infer<typeof openNeighboursSchema>;

/** What is known of the item's media, by kind. */
export const openMediaSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("image"), info: imageInfoSchema }),
  z.object({ kind: z.literal("text"), info: textInfoSchema }),
  z.object({ kind: z.literal("audio"), info: audioInfoSchema }),
]);
export type OpenMedia = z.infer<typeof openMediaSchema>;

/** GET /api/v1/items/:itemId/open?<filter>: everything the editor needs, in one answer. */
export const openItemSchema = z.object({
  item: z.extend(itemSummarySchema, {
    projectId: idSchema,
    layerId: idSchema,
    metadata: z.record(z.string(), z.unknown()),
    mediaType: z.string(),
    bytes: z.number(),
  }),
  media: openMediaSchema,
  layer: layerSnapshotSchema,
  neighbours: openNeighboursSchema,
  /** What models said of the item; what is open of it is for the person to decide. */
  suggestions: z.array(suggestionLayerSchema),
  /** What the item is to this person. */
  work: itemWorkSchema,
  /** Of a gold item that the person has submitted, where the project shows it: the known answer, and their score 0..1. */
  answer: z.nullable(z.object({ score: z.nullable(z.number()), layer: suggestionLayerSchema })),
});
export type OpenItemData = z.infer<typeof openItemSchema>;

/** For what only images have. Throws when the item is of another kind. */
export function imageInfo({ media }: OpenItemData): ImageInfo {
  if (media.kind !== "image") throw new TypeError(`This is of the kind ${media.kind}.`);
  return media.info;
}

/** Address of an item's media; with the hash in it the answer may be kept for ever. */
export function mediaUrl(item: { id: string; blobHash: string }, variant: string): string {
  return `/api/v1/items/${item.id}/media/${variant}?h=${item.blobHash}`;
}
