import { and, eq, lte, sql } from "drizzle-orm";
import type { ItemState } from "@/lib/annotation/item-state";
import type { Store } from "../store";
import { prepared } from "./prepared";
import { dayOf } from "./work-days";

export type CountChange = { labelId: string; delta: number };

const value = sql.placeholder;

const updateLayer = prepared(({ db, tables: { layers } }) =>
  db
    .update(layers)
    .set({
      revision: sql`${value("rev")}`,
      authorId: sql`${value("authorId")}`,
      annotationCount: sql`${layers.annotationCount} + ${value("total")}`,
      updatedAt: sql`${value("now")}`,
    })
    .where(eq(layers.id, value("layerId")))
    .prepare(),
);
const updateItem = prepared(({ db, tables: { items } }) =>
  db
    .update(items)
    .set({
      state: sql`${value("state")}`,
      annotationCount: sql`${items.annotationCount} + ${value("total")}`,
      updatedAt: sql`${value("now")}`,
    })
    .where(eq(items.id, value("id")))
    .prepare(),
);
const addItemLabels = prepared(({ db, tables: { itemLabels } }) =>
  db
    .insert(itemLabels)
    .values({ itemId: value("itemId"), labelId: value("labelId"), n: value("delta") })
    .onConflictDoUpdate({
      target: [itemLabels.itemId, itemLabels.labelId],
      set: { n: sql`${itemLabels.n} + ${value("delta")}` },
    })
    .prepare(),
);
const addLabelUse = prepared(({ db, tables: { labels } }) =>
  db
    .update(labels)
    .set({ annotationCount: sql`${labels.annotationCount} + ${value("delta")}` })
    .where(eq(labels.id, value("labelId")))
    .prepare(),
);
const addStateCount = prepared(({ db, tables: { stateCounts } }) =>
  db
    .insert(stateCounts)
    .values({ projectId: value("projectId"), state: value("state"), n: value("delta") })
    .onConflictDoUpdate({
      target: [stateCounts.projectId, stateCounts.state],
      set: { n: sql`${stateCounts.n} + ${value("delta")}` },
    })
    .prepare(),
);
const addStateDay = prepared(({ db, tables: { stateDays } }) =>
  db
    .insert(stateDays)
    .values({
      ...{ projectId: value("projectId"), state: value("state") },
      ...{ day: value("day"), delta: value("delta") },
    })
    .onConflictDoUpdate({
      target: [stateDays.projectId, stateDays.day, stateDays.state],
      set: { delta: sql`${stateDays.delta} + ${value("delta")}` },
    })
    .prepare(),
);

/** Brings every counter in step with a write to a layer; runs in that write's transaction. */
export async function changeCounts(
  store: Store,
  change: {
    layerId: string;
    itemId: string;
    projectId: string;
    isResult: boolean;
    /** Nothing of it is to be seen on the item. */
    isAlone: boolean;
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
  const total = change.labels.reduce((sum, { delta }) => sum + delta, 0);
  const { rev, authorId, now, layerId, itemId: id, stateAfter } = change;
  await updateLayer(store).execute({ rev, authorId, total, now, layerId });
  const shown = change.isResult ? total : 0;
  if (!change.isAlone) {
    await updateItem(store).execute({ state: stateAfter, now, total: shown, id });
  }
  if (change.isResult) {
    for (const { labelId, delta } of change.labels) {
      if (delta === 0) continue;
      const { itemId, isItemGone } = change;
      await changeLabelCount(store, { itemId, labelId, delta, isItemGone });
    }
  }
  if (change.stateBefore !== change.stateAfter) {
    const { projectId } = change;
    await changeStateCount(store, { projectId, state: change.stateBefore, delta: -1, now });
    await changeStateCount(store, { projectId, state: change.stateAfter, delta: 1, now });
  }
}

export async function changeLabelCount(
  store: Store,
  {
    itemId,
    labelId,
    delta,
    isItemGone,
  }: { itemId: string; labelId: string; delta: number; isItemGone: boolean },
): Promise<void> {
  await addItemLabels(store).execute({ itemId, labelId, delta });
  if (delta < 0) {
    const { db, tables } = store;
    const { itemLabels } = tables;
    await db
      .delete(itemLabels)
      .where(
        and(eq(itemLabels.itemId, itemId), eq(itemLabels.labelId, labelId), lte(itemLabels.n, 0)),
      );
  }
  if (isItemGone) return;
  await addLabelUse(store).execute({ labelId, delta });
}

/** So many items of a project come into a state, or leave it: now, and on this day. */
export async function changeStateCount(
  store: Store,
  {
    projectId,
    state,
    delta,
    now,
  }: { projectId: string; state: ItemState; delta: number; now: number },
): Promise<void> {
  await addStateCount(store).execute({ projectId, state, delta });
  await addStateDay(store).execute({ projectId, state, delta, day: dayOf(now) });
}
