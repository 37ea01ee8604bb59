import { eq, sql } from "drizzle-orm";
import type { Assignment } from "@/lib/api/item-work";
import type { Store } from "../store";
import { resultLayerOf } from "./layers";
import { writeWithOthers } from "./op-queue";
import { type AssignmentRow, findAssignment, toAssignment } from "./work/assignment-row";
import { readProjectWorkflow } from "./work/workflow";
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
  /** A layer of their own, which others do not see. */
  isApart: boolean;
};

/**
 * Counts the time, and keeps an item that the queue gave for as long again; also when its lease has ended and it was
 * given to nobody yet, as after a sleep. Of an item that is only looked at nothing is written.
 */
export async function recordHeartbeat(store: Store, beat: Heartbeat): Promise<WorkPlace> {
  const { projectId, userId, activeMs, now } = beat;
  const before = await findOwn(store, beat);
  if (activeMs === 0 && !isLeased(before)) return placeOf(store, beat, before);
  return writeWithOthers(store, async (tx) => {
    // Once more: it may have been given to somebody else since.
    const row = await findOwn(tx, beat);
    await addWork(tx, { projectId, userId, now }, { activeMs });
    if (!row) return placeOf(tx, beat, null);
    const { leaseMinutes } = await readProjectWorkflow(tx, projectId);
    const leaseUntil = isLeased(row) ? now + leaseMinutes * MINUTE_MS : row.leaseUntil;
    const { assignments } = tx.tables;
    await tx.db
      .update(assignments)
      .set({ activeMs: sql`${assignments.activeMs} + ${activeMs}`, leaseUntil })
      .where(eq(assignments.id, row.id));
    return placeOf(tx, beat, { ...row, leaseUntil });
  });
}

/** Whoever gives an item back, or to somebody else, ends this state with it. */
function isLeased(row: AssignmentRow | null): boolean {
  return row?.state === "open" && row.leaseUntil !== null;
}

type Own = Pick<Heartbeat, "itemId" | "userId">;

/** Who has annotated an item and reviews it now is there for the one that is not finished. */
async function findOwn(store: Store, own: Own): Promise<AssignmentRow | null> {
  const annotating = await findAssignment(store, { ...own, task: "annotate" });
  if (isUnderWay(annotating)) return annotating;
  const reviewing = await findAssignment(store, { ...own, task: "review" });
  return isUnderWay(reviewing) ? reviewing : (annotating ?? reviewing);
}

function isUnderWay(row: AssignmentRow | null): boolean {
  return row?.state === "open" || row?.state === "assigned" || row?.state === "returned";
}

async function placeOf(
  store: Store,
  { itemId }: Own,
  row: AssignmentRow | null,
): Promise<WorkPlace> {
  const resultLayerId = await resultLayerOf(store, itemId);
  if (!row) return { assignment: null, layerId: resultLayerId, isApart: false };
  const { layerId } = row;
  return { assignment: toAssignment(row), layerId, isApart: layerId !== resultLayerId };
}
