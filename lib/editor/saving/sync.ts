import type { EditorState, ItemState } from "@/lib/annotation/item-state";
import { PROTOCOL_VERSION } from "@/lib/annotation/protocol";
import type { EditorDocument } from "../document";
import { MAX_RETRY_MS, retryDelayMs } from "./backoff";
import type { Channel } from "./channel";
import type { Clock } from "./clock";
import {
  acceptOp,
  discardWork,
  forgetSent,
  type Lane,
  type LaneStep,
  type QueuedOp,
  queuePatch,
  queueState,
  type RemoteChanges,
  type Resolution,
  resolveConflict,
  splitOp,
  takeIn,
} from "./lane";
import type { Locks } from "./locks";
import { diffLane, type LaneAddress, type Outbox } from "./outbox";
import { isSameAnnotation } from "./same-annotation";
import { type SaveStatus, statusOf } from "./status";
import type { Failure, Transport } from "./transport";

/** A request without an answer for so long is given up and sent again under the same id. */
const REQUEST_TIMEOUT_MS = 30_000;

export type SavingContext = {
  userId: string;
  /** This tab, as the server's log names it. */
  clientId: string;
  outbox: Outbox;
  transport: Transport;
  locks: Locks;
  channel: Channel;
  clock: Clock;
  /** 0 ≤ x < 1. */
  random: () => number;
  /** UUIDv7. */
  makeId: () => string;
};

export interface Saver {
  status(): SaveStatus;
  /** Called after every change of the status. Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Queues the item's new state behind all edits; nothing when it has that state already. */
  setState(state: EditorState): void;
  /** Settles a conflict; nothing when there is none for that id (any more). */
  resolve(id: string, choice: Resolution): void;
  /** Tries now: the person pressed the badge, signed in again, or the browser came online. */
  retry(): void;
  /** Reads what others did; a read only. */
  refresh(): void;
  /**
   * Gives up what the server refuses and leads the document back: after 422 the first waiting
   * operation and what stands on it, otherwise (403, 404, 410) everything that waits.
   */
  discardRefused(): void;
  /** Ends listening; sends what waits until the first failure. Resolves when the lane is free. */
  dispose(): Promise<void>;
  /** Ends at once; what waits stays in the outbox for the next one who opens or drains. */
  abandon(): Promise<void>;
}

