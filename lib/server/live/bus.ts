import "server-only";
import type { LiveEvent } from "@/lib/api/live";

/** Of one open stream: what it is told, and whose it is. */
export type Listener = { projectId: string; userId: string; tell(event: LiveEvent): void };

// In one process, and one for all bundles of it: route handlers may each have their own copy of this module.
const shared = globalThis as { trazoLive?: Set<Listener> };
shared.trazoLive ??= new Set();
const listeners = shared.trazoLive;

export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells everybody who has the project open, after what it says is on the disk. With `userId`: that person alone. */
export function publish(projectId: string, event: LiveEvent, userId?: string): void {
  for (const listener of listeners) {
    if (listener.projectId !== projectId) continue;
    if (userId === undefined || listener.userId === userId) listener.tell(event);
  }
}
