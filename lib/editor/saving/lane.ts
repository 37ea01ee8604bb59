import type { Annotation } from "@/lib/annotation/annotation";
import type { EditorState } from "@/lib/annotation/item-state";
import type { Patch } from "@/lib/annotation/patch";
import { type LayerRecord, MAX_CHANGES_PER_OP } from "@/lib/annotation/protocol";
import { isSameAnnotation } from "./same-annotation";

/**
 * The algebra of unsent work, without a clock, a network or a store.
 *
 * A lane is what one open editor still has to say about one layer: everything up to `rev` is
 * known to it, and its operations are made on top of that, in order. Two tabs on one layer have
 * two lanes, because neither has seen what the other did: only operations of one lane may be
 * rebased past each other.
 */
export type Lane = {
  /** The revision that the lane has taken in; `baseRev` of whatever it sends next. */
  readonly rev: number;
  readonly ops: readonly QueuedOp[];
  /** Held back until the person decides; no operation of the lane touches these ids. */
  readonly conflicts: ReadonlyMap<string, Conflict>;
};

export type QueuedChange = {
  readonly id: string;
  readonly before: Annotation | null;
  readonly after: Annotation | null;
};

/** One gesture. Never merged with another: the server's log of operations is the item's history. */
export type QueuedOp = {
  readonly opId: string;
  /** Order in the lane; fractions arise where one operation had to become two. */
  readonly seq: number;
  readonly changes: readonly QueuedChange[];
  readonly state: EditorState | null;
  /** Why the item is skipped. */
  readonly note?: string;
  /** When the person did it, ms since 1970. */
  readonly at: number;
  /**
   * Set on what a dead tab may have sent: the revision to name when it is sent again. Naming a
   * later one would hide what others did to its records after it was taken.
   */
  readonly sentRev?: number;
};

/** A record that both sides changed. Null: that side deleted it. `base` is what both started from. */
export type Conflict = {
  readonly id: string;
  readonly mine: Annotation | null;
  readonly theirs: Annotation | null;
  readonly base: Annotation | null;
};

export type Resolution = "mine" | "theirs" | "both";

/** What the document has to show after others' changes: null for removed. */
export type RemoteChanges = ReadonlyMap<string, Annotation | null>;
export type LaneStep = { lane: Lane; remote: RemoteChanges };
export type OpStamp = { makeId: () => string; at: number };

export function emptyLane(rev: number): Lane {
  return { rev, ops: [], conflicts: new Map() };
}

/** The patch as new operations at the end; what touches an open conflict changes its `mine`. */
export function queuePatch(lane: Lane, patch: Patch<Annotation>, stamp: OpStamp): Lane {
  const conflicts = new Map(lane.conflicts);
  const changes: QueuedChange[] = [];
  for (const [id, { before, after }] of patch) {
    const conflict = conflicts.get(id);
    if (!conflict) changes.push({ id, before, after });
    else if (isSameAnnotation(after, conflict.theirs)) conflicts.delete(id);
    else conflicts.set(id, { ...conflict, mine: after });
  }
  return { ...lane, conflicts, ops: [...lane.ops, ...opsOf(lane, changes, stamp)] };
}

/** The item's new state, as an operation of its own behind the others. */
export function queueState(
  lane: Lane,
  { state, note }: { state: EditorState; note?: string | undefined },
  stamp: OpStamp,
): Lane {
  const said = note === undefined ? {} : { note };
  const op = {
    opId: stamp.makeId(),
    seq: nextSeq(lane),
    changes: [],
    state,
    ...said,
    at: stamp.at,
  };
  return { ...lane, ops: [...lane.ops, op] };
}

/** The server took `opId`; `records` are what others did since the lane's `rev`. */
export function acceptOp(
  lane: Lane,
  opId: string,
  answer: { rev: number; records: readonly LayerRecord[]; makeId: () => string },
): LaneStep {
  const accepted = lane.ops.find((op) => op.opId === opId);
  const rest = { ...lane, ops: lane.ops.filter((op) => op.opId !== opId) };
  const later = touchedIds(rest);
  const sent = new Map(accepted?.changes.map(({ id, after }) => [id, after]));
  // The server may have put another label in our own record (merged meanwhile): not their edit.
  const records = answer.records.filter(
    ({ id, annotation }) =>
      !(later.has(id) && annotation && isRelabelled(sent.get(id) ?? null, annotation)),
  );
  return takeIn(rest, { ...answer, records });
}

/**
 * Rebases the lane onto `rev`. A record that only the others touched goes to the document; one
 * that both touched leaves its operations and becomes a conflict, unless both came to the same.
 * An operation that lost a change gets a new id, because it no longer is what was sent before.
 */
