import { and, asc, eq, inArray, lt } from "drizzle-orm";
import { MAX_PREVIEW_BOXES, PREVIEW_TEXT_LENGTH, type Previews } from "@/lib/api/items";
import type { Store } from "../store";
import { isHanded, type Sight, shownLayer } from "./item-sight";
import { linesOf, startBytes, startText, waveOf } from "./preview-info";

/** Kinds of geometry that have a place. */
const PLACED = ["box", "interval"];

/** How each item begins and what is first on the layer that is shown of it; ids of other projects are left out. */
export async function readPreviews(
  store: Store,
  {
    projectId,
    ids,
    sight = null,
  }: { projectId: string; ids: readonly string[]; sight?: Sight | null },
): Promise<Previews> {
  const { db, tables } = store;
  const { layers, annotations, items, texts, blobs } = tables;
  const found = await db
    .select({
      id: shownLayer(store, sight),
      itemId: layers.itemId,
      start: startBytes(texts.text, PREVIEW_TEXT_LENGTH),
      info: blobs.info,
    })
    .from(layers)
    .innerJoin(items, eq(items.id, layers.itemId))
    .innerJoin(blobs, eq(blobs.hash, items.blobHash))
    .leftJoin(texts, eq(texts.hash, items.blobHash))
    .where(
      and(
        inArray(layers.itemId, [...ids]),
        eq(layers.projectId, projectId),
        sight?.isHandedOnly ? isHanded(store, sight) : undefined,
        eq(layers.isResult, true),
      ),
    );
  const previews: Previews = { boxes: {}, texts: {}, lines: {}, waves: {} };
  for (const { start, info, ...layer } of found) {
    const text = startText(start, PREVIEW_TEXT_LENGTH);
    if (text !== null) {
      previews.texts[layer.itemId] = text;
      previews.lines[layer.itemId] = linesOf(info) ?? 1;
    }
    const wave = waveOf(info);
    if (wave) previews.waves[layer.itemId] = wave;
    // One read along the primary key each: an item with 20,000 boxes costs as little as one with 60.
    previews.boxes[layer.itemId] = await db
      .select({
        labelId: annotations.labelId,
        x: annotations.x,
        y: annotations.y,
        w: annotations.w,
        h: annotations.h,
      })
      .from(annotations)
      .where(
        and(
          eq(annotations.layerId, layer.id),
          eq(annotations.isDeleted, false),
          inArray(annotations.kind, PLACED),
          text !== null ? lt(annotations.x, PREVIEW_TEXT_LENGTH) : undefined,
        ),
      )
      .orderBy(asc(annotations.id))
      .limit(MAX_PREVIEW_BOXES);
  }
  return previews;
}
