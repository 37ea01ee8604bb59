import { and, asc, eq, gt, inArray, isNull, ne, sql } from "drizzle-orm";
import { requiredOf } from "@/lib/annotation/workflow";
import type { Store } from "../../store";
import { readProjectWorkflow } from "./workflow";

/** Items per transaction: some 10 ms. */
const BATCH_ITEMS = 500;

/**
 * Gives every item that nobody has begun as many places as the project's overlap says; those that somebody was handed
 * stay as they are, as their layers are made. In batches, between which others write.
 */
export async function applyOverlap(
  store: Store,
  { projectId }: { projectId: string },
): Promise<void> {
  let after: number | null = -1;
  while (after !== null) {
    const from: number = after;
    after = await store.transaction((tx) => applyTo(tx, { projectId, after: from }));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The position of the last item that was looked at; null: that was all. */
async function applyTo(
  tx: Store,
  { projectId, after }: { projectId: string; after: number },
): Promise<number | null> {
  const { items, assignments } = tx.tables;
  // As it is now: it may have been changed again meanwhile.
  const { overlap } = await readProjectWorkflow(tx, projectId);
  const handed = tx.db
    .select({ id: assignments.id })
    .from(assignments)
    .where(
      and(
        eq(assignments.itemId, items.id),
        eq(assignments.task, "annotate"),
        ne(assignments.state, "released"),
      ),
    );
  const rows = await tx.db
    .select({
      id: items.id,
      position: items.position,
      required: items.required,
      isHanded: sql<number>`exists ${sql`${handed}`}`,
    })
    .from(items)
    .where(
      and(
        eq(items.projectId, projectId),
        eq(items.state, "new"),
        isNull(items.deletedAt),
        gt(items.position, after),
      ),
    )
    .orderBy(asc(items.position))
    .limit(BATCH_ITEMS);
  const changed = new Map<number, string[]>();
  for (const { id, required, isHanded } of rows) {
    const wanted = requiredOf(id, overlap);
    if (Number(isHanded) !== 0 || wanted === required) continue;
    const ids = changed.get(wanted) ?? [];
    changed.set(wanted, ids);
    ids.push(id);
  }
  for (const [required, ids] of changed) {
    await tx.db
      .update(items)
      .set({ required, openSlots: sql`case when ${items.isGold} then 0 else ${required} end` })
      .where(inArray(items.id, ids));
  }
  return rows.length < BATCH_ITEMS ? null : (rows.at(-1)?.position ?? null);
}
