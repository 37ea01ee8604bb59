import { createDocument } from "../document";
import { laneLock } from "./adopt";
import { MAX_RETRY_MS } from "./backoff";
import type { SavingContext } from "./context";
import { createLatch } from "./latch";
import type { StoredLane } from "./outbox";
import { createSaver, type Saver } from "./saver";
import type { SaveKind } from "./status";

/** Sends, without an editor, what closed tabs left behind. */
export interface Drain {
  /** All items, one after the other; asked again while it runs, it is the same run. */
  all(): Promise<void>;
  /** An editor opens the layer and takes the work over; resolves when it may. */
  yieldTo(layerId: string): Promise<void>;
  /** Sends the lane as soon as the tab that holds it is gone. */
  watch(laneId: string): void;
  end(): void;
}

/** `isOpen`: layers that an editor of this tab has opened or is about to. */
export function createDrain(context: SavingContext, isOpen: (layerId: string) => boolean): Drain {
  const { clock, locks, outbox, userId } = context;
  const running = new Set<{ layerId: string; cancel(): Promise<void> }>();
  const watched = new Set<string>();
  let current: Promise<void> | null = null;
  let isEnded = false;

  function all(): Promise<void> {
    if (isEnded) return Promise.resolve();
    current ??= drainAll().finally(() => {
      current = null;
    });
    return current;
  }

  async function drainAll(): Promise<void> {
    for (const stored of await outbox.allLanes(userId)) {
      if (isEnded) return;
      if (stored.lane.ops.length === 0 || isOpen(stored.layerId)) continue;
      if ((await drainLane(stored)) === "offline") {
        clock.after(MAX_RETRY_MS, () => void all());
        return;
      }
    }
  }

  /** Also while its layer is open here: the editor hears of it as of any other tab's work. */
  async function drainFreed(laneId: string): Promise<void> {
    const freed = (await outbox.allLanes(userId)).find((lane) => lane.laneId === laneId);
    if (isEnded || !freed || freed.lane.ops.length === 0) return;
    if ((await drainLane(freed)) === "offline") {
      clock.after(MAX_RETRY_MS, () => void drainFreed(laneId));
    }
  }

  async function drainLane({ laneId, layerId }: StoredLane): Promise<SaveKind | null> {
    let saver: Saver | null = null;
    let isCancelled = false;
    const finished = createLatch();
    const run = {
      layerId,
      cancel() {
        isCancelled = true;
        void saver?.abandon();
        return finished.opened;
      },
    };
    running.add(run);
    try {
      const release = await locks.take(laneLock(laneId));
      if (!release) return null;
      const orphan = (await outbox.lanes(userId, layerId)).find((lane) => lane.laneId === laneId);
      if (isCancelled || !orphan || orphan.lane.ops.length === 0) {
        release();
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
        release,
      });
      await saver.dispose();
      return saver.status().kind;
    } finally {
      running.delete(run);
      finished.open();
    }
  }

  return {
    all,
    async yieldTo(layerId) {
      const runs = [...running].filter((run) => run.layerId === layerId);
      await Promise.all(runs.map((run) => run.cancel()));
    },
    watch(laneId) {
      if (watched.has(laneId)) return;
      watched.add(laneId);
      void locks
        .run(laneLock(laneId), async () => {})
        .then(() => {
          watched.delete(laneId);
          return drainFreed(laneId);
        });
    },
    end() {
      isEnded = true;
    },
  };
}
