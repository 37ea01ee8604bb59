import { and, eq, inArray, sql } from "drizzle-orm";
import { HELD_STATES } from "@/lib/annotation/workflow";
import type { Store } from "../store";

/** What the person has not finished goes back: others are handed it. Their layers stay. Answers how many. */
export async function releaseAssignmentsOf(
  { db, tables: { assignments, items } }: Store,
  { userId, now }: { userId: string; now: number },
): Promise<number> {
  const released = await db
    .update(assignments)
    .set({ state: "released", leaseUntil: null, updatedAt: now })
    .where(
      and(
        eq(assignments.userId, userId),
        inArray(assignments.state, ["assigned", "open", "returned"]),
      ),
    )
    .returning({ itemId: assignments.itemId });
  const held = sql.join(
    HELD_STATES.map((state) => sql`${state}`),
    sql`, `,
  );
  for (const itemId of new Set(released.map((row) => row.itemId))) {
    const places = sql`max(0, ${items.required} - (select count(*) from assignments a
      where a.item_id = ${itemId} and a.task = 'annotate' and a.state in (${held})))`;
    await db
      .update(items)
      .set({ openSlots: places })
      .where(
        and(
          eq(items.id, itemId),
          eq(items.isGold, false),
          inArray(items.state, ["new", "in_progress", "rejected"]),
        ),
      );
  }
  return released.length;
}
