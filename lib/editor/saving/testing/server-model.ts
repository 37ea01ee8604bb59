import type { Annotation } from "@/lib/annotation/annotation";
import type { ItemState } from "@/lib/annotation/item-state";
import type { LayerRecord, LayerSnapshot, OpRequest } from "@/lib/annotation/protocol";
import { PROTOCOL_VERSION } from "@/lib/annotation/protocol";
import { isSameAnnotation } from "../same-annotation";
import type { PullAnswer, SendAnswer } from "../transport";

/** What the conformance suite asks of a server: one layer, empty at revision 0. */
export interface LayerServer {
  send(request: OpRequest): Promise<SendAnswer>;
  pull(since: number | null): Promise<PullAnswer>;
}

export type LoggedOp = { opId: string; rev: number; request: OpRequest };

/**
 * The protocol's rules in their plainest form; the real server has to answer the same.
 * - An opId is applied once. A repetition changes nothing and answers with the present revision
 *   and with every record touched since its baseRev, other than those that it itself touched last.
 * - An operation conflicts only if a record that it touches was changed after its baseRev, to
 *   something else than what it asks for. Then nothing of it is written.
 * - A deletion leaves a tombstone, which `?since=` and conflicts show and a plain read does not.
 */
export function createServerModel(layerId = "layer") {
  const records = new Map<string, LayerRecord>();
  const log: LoggedOp[] = [];
  let rev = 0;
  let state: ItemState = "new";

  function since(baseRev: number, exceptRev?: number): LayerRecord[] {
    return [...records.values()].filter(
      (record) => record.rev > baseRev && record.rev !== exceptRev,
    );
  }

  function send(request: OpRequest): SendAnswer {
    if (request.protocol !== PROTOCOL_VERSION) return { kind: "outdated" };
    const earlier = log.find((op) => op.opId === request.opId);
    if (earlier) {
      return {
        kind: "accepted",
        answer: { rev, state, records: since(request.baseRev, earlier.rev) },
      };
    }
    const isConflict = request.changes.some(({ id, after }) => {
      const record = records.get(id);
      if (!record || record.rev <= request.baseRev) return false;
      return !isSameAnnotation(record.annotation, after);
    });
    if (isConflict) return { kind: "conflict", answer: { rev, records: since(request.baseRev) } };
    rev += 1;
    for (const { id, after } of request.changes) records.set(id, { id, rev, annotation: after });
    state = request.state ?? (state === "new" ? "in_progress" : state);
    log.push({ opId: request.opId, rev, request });
    return { kind: "accepted", answer: { rev, state, records: since(request.baseRev, rev) } };
  }

  function snapshot(sinceRev: number | null): LayerSnapshot {
    const all = [...records.values()];
    const shown = sinceRev === null ? all.filter((record) => record.annotation) : since(sinceRev);
    return { layerId, itemId: "item", rev, state, records: shown };
  }

  return {
    send,
    snapshot,
    log: (): readonly LoggedOp[] => log,
    annotations: (): Map<string, Annotation> =>
      new Map(
        [...records].flatMap(([id, { annotation }]) => (annotation ? [[id, annotation]] : [])),
      ),
  };
}
export type ServerModel = ReturnType<typeof createServerModel>;
