import type { EditorState, ItemState } from "@/lib/annotation/item-state";
import type { LayerSnapshot } from "@/lib/annotation/protocol";
import type { EditorDocument } from "../document";
import type { SavingContext } from "./context";
import { createExchange, type Outcome } from "./exchange";
import { isLayerRefused, isStuck } from "./failure";
import {
  type Conflict,
  confirmedAnnotations,
  discardWork,
  type Lane,
  type LaneStep,
  type QueuedOp,
  queuePatch,
  queueState,
  type Resolution,
  resolveConflict,
} from "./lane";
import { createLaneKeeper } from "./lane-keeper";
import { createLatch } from "./latch";
import type { LaneAddress } from "./outbox";
import { createPump } from "./pump";
import { createRetry } from "./retry";
import { showRemote } from "./show-remote";
import { type SaveStatus, statusOf } from "./status";
import type { Failure } from "./transport";

export interface Saver {
  status(): SaveStatus;
  /** Called after every change of the status. Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Queues the item's new state behind all edits; nothing when it has that state already. `note`: why it is skipped. */
  setState(state: EditorState, note?: string): void;
  /** Settles a conflict; nothing when there is none for that id (any more). */
  resolve(id: string, choice: Resolution): void;
  /** Tries now, also what was refused: the person pressed the badge. */
  retry(): void;
  /**
   * Tries now what otherwise waits for its time: the browser came online, or the person came back
   * from signing in. What was refused stays so.
   */
  resume(): void;
  /** What the server is known to have, without what waits: to open the item again without it. */
  confirmed(): Confirmed;
  /** Reads what others did; a read only. Resolves when that is taken in, or cannot be had for now. */
  refresh(): Promise<void>;
  /**
   * Gives up what the server refuses and leads the document back: after 422 the first waiting
   * operation and what stands on it, otherwise (403, 404, 410) everything that waits.
   */
  discardRefused(): void;
  /** Work that the server has not confirmed, to be kept elsewhere. */
  unsent(): UnsentWork;
  /** Ends listening; sends what waits until the first failure. Resolves when the lane is free. */
  dispose(): Promise<void>;
  /** Ends at once; what waits stays in the outbox for the next one who opens or drains. */
  abandon(): Promise<void>;
}

export type Confirmed = Pick<LayerSnapshot, "rev" | "state" | "records">;

export type UnsentWork = {
  layerId: string;
  /** The revision on which it was made. */
  rev: number;
  operations: readonly QueuedOp[];
  conflicts: readonly Conflict[];
  /** The same of layers of suggestions, where something waits. */
  suggestions?: readonly UnsentWork[];
};

export type SaverOptions = {
  context: SavingContext;
  address: LaneAddress;
  /** As it is in the outbox. */
  lane: Lane;
  itemState: ItemState;
  document: EditorDocument;
  /** A revision known to exist; newer than the lane's makes the saver pull at once. */
  knownRev: number;
  /** Lets the lane's lock go. */
  release: () => void;
};

