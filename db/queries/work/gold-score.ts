import { and, avg, count, eq, isNull } from "drizzle-orm";
import type { Store } from "../../store";
import { scoreAgainstGold } from "../consolidate";
import type { OpHead } from "../op-reads";
import type { AssignmentRow } from "./assignment-row";
import { workflowOf } from "./workflow";

/**
 * Measures a gold item that was just submitted by its known answer. Whoever has enough of them at the beginning is
 * trained.
 */
export async function measureGold(
  tx: Store,
  { assignment, head, now }: { assignment: AssignmentRow; head: OpHead; now: number },
): Promise<void> {
  await scoreAgainstGold(tx, { assignmentId: assignment.id, now });
  const { training } = workflowOf(head.settings).gold;
  if (!training || assignment.origin !== "training") return;
  const { projectId, userId } = assignment;
  const { done, score } = await readTraining(tx, { projectId, userId });
  if (done < training.items || (score ?? 0) < training.passAt) return;
  await setTrained(tx, { projectId, userId, trainedAt: now });
}

/** How many items of the training a person has submitted, and their mean score (0..1). */
export async function readTraining(
  { db, tables: { assignments } }: Store,
  { projectId, userId }: { projectId: string; userId: string },
): Promise<{ done: number; score: number | null }> {
  const rows = await db
    .select({ done: count(), score: avg(assignments.score) })
    .from(assignments)
    .where(
      and(
        eq(assignments.projectId, projectId),
        eq(assignments.userId, userId),
        eq(assignments.origin, "training"),
        eq(assignments.state, "submitted"),
      ),
    );
  const { done = 0, score = null } = rows[0] ?? {};
  return { done, score: score === null ? null : Number(score) };
}

export async function setTrained(
  { db, tables: { members } }: Store,
  of: { projectId: string; userId: string; trainedAt: number },
): Promise<void> {
  await db
    .update(members)
    .set({ trainedAt: of.trainedAt })
    .where(
      and(
        eq(members.projectId, of.projectId),
        eq(members.userId, of.userId),
        isNull(members.trainedAt),
      ),
    );
}
