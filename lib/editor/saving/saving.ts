import type { LayerSnapshot } from "@/lib/annotation/protocol";
import { createDocument, type EditorDocument } from "../document";
import { adoptLanes, laneLock, takeOrphans } from "./adopt";
import type { SavingContext } from "./context";
import { createDrain } from "./drain";
import { emptyLane, shownAnnotations } from "./lane";
import { diffLane, type LaneAddress } from "./outbox";
import { createSaver, type Saver, type SaverOptions } from "./saver";

/** An item is shown after so long even if nobody says what became of it meanwhile. */
const OPEN_TIMEOUT_MS = 5_000;

/** When to look after the work of an item that was left with something unsent. */
const LEFT_BEHIND_MS = 5_000;

export type OpenItem = { document: EditorDocument; saver: Saver };

/** One per tab and signed-in person. */
export interface Saving {
  /**
   * The document of a layer and its saver. Shows the snapshot with the work on top that an
   * earlier tab left unsent; a snapshot older than what this tab knows is read anew first.
   * A layer that is open here already keeps its document, brought up to date: somebody may be
   * drawing in it. It is saved until everyone who opened it has disposed of it.
   */
  open(snapshot: LayerSnapshot): Promise<OpenItem>;
  /** Sends what closed tabs left behind, of all items. Call at start and when back online. */
  drainOutbox(): Promise<void>;
  /** Tries now what waits in every open editor; for when the browser came online or is looked at again. */
  resumeAll(): void;
  /** Ends every editor at once; unsent work stays in the outbox. */
  dispose(): Promise<void>;
}

/** A layer that is open in this tab, perhaps by several. */
type Live = OpenItem & { holders: number };

export function createSaving(context: SavingContext): Saving {
  const { channel, clock, locks, makeId, outbox, transport, userId } = context;
  const active = new Map<string, Live>();
  const opening = new Set<string>();
  const isOpen = (layerId: string) => active.has(layerId) || opening.has(layerId);
  const drain = createDrain(context, isOpen);
  const knownRevs = new Map<string, number>();
  const stopHearing = channel.subscribe(({ layerId, rev }) => {
    knownRevs.set(layerId, Math.max(rev, knownRevs.get(layerId) ?? 0));
  });

  async function readAnew(snapshot: LayerSnapshot, rev: number): Promise<LayerSnapshot> {
    if (rev <= snapshot.rev) return snapshot;
    const abort = new AbortController();
    const cancel = clock.after(OPEN_TIMEOUT_MS, () => abort.abort());
    const answer = await transport.pull(snapshot.layerId, null, abort.signal);
    cancel();
    return answer.kind === "pulled" ? answer.snapshot : snapshot;
  }

  function start(options: Omit<SaverOptions, "context">): OpenItem {
    const { document } = options;
    const { layerId } = options.address;
    const saver = createSaver({
      ...options,
      context,
      release() {
        if (active.get(layerId) === live) active.delete(layerId);
        options.release();
        // Left while the server was away: nobody else would send it before the page is looked at again.
        if (saver.status().waiting > 0) clock.after(LEFT_BEHIND_MS, () => void drain.all());
      },
    });
    const live: Live = { document, saver, holders: 0 };
    active.set(layerId, live);
    return hold(live);
  }

  function hold(live: Live): OpenItem {
    const { document, saver } = live;
    live.holders += 1;
    let isHeld = true;
    return {
      document,
      saver: {
        ...saver,
        async dispose() {
          if (!isHeld) return;
          isHeld = false;
          live.holders -= 1;
          if (live.holders === 0) await saver.dispose();
        },
      },
    };
  }

  async function share(live: Live): Promise<OpenItem> {
    const held = hold(live);
    live.saver.retry();
    await new Promise<void>((resolve) => {
      const cancel = clock.after(OPEN_TIMEOUT_MS, resolve);
      void live.saver.refresh().then(() => {
        cancel();
        resolve();
      });
    });
    return held;
  }

  async function open(given: LayerSnapshot): Promise<OpenItem> {
    const { layerId } = given;
    const live = active.get(layerId);
    if (live && live.holders > 0) return share(live);
    await live?.saver.abandon();
    await drain.yieldTo(layerId);
    const address: LaneAddress = { laneId: makeId(), userId, layerId };
    const release = (await locks.take(laneLock(address.laneId))) ?? (() => {});
    const orphans = await takeOrphans(context, { layerId, onTaken: drain.watch });
    const revs = orphans.lanes.map(({ lane }) => lane.rev);
    const knownRev = Math.max(knownRevs.get(layerId) ?? 0, ...revs);
    const snapshot = await readAnew(given, knownRev);
    const { lane, adopted } = adoptLanes(snapshot, orphans.lanes, makeId);
    if (adopted.length > 0) {
      await outbox.adopt(diffLane(address, emptyLane(snapshot.rev), lane), adopted);
    }
    orphans.release();
    const document = createDocument(shownAnnotations(snapshot.records, lane));
    const itemState = snapshot.state;
    return start({ address, lane, document, release, knownRev, itemState });
  }

  return {
    async open(snapshot) {
      // Told beforehand, so that nobody begins to send what is about to be taken over.
      opening.add(snapshot.layerId);
      try {
        return await open(snapshot);
      } finally {
        opening.delete(snapshot.layerId);
      }
    },
    drainOutbox: drain.all,
    resumeAll() {
      for (const { saver } of active.values()) saver.resume();
    },
    async dispose() {
      drain.end();
      stopHearing();
      await Promise.all([...active.values()].map(({ saver }) => saver.abandon()));
    },
  };
}