export function takeIn(
  lane: Lane,
  news: { rev: number; records: readonly LayerRecord[]; makeId: () => string },
): LaneStep {
  const conflicts = new Map(lane.conflicts);
  const remote = new Map<string, Annotation | null>();
  const dropped = new Set<string>();
  const chains = chainsById(lane.ops);
  for (const { id, annotation: theirs } of news.records) {
    const conflict = conflicts.get(id);
    const chain = chains.get(id);
    if (conflict) {
      if (isSameAnnotation(conflict.mine, theirs)) conflicts.delete(id);
      else conflicts.set(id, { ...conflict, theirs });
    } else if (!chain) {
      remote.set(id, theirs);
    } else if (!isKnownTo(chain, theirs)) {
      // Asked in this order: the echo of a lost answer must not undo what came after it.
      dropped.add(id);
      if (isUnchanged(chain)) remote.set(id, theirs);
      else conflicts.set(id, { id, base: chain.base, mine: lastOf(chain), theirs });
    }
  }
  const ops = dropped.size === 0 ? lane.ops : withoutRecords(lane.ops, dropped, news.makeId);
  return { lane: { rev: Math.max(lane.rev, news.rev), ops, conflicts }, remote };
}

/**
 * Ends a conflict. "mine" writes mine over theirs, "theirs" drops mine, "both" keeps theirs and
 * adds mine under a new id (a deletion has nothing to add). `remote` is what the document shows.
 */
export function resolveConflict(
  lane: Lane,
  decision: { id: string; choice: Resolution },
  stamp: OpStamp,
): LaneStep {
  const conflict = lane.conflicts.get(decision.id);
  if (!conflict) return { lane, remote: new Map() };
  const { id, mine, theirs } = conflict;
  const conflicts = new Map(lane.conflicts);
  conflicts.delete(id);
  const settled = { ...lane, conflicts };
  if (decision.choice === "mine") {
    const ops = opsOf(lane, [{ id, before: theirs, after: mine }], stamp);
    return { lane: { ...settled, ops: [...lane.ops, ...ops] }, remote: new Map() };
  }
  const remote = new Map<string, Annotation | null>([[id, theirs]]);
  if (decision.choice === "theirs" || mine === null) return { lane: settled, remote };
  const copy = { ...mine, id: stamp.makeId() };
  remote.set(copy.id, copy);
  const ops = opsOf(lane, [{ id: copy.id, before: null, after: copy }], stamp);
  return { lane: { ...settled, ops: [...lane.ops, ...ops] }, remote };
}

/** Two operations in the place of one that was too large to send; null if it cannot be split. */
export function splitOp(lane: Lane, opId: string, makeId: () => string): Lane | null {
  const index = lane.ops.findIndex((op) => op.opId === opId);
  const op = lane.ops[index];
  if (!op || op.changes.length < 2) return null;
  const half = Math.ceil(op.changes.length / 2);
  const next = lane.ops[index + 1]?.seq ?? op.seq + 1;
  const first = { ...unsent(op), opId: makeId(), changes: op.changes.slice(0, half), state: null };
  const second = {
    ...unsent(op),
    opId: makeId(),
    seq: (op.seq + next) / 2,
    changes: op.changes.slice(half),
  };
  return { ...lane, ops: lane.ops.flatMap((other) => (other === op ? [first, second] : [other])) };
}

/**
 * Gives up what the server will never take: the operation and, since they stand on it, all later
 * changes of its records (`opId` null: everything). `remote` leads the document back.
 */
export function discardWork(lane: Lane, opId: string | null, makeId: () => string): LaneStep {
  const chains = chainsById(lane.ops);
  const op = lane.ops.find((other) => other.opId === opId);
  const ids = opId === null ? new Set(chains.keys()) : new Set(op?.changes.map(({ id }) => id));
  const remote = new Map([...ids].map((id) => [id, chains.get(id)?.base ?? null] as const));
  if (opId !== null) {
    const rest = lane.ops.filter((other) => other.opId !== opId);
    return { lane: { ...lane, ops: withoutRecords(rest, ids, makeId) }, remote };
  }
  for (const { id, theirs } of lane.conflicts.values()) remote.set(id, theirs);
  return { lane: { ...lane, ops: [], conflicts: new Map() }, remote };
}

/** Every id that the lane still has something to say about. */
export function touchedIds(lane: Lane): Set<string> {
  return new Set([...chainsById(lane.ops).keys(), ...lane.conflicts.keys()]);
}

/** The server's records with the lane's work on top: what the person last saw. */
export function shownAnnotations(records: readonly LayerRecord[], lane: Lane): Annotation[] {
  const shown = new Map<string, Annotation>();
  const put = (id: string, annotation: Annotation | null) => {
    if (annotation === null) shown.delete(id);
    else shown.set(id, annotation);
  };
  for (const { id, annotation } of records) put(id, annotation);
  for (const op of lane.ops) for (const { id, after } of op.changes) put(id, after);
  for (const { id, mine } of lane.conflicts.values()) put(id, mine);
  return [...shown.values()];
}