/** Saves one document of one layer. Made by `createSaving().open`, which adopts earlier work. */
export function createSaver(options: {
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
}): Saver {
  const { context, address, document } = options;
  const { clock, channel, locks, makeId, outbox, random, transport } = context;
  const { layerId } = address;
  const listeners = new Set<() => void>();
  const ended = new AbortController();
  let lane = options.lane;
  let serverState = options.itemState;
  let failure: Failure | null = null;
  let failures = 0;
  let isDurable = true;
  let knownRev = options.knownRev;
  let wantsPull = false;
  let isClosing = false;
  let isPumping = false;
  let isPumpWanted = false;
  let cancelRetry: (() => void) | null = null;
  let written: Promise<void> = Promise.resolve();
  let status = statusNow();
  let settleFreed = () => {};
  const freed = new Promise<void>((resolve) => {
    settleFreed = resolve;
  });

  const stopListening = document.subscribe((patch, origin) => {
    if (origin === "remote") return;
    update(queuePatch(lane, patch, stamp()));
    pump();
  });
  const stopHearing = channel.subscribe((news) => {
    if (news.layerId !== layerId || news.rev <= knownRev) return;
    knownRev = news.rev;
    pump();
  });
  pump();

  function statusNow(): SaveStatus {
    return statusOf({ lane, failure, isDurable, serverState });
  }

  function publish() {
    status = statusNow();
    for (const listener of listeners) listener();
  }

  function stamp() {
    return { makeId, at: clock.now() };
  }

  /** The only place where the lane changes. Writes follow each other in the order of changes. */
  function update(next: Lane) {
    const write = diffLane(address, lane, next);
    lane = next;
    written = written
      .then(() => outbox.write(write))
      .then(
        () => setDurable(true),
        // A full or forbidden disk must not stop sending; the status says what a reload would cost.
        () => setDurable(false),
      );
    publish();
  }

  function setDurable(next: boolean) {
    if (isDurable === next) return;
    isDurable = next;
    publish();
  }

  function apply({ lane: next, remote }: LaneStep) {
    update(next);
    showRemote(document, remote);
  }

  function pump() {
    isPumpWanted = true;
    if (isPumping) return;
    isPumping = true;
    void pumpAll();
  }

  async function pumpAll() {
    while (isPumpWanted) {
      isPumpWanted = false;
      while (await step());
    }
    isPumping = false;
    if (isClosing && !ended.signal.aborted) void end();
  }

  /** One exchange with the server; false when there is nothing (more) to do now. */
  async function step(): Promise<boolean> {
    if (ended.signal.aborted || cancelRetry || isStuck(failure)) return false;
    await written;
    const op = lane.ops[0];
    if (op) return sendOp(op);
    if (isClosing || (!wantsPull && knownRev <= lane.rev)) return false;
    return pullNews();
  }

  async function sendOp(op: QueuedOp): Promise<boolean> {
    const baseRev = op.sentRev ?? lane.rev;
    const answer = await locks.run(`trazo-layer:${layerId}`, () =>
      withTimeout((signal) =>
        transport.send(layerId, requestOf(op, baseRev, context.clientId), signal),
      ),
    );
    if (ended.signal.aborted) return false;
    if (answer.kind === "accepted") {
      const { rev, records, state } = answer.answer;
      succeed(state);
      apply(acceptOp(lane, op.opId, { rev, records, makeId }));
      knownRev = Math.max(knownRev, rev);
      channel.announce({ layerId, rev });
      return true;
    }
    if (answer.kind === "conflict") {
      const { rev, records } = answer.answer;
      // Without news the same request would get the same answer for ever.
      if (rev <= baseRev) return fail(serverFault);
      succeed(serverState);
      apply(takeIn(forgetSent(lane, op.opId), { rev, records, makeId }));
      return true;
    }
    const split = answer.kind === "too-large" ? splitOp(lane, op.opId, makeId) : null;
    if (split === null) return fail(answer);
    update(split);
    return true;
  }

  async function pullNews(): Promise<boolean> {
    const since = lane.rev;
    const answer = await withTimeout((signal) => transport.pull(layerId, since, signal));
    if (ended.signal.aborted) return false;
    if (answer.kind !== "pulled") return fail(answer);
    wantsPull = false;
    const { rev, records, state } = answer.snapshot;
    // A database put back from a backup can be older than what was announced.
    knownRev = rev;
    succeed(state);
    apply(takeIn(lane, { rev, records, makeId }));
    return true;
  }

  function succeed(state: ItemState) {
    failure = null;
    failures = 0;
    serverState = state;
  }

  function fail(next: Failure): false {
    failure = next;
    failures += 1;
    publish();
    if (isClosing) void end();
    else if (!isStuck(next)) scheduleRetry(next);
    return false;
  }

  function scheduleRetry(next: Failure) {
    const asked = next.kind === "unreachable" ? (next.retryAfterMs ?? 0) : MAX_RETRY_MS;
    const delayMs = Math.max(asked, retryDelayMs(failures, random));
    cancelRetry = clock.after(delayMs, () => {
      cancelRetry = null;
      pump();
    });
  }

  function clearRetry() {
    cancelRetry?.();
    cancelRetry = null;
  }

  async function withTimeout<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const timeout = new AbortController();
    const cancel = clock.after(REQUEST_TIMEOUT_MS, () => timeout.abort());
    try {
      return await request(AbortSignal.any([timeout.signal, ended.signal]));
    } finally {
      cancel();
    }
  }

  async function end() {
    if (ended.signal.aborted) return;
    stopListening();
    stopHearing();
    clearRetry();
    ended.abort();
    await written;
    options.release();
    settleFreed();
  }

  return {
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setState(state) {
      if (statusNow().itemState === state) return;
      update(queueState(lane, state, stamp()));
      pump();
    },
    resolve(id, choice) {
      apply(resolveConflict(lane, { id, choice }, stamp()));
      pump();
    },
    retry() {
      clearRetry();
      if (isStuck(failure) && failure?.kind !== "outdated") failure = null;
      publish();
      pump();
    },
    refresh() {
      wantsPull = true;
      pump();
    },
    discardRefused() {
      const head = lane.ops[0];
      if (!head || (failure?.kind !== "refused" && failure?.kind !== "too-large")) return;
      const isWholeLayer = failure.kind === "refused" && LAYER_REFUSALS.has(failure.status);
      failure = null;
      apply(discardWork(lane, isWholeLayer ? null : head.opId, makeId));
      pump();
    },
    dispose() {
      stopListening();
      isClosing = true;
      if (cancelRetry || isStuck(failure)) void end();
      else pump();
      return freed;
    },
    abandon() {
      void end();
      return freed;
    },
  };
}

/** Not the operation but the person's access or the item itself is what the server refuses. */
const LAYER_REFUSALS: ReadonlySet<number> = new Set([403, 404, 410]);
const serverFault: Failure = { kind: "unreachable", reason: "server", retryAfterMs: null };

/** Only a person can change these; trying again by the clock would not. */
function isStuck(failure: Failure | null): boolean {
  const kind = failure?.kind;
  return kind === "outdated" || kind === "refused" || kind === "too-large";
}

function requestOf(op: QueuedOp, baseRev: number, clientId: string) {
  return {
    protocol: PROTOCOL_VERSION,
    clientId,
    opId: op.opId,
    baseRev,
    changes: op.changes.map(({ id, after }) => ({ id, after })),
    ...(op.state === null ? {} : { state: op.state }),
    at: op.at,
  };
}

function showRemote(document: EditorDocument, remote: RemoteChanges) {
  const shown = document.annotations();
  const patch = new Map();
  for (const [id, after] of remote) {
    const before = shown.get(id) ?? null;
    if (!isSameAnnotation(before, after)) patch.set(id, { before, after });
  }
  document.commit(patch, "remote");
}
