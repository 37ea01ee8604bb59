import { and, eq, isNotNull, lte, sql } from "drizzle-orm";
import type { Store } from "../../store";
import { writeWithOthers } from "../op-queue";
import { prepared } from "../prepared";
import { type AssignmentRow, findAssignment, setAssignmentState } from "./assignment-row";
import { recountSlots } from "./slots";

/** So many leases end within one claim at most: the next one goes on. */
const MAX_EXPIRED = 200;
/** A page that is only loaded again says so by its next sign, which renews the lease. */
const RELEASE_GRACE_MS = 5_000;

const value = sql.placeholder;
const selectExpired = prepared(({ db, tables: { assignments } }) =>
  db
    .select()
    .from(assignments)
    .where(
      and(
        eq(assignments.projectId, value("projectId")),
        isNotNull(assignments.leaseUntil),
        lte(assignments.leaseUntil, value("now")),
      ),
    )
    .limit(MAX_EXPIRED)
    .prepare(),
);

/** Gives back what nobody has given a sign of for as long as the lease was. What was drawn stays in its layer. */
export async function expireLeases(
  tx: Store,
  { projectId, now }: { projectId: string; now: number },
): Promise<void> {
  for (const row of await selectExpired(tx).execute({ projectId, now }))
    await giveBack(tx, row, now);
}

/** The same where no claim does it, before places are counted. Writes only when there is something to give back. */
export async function expireLeasesNow(
  store: Store,
  of: { projectId: string; now: number },
): Promise<void> {
  const expired = await selectExpired(store).execute(of);
  if (expired.length > 0) await writeWithOthers(store, (tx) => expireLeases(tx, of));
}

/** The place is free again, and the item waits for somebody else. */
export async function giveBack(tx: Store, row: AssignmentRow, now: number): Promise<void> {
  await setAssignmentState(tx, row, { state: "released", leaseUntil: null, now });
  if (row.task !== "annotate") return;
  await recountSlots(tx, row.itemId);
}

const selectWritten = prepared(({ db, tables: { operations } }) =>
  db
    .select({ rev: operations.rev })
    .from(operations)
    .where(and(eq(operations.layerId, value("layerId")), eq(operations.authorId, value("userId"))))
    .limit(1)
    .prepare(),
);

/**
 * The person has closed the item. What they have not begun goes back at once (or nearly: a page that loads again keeps
 * it); what they have begun stays theirs until the lease ends.
 */
export function releaseItem(
  store: Store,
  { itemId, userId, now }: { itemId: string; userId: string; now: number },
): Promise<void> {
  return writeWithOthers(store, async (tx) => {
    for (const task of ["annotate", "review"] as const) {
      const row = await findAssignment(tx, { itemId, userId, task });
      if (row?.state !== "open" || row.leaseUntil === null) continue;
      const leaseUntil = now + RELEASE_GRACE_MS;
      if (row.leaseUntil <= leaseUntil) continue;
      const { layerId } = row;
      const written = await selectWritten(tx).execute({ layerId, userId });
      if (task === "annotate" && written.length > 0) continue;
      await setAssignmentState(tx, row, { state: "open", leaseUntil, now });
    }
  });
}
