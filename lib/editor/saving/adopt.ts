import type { LayerSnapshot } from "@/lib/annotation/protocol";
import type { SavingContext } from "./context";
import { emptyLane, joinLanes, type Lane, reopenLane, touchedIds } from "./lane";
import type { StoredLane } from "./outbox";

/** A page that replaces another may run before the browser has freed the locks of that one. */
const LOCK_GRACE_MS = 250;

export function laneLock(laneId: string): string {
  return `trazo-lane:${laneId}`;
}

export type Orphans = { lanes: StoredLane[]; release: () => void };

/**
 * The lanes of a layer whose tabs are gone, locked for us and read again after locking. `onTaken`
 * is told of those that live.
 */
export async function takeOrphans(
  { clock, locks, outbox, userId }: SavingContext,
  { layerId, onTaken }: { layerId: string; onTaken: (laneId: string) => void },
): Promise<Orphans> {
  const held = new Map<string, () => void>();
  for (const { laneId } of await outbox.lanes(userId, layerId)) {
    const free = (await locks.take(laneLock(laneId))) ?? (await takeSoon(laneId));
    if (free) held.set(laneId, free);
    else onTaken(laneId);
  }
  const lanes = held.size === 0 ? [] : await outbox.lanes(userId, layerId);
  return {
    lanes: lanes.filter(({ laneId }) => held.has(laneId)),
    release() {
      for (const free of held.values()) free();
    },
  };

  async function takeSoon(laneId: string): Promise<(() => void) | null> {
    await new Promise<void>((resolve) => clock.after(LOCK_GRACE_MS, resolve));
    return locks.take(laneLock(laneId));
  }
}

/**
 * Puts orphaned lanes behind each other on the snapshot. One that touches the same records as an
 * earlier one waits in the outbox until that is sent: it has to meet it as somebody else's work.
 */
export function adoptLanes(
  snapshot: Pick<LayerSnapshot, "rev" | "records">,
  orphans: readonly StoredLane[],
  makeId: () => string,
): { lane: Lane; adopted: string[] } {
  let lane = emptyLane(snapshot.rev);
  const adopted: string[] = [];
  for (const orphan of orphans) {
    const reopened = reopenLane(orphan.lane, snapshot, makeId);
    const taken = touchedIds(lane);
    if ([...touchedIds(reopened)].some((id) => taken.has(id))) continue;
    lane = joinLanes(lane, reopened);
    adopted.push(orphan.laneId);
  }
  return { lane, adopted };
}
