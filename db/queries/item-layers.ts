import { and, asc, desc, eq, isNull } from "drizzle-orm";
import type { ItemLayers } from "@/lib/api/review";
import type { Store } from "../store";
import { toRecord } from "./annotation-row";

/**
 * Everything that people, models, imports and rules said of an item, the result first, then in the order in which it
 * came. Null when the item is gone. For those alone who review: it shows people's work to others.
 */
export async function readItemLayers(store: Store, itemId: string): Promise<ItemLayers | null> {
  const { items } = store.tables;
  const [item] = await store.db
    .select({ agreement: items.agreement, needs: items.needs })
    .from(items)
    .where(and(eq(items.id, itemId), isNull(items.deletedAt)));
  if (!item) return null;
  const heads = await readHeads(store, itemId);
  const layers: ItemLayers["layers"] = [];
  for (const { authorName, modelName, modelVersion, ...head } of heads) {
    const { authorId, title, score, rounds, ...rest } = head;
    layers.push({
      ...rest,
      author: authorId === null ? null : { id: authorId, name: authorName ?? "" },
      title: modelName === null ? title : `${modelName} ${modelVersion ?? ""}`.trim(),
      score,
      rounds: rounds ?? 0,
      records: await readRecords(store, head.layerId),
    });
  }
  return { ...item, layers };
}

async function readHeads({ db, tables }: Store, itemId: string) {
  const { layers, users, assignments, modelVersions } = tables;
  return db
    .select({
      layerId: layers.id,
      kind: layers.kind,
      isResult: layers.isResult,
      title: layers.title,
      rev: layers.revision,
      authorId: layers.authorId,
      authorName: users.name,
      modelName: modelVersions.name,
      modelVersion: modelVersions.version,
      state: assignments.state,
      score: assignments.score,
      rounds: assignments.rounds,
    })
    .from(layers)
    .leftJoin(users, eq(users.id, layers.authorId))
    .leftJoin(modelVersions, eq(modelVersions.id, layers.modelVersionId))
    .leftJoin(
      assignments,
      and(
        eq(assignments.layerId, layers.id),
        eq(assignments.task, "annotate"),
        eq(assignments.userId, layers.authorId),
      ),
    )
    .where(eq(layers.itemId, itemId))
    .orderBy(desc(layers.isResult), asc(layers.createdAt), asc(layers.id));
}

async function readRecords({ db, tables: { annotations } }: Store, layerId: string) {
  const rows = await db
    .select()
    .from(annotations)
    .where(and(eq(annotations.layerId, layerId), eq(annotations.isDeleted, false)))
    .orderBy(asc(annotations.order), asc(annotations.id));
  return rows.map(toRecord);
}
