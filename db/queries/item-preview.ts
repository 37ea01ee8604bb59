import { and, asc, eq, inArray } from "drizzle-orm";
import { MAX_PREVIEW_BOXES, type PreviewBox } from "@/lib/api/items";
import type { Store } from "../store";

/** The first boxes of each item's result layer; ids of other projects are left out. */
export async function readPreviews(
  { db, tables }: Store,
  { projectId, ids }: { projectId: string; ids: readonly string[] },
): Promise<Record<string, PreviewBox[]>> {
  const { layers, annotations } = tables;
  const found = await db
    .select({ id: layers.id, itemId: layers.itemId })
    .from(layers)
    .where(
      and(
        inArray(layers.itemId, [...ids]),
        eq(layers.projectId, projectId),
        eq(layers.isResult, true),
      ),
    );
  const boxes: Record<string, PreviewBox[]> = {};
  for (const layer of found) {
    // One read along the primary key each: an item with 20,000 boxes costs as little as one with 60.
    boxes[layer.itemId] = await db
      .select({
        labelId: annotations.labelId,
        x: annotations.x,
        y: annotations.y,
        w: annotations.w,
        h: annotations.h,
      })
      .from(annotations)
      .where(and(eq(annotations.layerId, layer.id), eq(annotations.isDeleted, false)))
      .orderBy(asc(annotations.id))
      .limit(MAX_PREVIEW_BOXES);
  }
  return boxes;
}
