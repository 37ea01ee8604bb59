import { and, eq } from "drizzle-orm";
import type { Store } from "../store";
import { isBusy } from "./work/claim-next";
import { giveBack } from "./work/leases";

/** What the person was handed and has not finished waits for others. Their layers stay. Answers how many. */
export async function releaseAssignmentsOf(
  tx: Store,
  { userId, now }: { userId: string; now: number },
): Promise<number> {
  const { assignments } = tx.tables;
  const rows = await tx.db
    .select()
    .from(assignments)
    .where(and(eq(assignments.userId, userId), isBusy(tx)));
  for (const row of rows) await giveBack(tx, row, now);
  return rows.length;
}
