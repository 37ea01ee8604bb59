import { eq, inArray, sql } from "drizzle-orm";
import type { Store } from "../../store";
import { IDS_PER_STATEMENT } from "../op-reads";
import { prepared } from "../prepared";

/** Places left of an item, counted from its rows: an expression for an update of `items`. */
export function slotsOf({ tables: { items, assignments } }: Store) {
  const held = sql`(select count(*) from ${assignments} as held where held.item_id = ${items}.id
    and held.task = 'annotate' and held.state <> 'released')`;
  return sql<number>`case
    when ${items}.is_gold <> 0 or ${items}.state in ('submitted', 'accepted', 'skipped') then 0
    when ${items}.required > ${held} then ${items}.required - ${held} else 0 end`;
}

const updateSlots = prepared((store) => {
  const { items } = store.tables;
  return store.db
    .update(items)
    .set({ openSlots: slotsOf(store) })
    .where(eq(items.id, sql.placeholder("itemId")))
    .returning({ openSlots: items.openSlots })
    .prepare();
});

/** Brings `items.open_slots` in step with its assignments and state; after every change of either. */
export async function recountSlots(tx: Store, itemId: string): Promise<number> {
  const rows = await updateSlots(tx).execute({ itemId });
  return rows[0]?.openSlots ?? 0;
}

/** The same of many items at once. */
export async function recountSlotsOf(tx: Store, itemIds: readonly string[]): Promise<void> {
  const { items } = tx.tables;
  const ids = [...new Set(itemIds)];
  for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT) {
    await tx.db
      .update(items)
      .set({ openSlots: slotsOf(tx) })
      .where(inArray(items.id, ids.slice(start, start + IDS_PER_STATEMENT)));
  }
}
