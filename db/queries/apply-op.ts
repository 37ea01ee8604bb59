import { and, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { Annotation } from "@/lib/annotation/annotation";
import type { ItemState } from "@/lib/annotation/item-state";
import type { LayerRecord, OpAccepted, OpRequest } from "@/lib/annotation/protocol";
import type { ProjectRole } from "../schema/projects";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { isSameAnnotation, toAnnotation, toColumns } from "./annotation-row";
import { type CountChange, changeCounts } from "./counters";
import {
  type AnnotationRow,
  findOperation,
  IDS_PER_STATEMENT,
  type OpHead,
  type PlannedChange,
  readHead,
  readTouched,
  recordsSince,
  resolveLabels,
} from "./op-reads";
import { findRefusal, findSuggestionRefusal, type OpRefusal } from "./op-refusal";
import { readOwnRejections, withoutRejected, writeOwnRejections } from "./own-rejections";
import { prepared } from "./prepared";
import { isSuggestionKind } from "./suggestion-layers";
import { type AssignmentRow, findAssignment, shownState } from "./work/assignment-row";
import { type Advance, advance, findWorkRefusal, nextState, settle } from "./work/op-work";
import { isApart, stateBeside } from "./work/own-layer";

export type OpResult =
  /** `state` is what the person is told: of a layer of their own, how far they are. */
  | ({ kind: "accepted" } & OpAccepted)
  | { kind: "conflict"; rev: number; records: LayerRecord[] }
  | { kind: "missing" }
  | { kind: "gone" }
  | ({ kind: "refused" } & OpRefusal);

export type OpInput = {
  layerId: string;
  userId: string;
  /** As what the person writes; left out: the server itself, whom no state of the work holds up. */
  role?: ProjectRole;
  /** Only the server itself gives states that are not the editor's. */
  op: Omit<OpRequest, "protocol" | "state"> & { state?: ItemState | undefined };
  cause: Tables["operations"]["$inferInsert"]["cause"];
  now: number;
};

/**
 * Writes one operation: all of it or nothing. Sending it again answers as the first time. It
 * conflicts only when a record that it touches was changed, to something else, after `baseRev`.
 */
export function applyOp(store: Store, input: OpInput): Promise<OpResult> {
  return store.transaction((tx) => applyOpIn(tx, input));
}

async function applyOpIn(tx: Store, input: OpInput): Promise<OpResult> {
  const { op, layerId } = input;
  const found = await readHead(tx, layerId);
  if (!found) return { kind: "missing" };
  // What happens to a label reaches deleted items too, so that they come back right.
  if (found.isGone && input.cause !== "label") return { kind: "gone" };
  const { head } = found;
  const { userId, now } = input;
  const actor = input.role ? { userId, role: input.role } : null;
  const assignment = actor
    ? await findAssignment(tx, { itemId: head.itemId, userId, task: "annotate" })
    : null;

  const isSuggestions = isSuggestionKind(head.kind) && input.cause !== "label";
  const isAlone = isSuggestions && actor !== null && isApart(head);
  const earlier = await findOperation(tx, layerId, op.opId);
  if (earlier !== null && isAlone) return decided(tx, { ...input, head, assignment });
  if (earlier !== null) {
    const records = await recordsSince(tx, { layerId, since: op.baseRev, exceptRev: earlier });
    const isOwn = !head.isResult && assignment?.layerId === layerId;
    const state = isOwn ? shownState(assignment.state, { isBegun: true }) : head.state;
    return { kind: "accepted", rev: head.rev, state, records };
  }
  if (op.changes.length === 0 && op.state === undefined) {
    return { kind: "refused", reason: "empty", message: "The operation changes nothing." };
  }
  const at = { layerId, head, assignment, isSuggestions };
  const locked = actor && (await findWorkRefusal(tx, { ...at, actor }));
  if (locked) return { kind: "refused", ...locked };

  const stored = await readTouched(
    tx,
    layerId,
    op.changes.map((change) => change.id),
  );
  const labels = await resolveLabels(
    tx,
    head.projectId,
    op.changes.map(({ after }) => after),
  );
  const rejected = isAlone ? await readOwnRejections(tx, { layerId, userId }) : NONE;
  const changes = op.changes.map(({ id, after }) => ({
    id,
    row: stored.get(id),
    before: rejected.has(id) ? null : liveAnnotation(stored.get(id)),
    after: after && { ...after, labelId: labels.get(after.labelId) ?? after.labelId },
  }));
  // A suggestion is only ever there or rejected: two people cannot mean different things by it.
  const isConflict =
    !isSuggestions &&
    changes.some(
      ({ row, before, after }) =>
        row !== undefined && row.rev > op.baseRev && !isSameAnnotation(before, after),
    );
  if (isConflict) {
    const records = await recordsSince(tx, { layerId, since: op.baseRev });
    return { kind: "conflict", rev: head.rev, records };
  }
  const refusal =
    findRefusal(changes, head, labels) ??
    (isSuggestions ? findSuggestionRefusal(changes, { state: op.state, labels }) : null);
  if (refusal) return { kind: "refused", ...refusal };

  if (isAlone) return decideAlone(tx, { ...input, head, changes, assignment });

  const rev = head.rev + 1;
  const isAside = input.cause === "label" || isSuggestions;
  const step = { layerId, head, assignment, state: op.state, now };
  const advanced = actor && !isAside ? await advance(tx, { ...step, actor }) : null;
  const state = advanced?.itemState ?? (isAside ? head.state : nextState(head.state, op.state));
  await writeRows(tx, { ...input, head, rev, changes });
  await changeCounts(tx, {
    layerId,
    itemId: head.itemId,
    projectId: head.projectId,
    isResult: head.isResult,
    isAlone: head.isGold && !head.isResult,
    isItemGone: found.isGone,
    stateBefore: head.state,
    stateAfter: state,
    labels: labelChanges(changes),
    rev,
    authorId: head.authorId ?? input.userId,
    now: input.now,
  });
  // Work that came too late to hand anything in did not.
  const isLate = advanced !== null && advanced.outcome === null && isOutcome(op.state);
  await logOperation(tx, { ...input, head, rev, changes, state: isLate ? null : op.state });
  if (advanced || state !== head.state) {
    await settle(tx, {
      ...{ head, actor: isAside ? null : actor, now, changes: countChanges(changes) },
      advance: advanced ?? withState(state),
    });
  }
  // Nobody else has written since: the usual case.
  const records =
    op.baseRev >= head.rev
      ? []
      : await recordsSince(tx, { layerId, since: op.baseRev, exceptRev: rev });
  return {
    ...{ kind: "accepted", rev, state: advanced?.layerState ?? state },
    records: [...records, ...relabelled(op, changes, rev)],
  };
}

const NONE: ReadonlySet<string> = new Set();

type Deciding = OpInput & { head: OpHead; assignment: AssignmentRow | null };
type Writing = OpInput & { head: OpHead; changes: readonly PlannedChange[] };

/**
 * Suggestions on an item that several people label independently: what one of them rejects is gone for them alone. The
 * layer and its revision stay as they are, so that the others are told nothing.
 */
async function decideAlone(tx: Store, writing: Writing & Deciding): Promise<OpResult> {
  const { head, layerId, userId, changes } = writing;
  await writeOwnRejections(tx, { layerId, userId, changes });
  await logOperation(tx, { ...writing, rev: head.rev, state: null });
  return decided(tx, writing);
}

/** The answer: the layer as it is, and what its model or import has changed in it since, as this person has it. */
async function decided(
  tx: Store,
  { op, layerId, userId, head, assignment }: Deciding,
): Promise<OpResult> {
  const { rev } = head;
  const since = op.baseRev;
  const records = since >= rev ? [] : await recordsSince(tx, { layerId, since });
  const rejected = await readOwnRejections(tx, { layerId, userId });
  const state = await stateBeside(tx, { assignment, state: head.state });
  return { kind: "accepted", rev, state, records: withoutRejected(records, rejected) };
}

async function logOperation(
  tx: Store,
  of: Writing & { rev: number; state: ItemState | null | undefined },
): Promise<void> {
  const { op, head, layerId, userId, rev, changes, state, cause, now } = of;
  const operation: Tables["operations"]["$inferInsert"] = {
    ...{ layerId, opId: op.opId, rev, itemId: head.itemId, authorId: userId },
    ...{ clientId: op.clientId, cause, state: state ?? null, note: op.note ?? null },
    patch: JSON.stringify({
      v: 1,
      changes: changes.map(({ id, before, after }) => ({ id, before, after })),
    }),
    ...{ at: op.at, createdAt: now },
  };
  await insertOperation(tx).execute(operation);
}

/** What the server itself made of an item: nobody's assignment. */
function withState(state: ItemState): Advance {
  return {
    ...{ itemState: state, layerState: state, assignment: null },
    ...{ isPlaceChanged: false, outcome: null },
  };
}

function isOutcome(state: ItemState | undefined): boolean {
  return state === "submitted" || state === "skipped";
}

function countChanges(changes: readonly PlannedChange[]) {
  const counts = { created: 0, changed: 0, deleted: 0 };
  for (const { before, after } of changes) {
    if (before && after) counts.changed += 1;
    else if (after) counts.created += 1;
    else if (before) counts.deleted += 1;
  }
  return counts;
}

export const insertRow = prepared(({ db, tables: { annotations } }) =>
  db.insert(annotations).values(placeholders(annotations)).prepare(),
);
export const insertOperation = prepared(({ db, tables: { operations } }) =>
  db.insert(operations).values(placeholders(operations)).prepare(),
);

/** One placeholder for each column, named as its field. Every field must then be given. */
function placeholders<T extends Tables["annotations"] | Tables["operations"]>(table: T) {
  const names = Object.keys(getTableColumns(table));
  return Object.fromEntries(
    names.map((name) => [name, sql.placeholder(name)]),
  ) as unknown as T["$inferInsert"];
}

async function writeRows(
  store: Store,
  input: OpInput & { head: OpHead; rev: number; changes: readonly PlannedChange[] },
): Promise<void> {
  const { db } = store;
  const { annotations } = store.tables;
  const { layerId, userId, now, head, rev, changes } = input;
  const rows = changes.flatMap(({ id, row, after }) => {
    if (!after && !row) return [];
    const columns = after ? toColumns(after) : row;
    if (!columns) return [];
    return [
      {
        ...columns,
        id,
        layerId,
        itemId: head.itemId,
        projectId: head.projectId,
        rev,
        isDeleted: after === null,
        updatedBy: userId,
        createdAt: row?.createdAt ?? now,
        updatedAt: now,
      },
    ];
  });
  // Delete and insert is one statement fewer to keep in step than an upsert of twenty columns.
  const replaced = changes.flatMap(({ id, row }) => (row ? [id] : []));
  for (let start = 0; start < replaced.length; start += IDS_PER_STATEMENT) {
    const ids = replaced.slice(start, start + IDS_PER_STATEMENT);
    await db
      .delete(annotations)
      .where(and(eq(annotations.layerId, layerId), inArray(annotations.id, ids)));
  }
  for (const row of rows) await insertRow(store).execute(row);
}

function labelChanges(changes: readonly PlannedChange[]): CountChange[] {
  const deltas = new Map<string, number>();
  const add = (labelId: string, delta: number) =>
    deltas.set(labelId, (deltas.get(labelId) ?? 0) + delta);
  for (const { before, after } of changes) {
    if (before) add(before.labelId, -1);
    if (after) add(after.labelId, 1);
  }
  return [...deltas].map(([labelId, delta]) => ({ labelId, delta }));
}

/** Records whose label was merged meanwhile: the client must learn what was really stored. */
function relabelled(
  op: OpInput["op"],
  changes: readonly PlannedChange[],
  rev: number,
): LayerRecord[] {
  return changes.flatMap(({ id, after }, index) =>
    after && after.labelId !== op.changes[index]?.after?.labelId
      ? [{ id, rev, annotation: after }]
      : [],
  );
}

function liveAnnotation(row: AnnotationRow | undefined): Annotation | null {
  return row && !row.isDeleted ? toAnnotation(row) : null;
}
