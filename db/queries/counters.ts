import { and, eq, lte, sql } from "drizzle-orm";
import type { ItemState } from "@/lib/annotation/item-state";
import type { Store } from "../store";

export type CountChange = { labelId: string; delta: number };

/** Brings every counter in step with a write to a layer; runs in that write's transaction. */
export async function changeCounts(
  store: Store,
  change: {
    layerId: string;
    itemId: string;
    projectId: string;
    isResult: boolean;
    /** A deleted item keeps its own numbers right, but is in none of the project's. */
    isItemGone: boolean;
    stateBefore: ItemState;
    stateAfter: ItemState;
    labels: readonly CountChange[];
    rev: number;
    authorId: string;
    now: number;
  },
): Promise<void> {
  const { db, tables } = store;
  const total = change.labels.reduce((sum, { delta }) => sum + delta, 0);
  await db
    .update(tables.layers)
    .set({
      revision: change.rev,
      authorId: change.authorId,
      annotationCount: sql`${tables.layers.annotationCount} + ${total}`,
      updatedAt: change.now,
    })
    .where(eq(tables.layers.id, change.layerId));
  await db
    .update(tables.items)
    .set({
      state: change.stateAfter,
      updatedAt: change.now,
      ...(change.isResult
        ? { annotationCount: sql`${tables.items.annotationCount} + ${total}` }
        : {}),
    })
    .where(eq(tables.items.id, change.itemId));
  if (change.isResult) {
    for (const { labelId, delta } of change.labels) {
      if (delta === 0) continue;
      const { itemId, isItemGone } = change;
      await changeLabelCount(store, { itemId, labelId, delta, isItemGone });
    }
  }
  if (change.stateBefore !== change.stateAfter) {
    const { projectId } = change;
    await changeStateCount(store, { projectId, state: change.stateBefore, delta: -1 });
    await changeStateCount(store, { projectId, state: change.stateAfter, delta: 1 });
  }
}

export async function changeLabelCount(
  { db, tables: { itemLabels, labels } }: Store,
  {
    itemId,
    labelId,
    delta,
    isItemGone,
  }: { itemId: string; labelId: string; delta: number; isItemGone: boolean },
): Promise<void> {
  await db
    .insert(itemLabels)
    .values({ itemId, labelId, n: delta })
    .onConflictDoUpdate({
      target: [itemLabels.itemId, itemLabels.labelId],
      set: { n: sql`${itemLabels.n} + ${delta}` },
    });
  if (delta < 0) {
    await db
      .delete(itemLabels)
      .where(
        and(eq(itemLabels.itemId, itemId), eq(itemLabels.labelId, labelId), lte(itemLabels.n, 0)),
      );
  }
  if (isItemGone) return;
  await db
    .update(labels)
    .set({ annotationCount: sql`${labels.annotationCount} + ${delta}` })
    .where(eq(labels.id, labelId));
}

export async function changeStateCount(
  { db, tables: { stateCounts } }: Store,
  { projectId, state, delta }: { projectId: string; state: ItemState; delta: number },
): Promise<void> {
  await db
    .insert(stateCounts)
    .values({ projectId, state, n: delta })
    .onConflictDoUpdate({
      target: [stateCounts.projectId, stateCounts.state],
      set: { n: sql`${stateCounts.n} + ${delta}` },
    });
}
