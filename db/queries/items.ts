import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Split } from "@/lib/annotation/item-state";
import type { ItemDetail } from "@/lib/api/items";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { changeStateCount } from "./counters";

export type NewBlob = Omit<Tables["blobs"]["$inferInsert"], "createdAt">;
export type NewItem = {
  name: string;
  blob: NewBlob;
  /** Of a text item: what it says, kept with its blob. */
  text?: string;
  /** Code points of a text, seconds of a recording. */
  length?: number;
  /** Texts may be equal and yet be different records: then only the same name is the same item. */
  isTwinAllowed?: boolean;
  split?: Split | null;
  metadata?: Record<string, unknown>;
};
export type AddedItem =
  | { kind: "added"; itemId: string; layerId: string }
  /** The same bytes are already in the project. */
  | { kind: "duplicate"; itemId: string; layerId: string; name: string };

/** Adds one item with its empty result layer at the end of the project. */
export function addItem(
  store: Store,
  { projectId, item, now }: { projectId: string; item: NewItem; now: number },
): Promise<AddedItem> {
  return store.transaction(async (tx) => {
    const { db, tables } = tx;
    const twin = await findTwin(tx, projectId, item);
    if (twin) return { kind: "duplicate", ...twin };
    await db
      .insert(tables.blobs)
      .values({ ...item.blob, createdAt: now })
      .onConflictDoNothing();
    if (item.text !== undefined) {
      const { hash } = item.blob;
      await db.insert(tables.texts).values({ hash, text: item.text }).onConflictDoNothing();
    }
    const positions = await db
      .update(tables.projects)
      .set({ nextPosition: sql`${tables.projects.nextPosition} + 1`, updatedAt: now })
      .where(eq(tables.projects.id, projectId))
      .returning({ next: tables.projects.nextPosition });
    const itemId = uuidv7();
    const layerId = uuidv7();
    await db.insert(tables.items).values({
      id: itemId,
      projectId,
      position: (positions[0]?.next ?? 1) - 1,
      name: item.name,
      blobHash: item.blob.hash,
      width: item.blob.width ?? null,
      height: item.blob.height ?? null,
      length: item.length ?? null,
      metadata: JSON.stringify(item.metadata ?? {}),
      split: item.split ?? null,
      createdAt: now,
      updatedAt: now,
    });
    await db.insert(tables.layers).values({
      id: layerId,
      itemId,
      projectId,
      kind: "person",
      isResult: true,
      createdAt: now,
      updatedAt: now,
    });
    await changeStateCount(tx, { projectId, state: "new", delta: 1 });
    return { kind: "added", itemId, layerId };
  });
}

async function findTwin(
  { db, tables: { items, layers } }: Store,
  projectId: string,
  { blob: { hash }, name, isTwinAllowed }: NewItem,
) {
  const rows = await db
    .select({ itemId: items.id, name: items.name, layerId: layers.id })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .where(
      and(
        eq(items.projectId, projectId),
        eq(items.blobHash, hash),
        isNull(items.deletedAt),
        isTwinAllowed ? eq(items.name, name) : undefined,
      ),
    );
  return rows[0] ?? null;
}

/** An item with its media and result layer; null when it does not exist or was deleted. */
export async function readItem(
  { db, tables: { items, layers, blobs } }: Store,
  itemId: string,
): Promise<ItemDetail | null> {
  const rows = await db
    .select({ item: items, layerId: layers.id, blob: blobs })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .innerJoin(blobs, eq(blobs.hash, items.blobHash))
    .where(and(eq(items.id, itemId), isNull(items.deletedAt)));
  const row = rows[0];
  if (!row) return null;
  const { item, blob, layerId } = row;
  return {
    id: item.id,
    projectId: item.projectId,
    position: item.position,
    name: item.name,
    state: item.state,
    split: item.split,
    width: item.width,
    height: item.height,
    length: item.length,
    annotationCount: item.annotationCount,
    updatedAt: item.updatedAt,
    blobHash: item.blobHash,
    layerId,
    metadata: JSON.parse(item.metadata) as Record<string, unknown>,
    mediaType: blob.mediaType,
    bytes: blob.bytes,
    info: JSON.parse(blob.info) as Record<string, unknown>,
  };
}
