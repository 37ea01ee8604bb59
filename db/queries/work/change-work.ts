import { and, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { AssignmentState } from "@/lib/annotation/assignment";
import type { ItemState } from "@/lib/annotation/item-state";
import { shareOf } from "@/lib/annotation/workflow";
import type { Tables } from "../../schema/tables";
import type { Store } from "../../store";
import { recountSlotsOf } from "./slots";
import { readProjectWorkflow } from "./workflow";

type Of = { projectId: string; itemIds: readonly string[]; now: number };

/** What people handed in follows the state that a manager gives their items; the way back finds it again. */
const FOLLOWED: Record<ItemState, { from: AssignmentState[]; to: AssignmentState } | null> = {
  accepted: { from: ["submitted"], to: "accepted" },
  submitted: { from: ["accepted", "returned"], to: "submitted" },
  new: { from: ["submitted", "accepted"], to: "returned" },
  in_progress: { from: ["submitted", "accepted"], to: "returned" },
  rejected: { from: ["submitted", "accepted"], to: "returned" },
  skipped: null,
};

/** Brings assignments, places and what reviewers have to do in step with a state that many items were given. */
export async function followState(tx: Store, { state, ...of }: Of & { state: ItemState }) {
  const { assignments, items } = tx.tables;
  const { projectId, itemIds, now } = of;
  const followed = FOLLOWED[state];
  if (followed) {
    await tx.db
      .update(assignments)
      .set({ state: followed.to, leaseUntil: null, updatedAt: now })
      .where(
        and(
          inArray(assignments.itemId, [...itemIds]),
          eq(assignments.task, "annotate"),
          inArray(assignments.state, followed.from),
        ),
      );
  }
  await setItems(tx, itemIds, {
    needs: null,
    ...(state === "submitted" ? { submittedAt: now } : {}),
    ...(state === "new" || state === "in_progress" || state === "skipped"
      ? { submittedAt: null }
      : {}),
  });
  if (state === "submitted") {
    const { share } = (await readProjectWorkflow(tx, projectId)).review;
    const reviewed = itemIds.filter((id) => shareOf(`review ${id}`) < share);
    await setItems(tx, reviewed, { needs: "review" });
  }
  await recountSlotsOf(tx, itemIds);

  async function setItems(
    store: Store,
    ids: readonly string[],
    columns: Partial<Tables["items"]["$inferInsert"]>,
  ): Promise<void> {
    if (ids.length === 0) return;
    await store.db
      .update(items)
      .set(columns)
      .where(inArray(items.id, [...ids]));
  }
}

/** Items that the queue does not give (any more), of a query over `items`: finished, or in somebody's hands. */
export function isRequeuable({ db, tables }: Store): SQL | undefined {
  const { items, assignments } = tables;
  const held = db
    .select({ id: assignments.id })
    .from(assignments)
    .where(
      and(
        eq(assignments.itemId, items.id),
        eq(assignments.task, "annotate"),
        ne(assignments.state, "released"),
      ),
    );
  return and(
    eq(items.isGold, false),
    or(inArray(items.state, ["submitted", "accepted", "rejected", "skipped"]), sql`exists ${held}`),
  );
}

/** Everybody's hands off: the queue gives these items anew, with what is drawn on them. */
export async function requeueItems(
  tx: Store,
  { itemIds, now }: Omit<Of, "projectId">,
): Promise<void> {
  const { assignments, items } = tx.tables;
  await tx.db
    .update(assignments)
    .set({ state: "released", leaseUntil: null, updatedAt: now })
    .where(and(inArray(assignments.itemId, [...itemIds]), ne(assignments.state, "released")));
  await tx.db
    .update(items)
    .set({ needs: null, submittedAt: null })
    .where(inArray(items.id, [...itemIds]));
  await recountSlotsOf(tx, itemIds);
}

/**
 * The answers of these items are known from now on: what stands in their results is kept as a layer that nobody writes.
 * Taken back, that layer goes; people's answers and scores stay.
 */
export async function setGold(
  tx: Store,
  { projectId, itemIds, isGold, userId, now }: Of & { isGold: boolean; userId: string },
): Promise<void> {
  const { items, layers } = tx.tables;
  await tx.db
    .delete(layers)
    .where(and(inArray(layers.itemId, [...itemIds]), eq(layers.kind, "gold")));
  if (isGold) {
    for (const itemId of itemIds) await copyAnswer(tx, { projectId, itemId, userId, now });
  }
  await tx.db
    .update(items)
    .set({ isGold })
    .where(inArray(items.id, [...itemIds]));
  await recountSlotsOf(tx, itemIds);
}

async function copyAnswer(
  tx: Store,
  of: { projectId: string; itemId: string; userId: string; now: number },
): Promise<void> {
  const { layers, annotations } = tx.tables;
  const { projectId, itemId, userId, now } = of;
  const [result] = await tx.db
    .select({ id: layers.id })
    .from(layers)
    .where(and(eq(layers.itemId, itemId), eq(layers.isResult, true)));
  const rows = await tx.db
    .select()
    .from(annotations)
    .where(and(eq(annotations.layerId, result?.id ?? ""), eq(annotations.isDeleted, false)));
  const layerId = uuidv7();
  await tx.db.insert(layers).values({
    ...{ id: layerId, itemId, projectId, kind: "gold", authorId: userId, isResult: false },
    ...{ revision: 1, annotationCount: rows.length, createdAt: now, updatedAt: now },
  });
  for (const row of rows) {
    await tx.db.insert(annotations).values({ ...row, layerId, rev: 1, createdAt: now });
  }
}

/** Items whose answer somebody has given, of a query over `items`. */
export function hasAnswer({ tables: { items } }: Store): SQL | undefined {
  return inArray(items.state, ["submitted", "accepted"]);
}
