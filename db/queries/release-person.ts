import { and, eq } from "drizzle-orm";
import type { Task } from "@/lib/annotation/assignment";
import type { Store } from "../store";
import { recountSlotsOf } from "./work/slots";
import { isBusy } from "./work/write-assignment";

/**
 * What the person has not finished (in one project, or in all; of one task, or of both) goes back: others are handed it.
 * Their layers stay. Answers how many.
 */
export async function releaseAssignmentsOf(
  tx: Store,
  {
    userId,
    projectId,
    task,
    now,
  }: { userId: string; projectId?: string; task?: Task | undefined; now: number },
): Promise<number> {
  const { assignments } = tx.tables;
  const released = await tx.db
    .update(assignments)
    .set({ state: "released", leaseUntil: null, updatedAt: now })
    .where(
      and(
        eq(assignments.userId, userId),
        projectId === undefined ? undefined : eq(assignments.projectId, projectId),
        task === undefined ? undefined : eq(assignments.task, task),
        isBusy(tx),
      ),
    )
    .returning({ itemId: assignments.itemId });
  await recountSlotsOf(
    tx,
    released.map(({ itemId }) => itemId),
  );
  return released.length;
}
