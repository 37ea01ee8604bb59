import "server-only";
import type { LiveEvent } from "@/lib/api/live";

/** Of one open stream: what it is told, and whose it is. */
export type Listener = {
  projectId: string;
  userId: string;
  /** May see every layer and which items are gold. */
  isReviewer?: boolean;
  tell(event: LiveEvent): void;
  /** The server stops. */
  end?(): void;
};

// In one process, and one for all bundles of it: route handlers may each have their own copy of this module.
const shared = globalThis as { trazoLive?: Set<Listener> };
shared.trazoLive ??= new Set();
const listeners = shared.trazoLive;

export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Tells everybody who has the project open, after what it says is on the disk. With `userId`: that person alone. What is
 * a person's own (a notification) reaches them whichever project they have open.
 */
export function publish(projectId: string, event: LiveEvent, userId?: string): void {
  const isPersonal = event.kind === "notification" && userId !== undefined;
  for (const listener of listeners) {
    if (!isPersonal && listener.projectId !== projectId) continue;
    if (userId === undefined || listener.userId === userId) listener.tell(event);
  }
}

/**
 * As `publish`, but what those who review hear (and `ownerId`) is not what the others hear; null: they hear nothing.
 */
export function publishByRole(
  projectId: string,
  told: { reviewers: LiveEvent; others: LiveEvent | null; ownerId?: string },
): void {
  for (const listener of listeners) {
    if (listener.projectId !== projectId) continue;
    const isMeant = listener.isReviewer || listener.userId === told.ownerId;
    const event = isMeant ? told.reviewers : told.others;
    if (event) listener.tell(event);
  }
}

/** Is there anybody to tell? */
export function isHeard(projectId: string): boolean {
  for (const listener of listeners) if (listener.projectId === projectId) return true;
  return false;
}

/** How many streams a person has open. */
export function countStreams(userId: string): number {
  let count = 0;
  for (const listener of listeners) if (listener.userId === userId) count += 1;
  return count;
}

/** Of a person who may not listen any more, or from fewer places: pages that still may open theirs again by themselves. */
export function endStreamsOf(userId: string): void {
  for (const listener of [...listeners]) if (listener.userId === userId) listener.end?.();
}

/** A stopping server waits for every answer that is under way, and a stream has no end of its own. */
export function endAllStreams(): void {
  for (const listener of [...listeners]) listener.end?.();
}