/** Saves one document of one layer. Made by `createSaving().open`, which adopts earlier work. */
export function createSaver(options: SaverOptions): Saver {
  const { context, address, document } = options;
  const { channel, clock, makeId, outbox, random } = context;
  const { layerId } = address;
  const listeners = new Set<() => void>();
  const ended = new AbortController();
  const freed = createLatch();
  const keeper = createLaneKeeper({ address, lane: options.lane, outbox, onChange: publish });
  const exchange = createExchange(context, { layerId, ended: ended.signal });
  const pump = createPump(step, () => {
    if (isClosing) void end();
  });
  const retry = createRetry({ clock, random, run: pump });
  let serverState = options.itemState;
  let failure: Failure | null = null;
  let knownRev = options.knownRev;
  let wantsPull = false;
  /** Of those who wait for the next pull. */
  let pulled = createLatch();
  let isClosing = false;
  let status = statusNow();

  const stopListening = document.subscribe((patch, origin) => {
    if (origin === "remote") return;
    keeper.update(queuePatch(keeper.lane(), patch, stamp()));
    pump();
  });
  const stopHearing = channel.subscribe((news) => {
    if (news.layerId !== layerId || news.rev <= knownRev) return;
    knownRev = news.rev;
    pump();
  });
  pump();

  function statusNow(): SaveStatus {
    return statusOf({
      lane: keeper.lane(),
      failure,
      isDurable: keeper.isDurable(),
      serverState,
    });
  }

  function publish(): void {
    status = statusNow();
    for (const listener of listeners) listener();
  }

  function stamp() {
    return { makeId, at: clock.now() };
  }

  function apply({ lane, remote }: LaneStep): void {
    keeper.update(lane);
    showRemote(document, remote);
  }

  /** One exchange with the server; false when there is nothing (more) to do now. */
  async function step(): Promise<boolean> {
    if (ended.signal.aborted || retry.isWaiting() || isStuck(failure)) return false;
    await keeper.written();
    const { ops, rev } = keeper.lane();
    const [op] = ops;
    if (!op && (isClosing || (!wantsPull && knownRev <= rev))) return false;
    if (!op) return pull(rev);
    const outcome = await exchange.send(op, rev);
    return ended.signal.aborted ? false : take(outcome);
  }

  /** Who asks while it is under way is not served by it: it may have been answered before. */
  async function pull(rev: number): Promise<boolean> {
    const asked = pulled;
    pulled = createLatch();
    wantsPull = false;
    const outcome = await exchange.pull(rev);
    const isTaken = !ended.signal.aborted && take(outcome);
    wantsPull ||= !isTaken;
    asked.open();
    return isTaken;
  }

  function take(outcome: Outcome): boolean {
    if (outcome.kind === "failed") {
      fail(outcome.failure);
      return false;
    }
    failure = null;
    retry.succeeded();
    if (outcome.kind !== "rebased") serverState = outcome.state;
    apply(outcome.advance(keeper.lane()));
    if (outcome.kind === "pulled") {
      // A database put back from a backup can be older than what was announced.
      knownRev = outcome.rev;
    } else if (outcome.kind === "accepted") {
      const { rev } = outcome;
      knownRev = Math.max(knownRev, rev);
      channel.announce({ layerId, rev });
    }
    return true;
  }

  function fail(next: Failure): void {
    failure = next;
    publish();
    pulled.open();
    pulled = createLatch();
    if (isClosing) void end();
    else if (!isStuck(next)) retry.schedule(next);
  }

  async function end(): Promise<void> {
    if (ended.signal.aborted) return;
    stopListening();
    stopHearing();
    retry.clear();
    ended.abort();
    pulled.open();
    await keeper.written();
    options.release();
    freed.open();
  }

  return {
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setState(state, note) {
      if (statusNow().itemState === state) return;
      keeper.update(queueState(keeper.lane(), { state, note }, stamp()));
      pump();
    },
    resolve(id, choice) {
      apply(resolveConflict(keeper.lane(), { id, choice }, stamp()));
      pump();
    },
    retry() {
      retry.clear();
      if (isStuck(failure) && failure?.kind !== "outdated") failure = null;
      publish();
      pump();
    },
    confirmed() {
      const { rev } = keeper.lane();
      const annotations = confirmedAnnotations(document.current(), keeper.lane());
      const records = [...annotations].map(([id, annotation]) => ({ id, rev, annotation }));
      return { rev, state: serverState, records };
    },
    resume() {
      retry.clear();
      pump();
    },
    refresh() {
      wantsPull = true;
      pump();
      const isHeldUp = ended.signal.aborted || retry.isWaiting() || isStuck(failure);
      return isHeldUp ? Promise.resolve() : pulled.opened;
    },
    discardRefused() {
      const [head] = keeper.lane().ops;
      if (!head || (failure?.kind !== "refused" && failure?.kind !== "too-large")) return;
      const opId = isLayerRefused(failure) ? null : head.opId;
      failure = null;
      apply(discardWork(keeper.lane(), opId, makeId));
      pump();
    },
    unsent() {
      const { rev, ops, conflicts } = keeper.lane();
      return { layerId, rev, operations: ops, conflicts: [...conflicts.values()] };
    },
    dispose() {
      stopListening();
      isClosing = true;
      if (retry.isWaiting() || isStuck(failure)) void end();
      else pump();
      return freed.opened;
    },
    abandon() {
      void end();
      return freed.opened;
    },
  };
}
