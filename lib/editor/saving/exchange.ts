import type { ItemState } from "@/lib/annotation/item-state";
import { type OpRequest, PROTOCOL_VERSION } from "@/lib/annotation/protocol";
import type { SavingContext } from "./context";
import {
  acceptOp,
  forgetSent,
  type Lane,
  type LaneStep,
  type QueuedOp,
  splitOp,
  takeIn,
} from "./lane";
import type { Failure } from "./transport";

/** A request without an answer for so long is given up and sent again under the same id. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * What one request brought. `advance` goes over the lane as it is by then: the person has worked on
 * while the request was under way.
 */
export type Outcome =
  | { kind: "accepted" | "pulled"; rev: number; state: ItemState; advance: Advance }
  /** Others were quicker, or the operation was too large for one request: try the new head. */
  | { kind: "rebased"; advance: Advance }
  | { kind: "failed"; failure: Failure };
type Advance = (lane: Lane) => LaneStep;

const serverFault: Failure = { kind: "unreachable", reason: "server", retryAfterMs: null };

/** One request to the server about one layer. */
export interface Exchange {
  send(op: QueuedOp, laneRev: number): Promise<Outcome>;
  /** What others did since `rev`. */
  pull(rev: number): Promise<Outcome>;
}

/** `ended` cuts off what is under way; its outcome means nothing then. */
export function createExchange(
  context: SavingContext,
  { layerId, ended }: { layerId: string; ended: AbortSignal },
): Exchange {
  const { clientId, clock, locks, makeId, transport } = context;

  async function withTimeout<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const timeout = new AbortController();
    const cancel = clock.after(REQUEST_TIMEOUT_MS, () => timeout.abort());
    try {
      return await request(AbortSignal.any([timeout.signal, ended]));
    } finally {
      cancel();
    }
  }

  return {
    async send(op, laneRev) {
      const { opId } = op;
      const baseRev = op.sentRev ?? laneRev;
      const request = requestOf(op, { baseRev, clientId });
      const answer = await locks.run(`trazo-layer:${layerId}`, () =>
        withTimeout((signal) => transport.send(layerId, request, signal)),
      );
      if (answer.kind === "accepted") {
        const { rev, records, state } = answer.answer;
        const advance: Advance = (lane) => acceptOp(lane, opId, { rev, records, makeId });
        return { kind: "accepted", rev, state, advance };
      }
      if (answer.kind === "conflict") {
        const { rev, records } = answer.answer;
        // Without news the same request would get the same answer for ever.
        if (rev <= baseRev) return { kind: "failed", failure: serverFault };
        const advance: Advance = (lane) => takeIn(forgetSent(lane, opId), { rev, records, makeId });
        return { kind: "rebased", advance };
      }
      if (answer.kind === "too-large" && op.changes.length > 1) {
        const advance: Advance = (lane) => ({
          lane: splitOp(lane, opId, makeId) ?? lane,
          remote: new Map(),
        });
        return { kind: "rebased", advance };
      }
      return { kind: "failed", failure: answer };
    },
    async pull(since) {
      const answer = await withTimeout((signal) => transport.pull(layerId, since, signal));
      if (answer.kind !== "pulled") return { kind: "failed", failure: answer };
      const { rev, records, state } = answer.snapshot;
      const advance: Advance = (lane) => takeIn(lane, { rev, records, makeId });
      return { kind: "pulled", rev, state, advance };
    },
  };
}

function requestOf(
  op: QueuedOp,
  { baseRev, clientId }: { baseRev: number; clientId: string },
): OpRequest {
  return {
    protocol: PROTOCOL_VERSION,
    clientId,
    opId: op.opId,
    baseRev,
    changes: op.changes.map(({ id, after }) => ({ id, after })),
    ...(op.state === null ? {} : { state: op.state }),
    ...(op.note === undefined ? {} : { note: op.note }),
    at: op.at,
  };
}
