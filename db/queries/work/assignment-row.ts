import { and, eq, sql } from "drizzle-orm";
import type { AssignmentState, Task } from "@/lib/annotation/assignment";
import type { ItemState } from "@/lib/annotation/item-state";
import type { Assignment } from "@/lib/api/item-work";
import type { Tables } from "../../schema/tables";
import type { Store } from "../../store";
import { prepared } from "../prepared";

export type AssignmentRow = Tables["assignments"]["$inferSelect"];

/** As its person may see it: a gold item looks like any that the queue gave. */
export function toAssignment(row: AssignmentRow): Assignment {
  const { id, itemId, layerId, task, state, leaseUntil, dueAt, rounds } = row;
  const origin = row.origin === "manual" || row.origin === "picked" ? row.origin : "queue";
  return { id, itemId, layerId, task, origin, state, leaseUntil, dueAt, rounds };
}

/** What a layer of one's own shows as the state of its item. */
export function shownState(state: AssignmentState, { isBegun }: { isBegun: boolean }): ItemState {
  switch (state) {
    case "submitted":
    case "accepted":
    case "skipped":
      return state;
    case "returned":
      return "rejected";
    case "assigned":
    case "open":
    case "released":
      return isBegun ? "in_progress" : "new";
  }
}

const value = sql.placeholder;
const selectOwn = prepared(({ db, tables: { assignments } }) =>
  db
    .select()
    .from(assignments)
    .where(
      and(
        eq(assignments.itemId, value("itemId")),
        eq(assignments.userId, value("userId")),
        eq(assignments.task, value("task")),
      ),
    )
    .prepare(),
);

/** A person's assignment of an item in whatever state, released too; null: it was never theirs. */
export async function findAssignment(
  store: Store,
  of: { itemId: string; userId: string; task: Task },
): Promise<AssignmentRow | null> {
  const rows = await selectOwn(store).execute(of);
  return rows[0] ?? null;
}

const updateState = prepared(({ db, tables: { assignments } }) =>
  db
    .update(assignments)
    .set({
      state: sql`${value("state")}`,
      leaseUntil: sql`${value("leaseUntil")}`,
      submittedAt: sql`${value("submittedAt")}`,
      updatedAt: sql`${value("now")}`,
    })
    .where(eq(assignments.id, value("id")))
    .prepare(),
);

/** Only what the queue gives, or a person took, runs out. */
export async function setAssignmentState(
  tx: Store,
  row: AssignmentRow,
  to: { state: AssignmentState; leaseUntil: number | null; now: number },
): Promise<AssignmentRow> {
  const submittedAt = to.state === "submitted" ? to.now : row.submittedAt;
  await updateState(tx).execute({ id: row.id, submittedAt, ...to });
  const { state, leaseUntil, now } = to;
  return { ...row, state, leaseUntil, submittedAt, updatedAt: now };
}
