import type { LayerSnapshot } from "@/lib/annotation/protocol";
import { createDocument, type EditorDocument } from "../document";
import { MAX_RETRY_MS } from "./backoff";
import type { SavingContext } from "./context";
import { emptyLane, joinLanes, type Lane, reopenLane, shownAnnotations, touchedIds } from "./lane";
import { createLatch } from "./latch";
import { diffLane, type LaneAddress, type StoredLane } from "./outbox";
import { createSaver, type Saver } from "./saver";
import type { SaveKind } from "./status";

export type OpenItem = { document: EditorDocument; saver: Saver };

/** One per tab and signed-in person. */
export interface Saving {
  /**
   * The document of a layer and its saver. Shows the snapshot with the work on top that an
   * earlier tab left unsent; a snapshot older than what this tab knows is read anew first.
   */
  open(snapshot: LayerSnapshot): Promise<OpenItem>;
  /** Sends what closed tabs left behind, of all items. Call at start and when back online. */
  drainOutbox(): Promise<void>;
  /** Tries now what waits in every open editor; for when the browser came online or is looked at again. */
  resumeAll(): void;
  /** Ends every editor at once; unsent work stays in the outbox. */
  dispose(): Promise<void>;
}

export function createSaving(context: SavingContext): Saving {
  const { channel, clock, locks, makeId, outbox, transport, userId } = context;
  const active = new Map<string, Saver>();
  const knownRevs = new Map<string, number>();
  const stopHearing = channel.subscribe(({ layerId, rev }) => {
    knownRevs.set(layerId, Math.max(rev, knownRevs.get(layerId) ?? 0));
  });
  /** Background sending, by layer: an editor that opens the layer takes the work over. */
  const drains = new Map<string, { cancel(): Promise<void> }>();
  const watched = new Set<string>();
  let draining: Promise<void> | null = null;
  let isDisposed = false;

  async function readAnew(snapshot: LayerSnapshot, rev: number): Promise<LayerSnapshot> {
    if (rev <= snapshot.rev) return snapshot;
    const abort = new AbortController();
    const cancel = clock.after(OPEN_TIMEOUT_MS, () => abort.abort());
    const answer = await transport.pull(snapshot.layerId, null, abort.signal);
    cancel();
    return answer.kind === "pulled" ? answer.snapshot : snapshot;
  }

  async function open(given: LayerSnapshot): Promise<OpenItem> {
    const { layerId } = given;
    await active.get(layerId)?.abandon();
    await drains.get(layerId)?.cancel();
    const address: LaneAddress = { laneId: makeId(), userId, layerId };
    const release = (await locks.take(laneLock(address.laneId))) ?? (() => {});
    const orphans = await takeOrphans(await outbox.lanes(userId, layerId), () =>
      outbox.lanes(userId, layerId),
    );
    const known = Math.max(
      knownRevs.get(layerId) ?? 0,
      ...orphans.lanes.map(({ lane }) => lane.rev),
    );
    const snapshot = await readAnew(given, known);
    const { lane, adopted } = adoptLanes(snapshot, orphans.lanes, makeId);
    if (adopted.length > 0) {
      await outbox.adopt(diffLane(address, emptyLane(snapshot.rev), lane), adopted);
    }
    orphans.release();
    const document = createDocument(shownAnnotations(snapshot.records, lane));
    const saver = start({ address, lane, document, release, knownRev: known, snapshot });
    return { document, saver };
  }

  function start(options: {
    address: LaneAddress;
    lane: Lane;
    document: EditorDocument;
    release: () => void;
    knownRev: number;
    snapshot: Pick<LayerSnapshot, "state">;
  }): Saver {
    const { address, release } = options;
    const saver = createSaver({
      ...options,
      context,
      itemState: options.snapshot.state,
      release: () => {
        if (active.get(address.layerId) === saver) active.delete(address.layerId);
        release();
      },
    });
    active.set(address.layerId, saver);
    return saver;
  }

  /** The lanes whose tabs are gone, locked for us and read again after locking. */
  async function takeOrphans(
    seen: readonly StoredLane[],
    readAgain: () => Promise<StoredLane[]>,
  ): Promise<{ lanes: StoredLane[]; release: () => void }> {
    const held = new Map<string, () => void>();
    for (const { laneId } of seen) {
      const free = (await locks.take(laneLock(laneId))) ?? (await takeSoon(laneId));
      if (free) held.set(laneId, free);
      else watch(laneId);
    }
    const lanes = held.size === 0 ? [] : await readAgain();
    return {
      lanes: lanes.filter(({ laneId }) => held.has(laneId)),
      release: () => {
        for (const free of held.values()) free();
      },
    };
  }

  /** A reloaded page may run before the browser has freed the locks of the one that it replaces. */
  async function takeSoon(laneId: string): Promise<(() => void) | null> {
    await new Promise<void>((resolve) => clock.after(LOCK_GRACE_MS, resolve));
    return locks.take(laneLock(laneId));
  }

  /** Sends the lane as soon as the tab that holds it is gone. */
  function watch(laneId: string): void {
    if (watched.has(laneId)) return;
    watched.add(laneId);
    void locks
      .run(laneLock(laneId), async () => {})
      .then(() => {
        watched.delete(laneId);
        return drainOutbox();
      });
  }

  async function drain(): Promise<void> {
    for (const stored of await outbox.allLanes(userId)) {
      if (isDisposed) return;
      if (stored.lane.ops.length === 0 || active.has(stored.layerId)) continue;
      if ((await drainLane(stored)) === "offline") {
        clock.after(MAX_RETRY_MS, () => void drainOutbox());
        return;
      }
    }
  }

  async function drainLane(stored: StoredLane): Promise<SaveKind | null> {
    const { laneId, layerId } = stored;
    let saver: Saver | null = null;
    let isCancelled = false;
    const finished = createLatch();
    drains.set(layerId, {
      cancel() {
        isCancelled = true;
        void saver?.abandon();
        return finished.opened;
      },
    });
    try {
      const free = await locks.take(laneLock(laneId));
      if (!free) return null;
      const orphan = (await outbox.lanes(userId, layerId)).find((lane) => lane.laneId === laneId);
      if (isCancelled || !orphan || orphan.lane.ops.length === 0) {
        free();
        return null;
      }
      saver = createSaver({
        context,
        address: { laneId, userId, layerId },
        lane: orphan.lane,
        itemState: "in_progress",
        // Nobody looks at this document; what it misses is read when the item is opened.
        document: createDocument([]),
        knownRev: 0,
        release: free,
      });
      await saver.dispose();
      return saver.status().kind;
    } finally {
      drains.delete(layerId);
      finished.open();
    }
  }

  function drainOutbox(): Promise<void> {
    if (isDisposed) return Promise.resolve();
    draining ??= drain().finally(() => {
      draining = null;
    });
    return draining;
  }

  return {
    open,
    drainOutbox,
    resumeAll() {
      for (const saver of active.values()) saver.resume();
    },
    async dispose() {
      isDisposed = true;
      stopHearing();
      await Promise.all([...active.values()].map((saver) => saver.abandon()));
    },
  };
}

const OPEN_TIMEOUT_MS = 5_000;
const LOCK_GRACE_MS = 250;

function laneLock(laneId: string): string {
  return `trazo-lane:${laneId}`;
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