/** The reverse: what the server has, from what is shown and what is still to be sent. */
export function confirmedAnnotations(
  shown: ReadonlyMap<string, Annotation>,
  lane: Lane,
): Map<string, Annotation> {
  const confirmed = new Map(shown);
  const put = (id: string, annotation: Annotation | null) => {
    if (annotation === null) confirmed.delete(id);
    else confirmed.set(id, annotation);
  };
  for (const [id, { base }] of chainsById(lane.ops)) put(id, base);
  for (const [id, { theirs }] of lane.conflicts) put(id, theirs);
  return confirmed;
}

/**
 * A lane left behind by a closed or crashed tab, brought up to a snapshot. A snapshot has no
 * tombstones: a record that the lane knew and the snapshot lacks was deleted meanwhile.
 */
export function reopenLane(
  lane: Lane,
  snapshot: { rev: number; records: readonly LayerRecord[] },
  makeId: () => string,
): Lane {
  if (snapshot.rev <= lane.rev) return lane;
  const present = new Set(snapshot.records.map(({ id }) => id));
  const deleted = [...touchedIds(lane)]
    .filter((id) => !present.has(id) && existedBefore(lane, id))
    .map((id) => ({ id, rev: snapshot.rev, annotation: null }));
  // A record that was not touched since the lane's rev is no news.
  const newer = snapshot.records.filter(({ rev }) => rev > lane.rev);
  const news = { rev: snapshot.rev, records: [...newer, ...deleted], makeId };
  return takeIn({ ...lane, ops: markSent(lane) }, news).lane;
}

/** Two lanes that touch different records, one behind the other, at the same revision. */
export function joinLanes(first: Lane, second: Lane): Lane {
  let seq = nextSeq(first);
  return {
    rev: first.rev,
    ops: [...first.ops, ...second.ops.map((op) => ({ ...op, seq: seq++ }))],
    conflicts: new Map([...first.conflicts, ...second.conflicts]),
  };
}

/** After a 409 it is certain that the operation was not taken; it may name the present revision. */
export function forgetSent(lane: Lane, opId: string): Lane {
  return { ...lane, ops: lane.ops.map((op) => (op.opId === opId ? unsent(op) : op)) };
}

function markSent(lane: Lane): QueuedOp[] {
  return lane.ops.map((op, index) => (index === 0 ? { sentRev: lane.rev, ...op } : op));
}

function unsent({ sentRev: _, ...op }: QueuedOp): QueuedOp {
  return op;
}

type Chain = { base: Annotation | null; afters: (Annotation | null)[] };

function chainsById(ops: readonly QueuedOp[]): Map<string, Chain> {
  const chains = new Map<string, Chain>();
  for (const { changes } of ops) {
    for (const { id, before, after } of changes) {
      const chain = chains.get(id);
      if (chain) chain.afters.push(after);
      else chains.set(id, { base: before, afters: [after] });
    }
  }
  return chains;
}

function lastOf({ base, afters }: Chain): Annotation | null {
  const last = afters.at(-1);
  return last === undefined ? base : last;
}

function isUnchanged(chain: Chain): boolean {
  return isSameAnnotation(chain.base, lastOf(chain));
}

/**
 * Theirs is a value that mine went through: the echo of an operation whose answer was lost, or
 * the same thought twice. What the person did after it was done in sight of it.
 */
function isKnownTo({ base, afters }: Chain, theirs: Annotation | null): boolean {
  return [base, ...afters].some((value) => isSameAnnotation(value, theirs));
}

function isRelabelled(sent: Annotation | null, stored: Annotation): boolean {
  return sent !== null && isSameAnnotation({ ...sent, labelId: stored.labelId }, stored);
}

function existedBefore(lane: Lane, id: string): boolean {
  const conflict = lane.conflicts.get(id);
  const base = conflict ? conflict.theirs : (chainsById(lane.ops).get(id)?.base ?? null);
  return base !== null;
}

function withoutRecords(
  ops: readonly QueuedOp[],
  ids: ReadonlySet<string>,
  makeId: () => string,
): QueuedOp[] {
  return ops.flatMap((op) => {
    const changes = op.changes.filter(({ id }) => !ids.has(id));
    if (changes.length === op.changes.length) return [op];
    if (changes.length === 0 && op.state === null) return [];
    return [{ ...unsent(op), opId: makeId(), changes }];
  });
}

function nextSeq(lane: Lane): number {
  return Math.floor(lane.ops.at(-1)?.seq ?? 0) + 1;
}

function opsOf(lane: Lane, changes: readonly QueuedChange[], stamp: OpStamp): QueuedOp[] {
  const ops: QueuedOp[] = [];
  for (let start = 0; start < changes.length; start += MAX_CHANGES_PER_OP) {
    ops.push({
      opId: stamp.makeId(),
      seq: nextSeq(lane) + ops.length,
      changes: changes.slice(start, start + MAX_CHANGES_PER_OP),
      state: null,
      at: stamp.at,
    });
  }
  return ops;
}
