import { and, eq, sql } from "drizzle-orm";
import { readWorkflow } from "@/lib/annotation/workflow";
import { type Assignment, SHOWN_ORIGINS } from "@/lib/api/work";
import type { Store } from "../store";
import { resultLayerOf } from "./layers";
import { addWork } from "./work-days";

const MINUTE_MS = 60_000;

export type Heartbeat = {
  projectId: string;
  itemId: string;
  userId: string;
  /** Time of real interaction since the last one. */
  activeMs: number;
  now: number;
};

export type WorkPlace = {
  assignment: Assignment | null;
  /** What the person works in: their own layer, or else the item's result. Null: the item is gone. */
  layerId: string | null;
};

/**
 * Counts the time, and keeps an item that the queue gave for as long again. A lease that has ended stays so. Of an item
 * that is only looked at nothing is written.
 */
export async function recordHeartbeat(store: Store, beat: Heartbeat): Promise<WorkPlace> {
  const { projectId, userId, activeMs, now } = beat;
  const before = await readWorkPlace(store, beat);
  if (activeMs === 0 && !isLeased(before.assignment, now)) return before;
  return store.transaction(async (tx) => {
    // Once more: it may have been given to somebody else since.
    const { assignment } = await readWorkPlace(tx, beat);
    await addWork(tx, { projectId, userId, now }, { activeMs });
    if (!assignment) return before;
    const { assignments } = tx.tables;
    const untilMs = now + (await leaseMs(tx, projectId));
    await tx.db
      .update(assignments)
      .set({
        activeMs: sql`${assignments.activeMs} + ${activeMs}`,
        ...(isLeased(assignment, now) ? { leaseUntil: untilMs } : {}),
      })
      .where(eq(assignments.id, assignment.id));
    return readWorkPlace(tx, beat);
  });
}

function isLeased(assignment: Assignment | null, now: number): boolean {
  if (assignment?.state !== "open" || assignment.leaseUntil === null) return false;
  return assignment.leaseUntil > now;
}

async function leaseMs({ db, tables: { projects } }: Store, projectId: string): Promise<number> {
  const rows = await db
    .select({ settings: projects.settings })
    .from(projects)
    .where(eq(projects.id, projectId));
  return readWorkflow(rows[0]?.settings ?? "{}").leaseMinutes * MINUTE_MS;
}

async function readWorkPlace(
  store: Store,
  { itemId, userId }: Pick<Heartbeat, "itemId" | "userId">,
): Promise<WorkPlace> {
  const { db, tables } = store;
  const { assignments } = tables;
  const rows = await db
    .select()
    .from(assignments)
    .where(and(eq(assignments.itemId, itemId), eq(assignments.userId, userId)));
  // Those who annotate and review the same item work as its annotators until it is theirs to review.
  const row = rows.find(({ state }) => state === "open" || state === "returned") ?? rows[0];
  if (!row) {
    return { assignment: null, layerId: await resultLayerOf(store, itemId) };
  }
  const { id, layerId, task, state, leaseUntil, dueAt, rounds } = row;
  const origin = SHOWN_ORIGINS.find((known) => known === row.origin) ?? "queue";
  const own = { id, itemId, layerId, task, origin, state, leaseUntil, dueAt, rounds };
  return { assignment: own, layerId };
}
