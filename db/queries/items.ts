import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Split } from "@/lib/annotation/item-state";
import { requiredOf, shareOf } from "@/lib/annotation/workflow";
import type { ItemDetail } from "@/lib/api/items";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { changeStateCount } from "./counters";
import { prepared } from "./prepared";
import { workflowOf } from "./work/workflow";

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
    // Texts come by the hundred thousand: building the statements would cost more than running them.
    if (item.text === undefined) {
      const blob = { ...item.blob, createdAt: now };
      await db.insert(tables.blobs).values(blob).onConflictDoNothing();
    }
    if (item.text !== undefined) {
      const { hash, bytes, mediaType, info = '{"v":1}' } = item.blob;
      await insertTextBlob(tx).execute({ hash, bytes, mediaType, info, now });
      await insertText(tx).execute({ hash, text: item.text });
    }
    const positions = await takePosition(tx).execute({ projectId, now });
    const itemId = uuidv7();
    const layerId = uuidv7();
    await insertItem(tx).execute({
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
      required: requiredOf(itemId, workflowOf(positions[0]?.settings ?? "{}").overlap),
      shuffle: shareOf(itemId),
      now,
    });
    await insertLayer(tx).execute({ id: layerId, itemId, projectId, now });
    await changeStateCount(tx, { projectId, state: "new", delta: 1, now });
    return { kind: "added", itemId, layerId };
  });
}

const value = sql.placeholder;

const insertTextBlob = prepared(({ db, tables: { blobs } }) =>
  db
    .insert(blobs)
    .values({
      ...{ hash: value("hash"), bytes: value("bytes"), mediaType: value("mediaType") },
      ...{ info: value("info"), createdAt: value("now") },
    })
    .onConflictDoNothing()
    .prepare(),
);
const insertText = prepared(({ db, tables: { texts } }) =>
  db
    .insert(texts)
    .values({ hash: value("hash"), text: value("text") })
    .onConflictDoNothing()
    .prepare(),
);
const takePosition = prepared(({ db, tables: { projects } }) =>
  db
    .update(projects)
    .set({
      nextPosition: sql`${projects.nextPosition} + 1`,
      updatedAt: sql`${value("now")}`,
    })
    .where(eq(projects.id, value("projectId")))
    .returning({ next: projects.nextPosition, settings: projects.settings })
    .prepare(),
);
const insertItem = prepared(({ db, tables: { items } }) =>
  db
    .insert(items)
    .values({
      ...{ id: value("id"), projectId: value("projectId"), position: value("position") },
      ...{ name: value("name"), blobHash: value("blobHash"), length: value("length") },
      ...{ width: value("width"), height: value("height"), metadata: value("metadata") },
      ...{ required: value("required"), openSlots: value("required"), shuffle: value("shuffle") },
      ...{ split: value("split"), createdAt: value("now"), updatedAt: value("now") },
    })
    .prepare(),
);
const insertLayer = prepared(({ db, tables: { layers } }) =>
  db
    .insert(layers)
    .values({
      ...{ id: value("id"), itemId: value("itemId"), projectId: value("projectId") },
      ...{ kind: "person", isResult: true, createdAt: value("now"), updatedAt: value("now") },
    })
    .prepare(),
);

const selectTwins = prepared(({ db, tables: { items, layers } }) => {
  const select = (isNamed: boolean) =>
    db
      .select({ itemId: items.id, name: items.name, layerId: layers.id })
      .from(items)
      .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
      .where(
        and(
          eq(items.projectId, value("projectId")),
          eq(items.blobHash, value("hash")),
          isNull(items.deletedAt),
          isNamed ? eq(items.name, value("name")) : undefined,
        ),
      )
      .prepare();
  return { ofName: select(true), ofBytes: select(false) };
});

async function findTwin(
  store: Store,
  projectId: string,
  { blob: { hash }, name, isTwinAllowed }: NewItem,
) {
  const twins = selectTwins(store);
  const rows = isTwinAllowed
    ? await twins.ofName.execute({ projectId, hash, name })
    : await twins.ofBytes.execute({ projectId, hash });
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
