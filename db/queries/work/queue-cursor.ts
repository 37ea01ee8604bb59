import type { QUEUE_ORDERS } from "@/lib/annotation/workflow";
import type { Store } from "../../store";

export type QueueOrder = (typeof QUEUE_ORDERS)[number];
/** A place in an order of the queue: what it sorts by, and the position. */
export type QueueKey = { value: number; position: number };

/** What becomes free behind a cursor, or is put before it, is found after so long at the latest. */
const FRESH_MS = 30_000;
const MAX_CURSORS = 10_000;

type Cursor = { order: QueueOrder; at: QueueKey; startedAt: number };
const cursorsOf = new WeakMap<Store, Map<string, Cursor>>();

type Who = { projectId: string; userId: string; order: QueueOrder; now: number };

/**
 * Up to where a person has been through the queue, null: nowhere. Whoever has done 50,000 items that wait for a second
 * person must not be asked about each of them at every claim. It saves work and decides nothing: after a while, and before
 * somebody is told that there is nothing left, the search begins anew.
 */
export function cursorOf(tx: Store, { projectId, userId, order, now }: Who): QueueKey | null {
  const cursor = cursorsOf.get(tx)?.get(`${projectId} ${userId}`);
  const isFresh = cursor?.order === order && Math.abs(now - cursor.startedAt) < FRESH_MS;
  return isFresh ? cursor.at : null;
}

/** The next search begins at this item, itself included: what found it may yet be rolled back. */
export function keepCursor(tx: Store, who: Who, at: QueueKey): void {
  const cursors = cursorsOf.get(tx) ?? new Map<string, Cursor>();
  cursorsOf.set(tx, cursors);
  const { projectId, userId, order, now } = who;
  const key = `${projectId} ${userId}`;
  const before = cursorOf(tx, who) ? cursors.get(key) : undefined;
  if (cursors.size >= MAX_CURSORS && !before) cursors.clear();
  cursors.set(key, { order, at, startedAt: before?.startedAt ?? now });
}

export function dropCursor(tx: Store, { projectId, userId }: Who): void {
  cursorsOf.get(tx)?.delete(`${projectId} ${userId}`);
}
