import { and, eq, inArray, ne } from "drizzle-orm";
import type { RequeuedItem } from "@/lib/api/items";
import type { Store } from "../../store";
import { recountSlotsOf } from "./slots";

/** What items have and who has them, before they are handed out anew: so that this can be undone. */
export async function readHeld(tx: Store, itemIds: readonly string[]): Promise<RequeuedItem[]> {
  const { assignments, items } = tx.tables;
  const rows = await tx.db
    .select({
      ...{ id: items.id, state: items.state },
      ...{ needs: items.needs, submittedAt: items.submittedAt },
    })
    .from(items)
    .where(inArray(items.id, [...itemIds]));
  const held = await tx.db
    .select()
    .from(assignments)
    .where(and(inArray(assignments.itemId, [...itemIds]), ne(assignments.state, "released")));
  const byItem = new Map<string, RequeuedItem["work"]>();
  for (const { id, itemId, state, leaseUntil, updatedAt } of held) {
    const work = byItem.get(itemId) ?? [];
    byItem.set(itemId, work);
    work.push({ id, state, leaseUntil, updatedAt });
  }
  return rows.map((row) => ({ ...row, rev: 0, work: byItem.get(row.id) ?? [] }));
}

/** The revisions of the results of items. */
export async function readRevisions(
  tx: Store,
  itemIds: readonly string[],
): Promise<Map<string, number>> {
  const { layers } = tx.tables;
  const rows = await tx.db
    .select({ itemId: layers.itemId, rev: layers.revision })
    .from(layers)
    .where(and(inArray(layers.itemId, [...itemIds]), eq(layers.isResult, true)));
  return new Map(rows.map(({ itemId, rev }) => [itemId, rev]));
}

/** Those of the items that are as handing them out anew has left them: nobody has one, or has changed its result, since. */
export async function findUntouched(
  tx: Store,
  { before, requeuedAt }: { before: readonly RequeuedItem[]; requeuedAt: number },
): Promise<RequeuedItem[]> {
  const { assignments } = tx.tables;
  const itemIds = before.map(({ id }) => id);
  const revisions = await readRevisions(tx, itemIds);
  const rows = await tx.db
    .select({
      ...{ id: assignments.id, itemId: assignments.itemId },
      ...{ state: assignments.state, updatedAt: assignments.updatedAt },
    })
    .from(assignments)
    .where(inArray(assignments.itemId, itemIds));
  const taken = new Set(rows.flatMap((row) => (row.state === "released" ? [] : [row.itemId])));
  const released = new Map(
    rows.filter(({ updatedAt }) => updatedAt === requeuedAt).map(({ id, itemId }) => [id, itemId]),
  );
  return before.filter(
    ({ id, rev, work }) =>
      revisions.get(id) === rev &&
      !taken.has(id) &&
      work.every((assignment) => released.get(assignment.id) === id),
  );
}

/** Everybody has again what they had, and reviewers what waited for them. The states of the items are the caller's. */
export async function giveHeldBack(tx: Store, before: readonly RequeuedItem[]): Promise<void> {
  const { assignments, items } = tx.tables;
  for (const { id, needs, submittedAt, work } of before) {
    await tx.db.update(items).set({ needs, submittedAt }).where(eq(items.id, id));
    for (const { id: assignmentId, ...was } of work) {
      await tx.db.update(assignments).set(was).where(eq(assignments.id, assignmentId));
    }
  }
  await recountSlotsOf(
    tx,
    before.map(({ id }) => id),
  );
}
