import { and, eq, getTableColumns, gt, inArray, ne, sql } from "drizzle-orm";
import type { Annotation } from "@/lib/annotation/annotation";
import type { ItemState } from "@/lib/annotation/item-state";
import type { LayerRecord, OpAccepted, OpRequest } from "@/lib/annotation/protocol";
import { boundsOf, type Geometry } from "@/lib/geometry/geometry";
import { MEDIA, type MediaKind } from "@/lib/media/media";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { isSameAnnotation, toAnnotation, toColumns, toRecord } from "./annotation-row";
import { type CountChange, changeCounts } from "./counters";
import { prepared } from "./prepared";

export type OpResult =
  | ({ kind: "accepted" } & OpAccepted)
  | { kind: "conflict"; rev: number; records: LayerRecord[] }
  | { kind: "missing" }
  | { kind: "gone" }
  | { kind: "refused"; reason: string; message: string };

export type OpInput = {
  layerId: string;
  userId: string;
  op: Omit<OpRequest, "protocol">;
  cause: Tables["operations"]["$inferInsert"]["cause"];
  now: number;
};

type Row = Tables["annotations"]["$inferSelect"];
type Head = {
  itemId: string;
  projectId: string;
  rev: number;
  state: ItemState;
  isResult: boolean;
} & {
  authorId: string | null;
  width: number | null;
  height: number | null;
  length: number | null;
  mediaKind: MediaKind;
};
/** Ids per statement; SQLite binds at most 32,766 variables. */
const IDS_PER_STATEMENT = 10_000;
/** Rounding in other people's tools may put an edge this far outside. */
const EDGE_TOLERANCE_PX = 0.5;
/** Decoders differ by less than this in how long a recording is. */
const END_TOLERANCE_S = 0.25;

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

  const earlier = await findOperation(tx, layerId, op.opId);
  if (earlier !== null) {
    const records = await recordsSince(tx, { layerId, since: op.baseRev, exceptRev: earlier });
    return { kind: "accepted", rev: head.rev, state: head.state, records };
  }
  if (op.changes.length === 0 && op.state === undefined) {
    return { kind: "refused", reason: "empty", message: "The operation changes nothing." };
  }

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
  const changes = op.changes.map(({ id, after }) => ({
    id,
    row: stored.get(id),
    before: liveAnnotation(stored.get(id)),
    after: after && { ...after, labelId: labels.get(after.labelId) ?? after.labelId },
  }));
  const isConflict = changes.some(
    ({ row, before, after }) =>
      row !== undefined && row.rev > op.baseRev && !isSameAnnotation(before, after),
  );
  if (isConflict) {
    const records = await recordsSince(tx, { layerId, since: op.baseRev });
    return { kind: "conflict", rev: head.rev, records };
  }
  const refusal = findRefusal(changes, head, labels);
  if (refusal) return { kind: "refused", ...refusal };

  const rev = head.rev + 1;
  const state = input.cause === "label" ? head.state : nextState(head.state, op);
  await writeRows(tx, { ...input, head, rev, changes });
  await changeCounts(tx, {
    layerId,
    itemId: head.itemId,
    projectId: head.projectId,
    isResult: head.isResult,
    isItemGone: found.isGone,
    stateBefore: head.state,
    stateAfter: state,
    labels: labelChanges(changes),
    rev,
    authorId: head.authorId ?? input.userId,
    now: input.now,
  });
  const operation: Tables["operations"]["$inferInsert"] = {
    layerId,
    opId: op.opId,
    rev,
    itemId: head.itemId,
    authorId: input.userId,
    clientId: op.clientId,
    cause: input.cause,
    state: op.state ?? null,
    patch: JSON.stringify({
      v: 1,
      changes: changes.map(({ id, before, after }) => ({ id, before, after })),
    }),
    at: op.at,
    createdAt: input.now,
  };
  await insertOperation(tx).execute(operation);
  // Nobody else has written since: the usual case.
  const isAlone = op.baseRev >= head.rev;
  const records = isAlone
    ? []
    : await recordsSince(tx, { layerId, since: op.baseRev, exceptRev: rev });
  return { kind: "accepted", rev, state, records: [...records, ...relabelled(op, changes, rev)] };
}

type PlannedChange = {
  id: string;
  row: Row | undefined;
  before: Annotation | null;
  after: Annotation | null;
};

const selectHead = prepared(({ db, tables: { layers, items, projects } }) =>
  db
    .select({
      itemId: layers.itemId,
      projectId: layers.projectId,
      rev: layers.revision,
      isResult: layers.isResult,
      authorId: layers.authorId,
      state: items.state,
      width: items.width,
      height: items.height,
      length: items.length,
      mediaKind: projects.mediaKind,
      deletedAt: items.deletedAt,
    })
    .from(layers)
    .innerJoin(items, eq(items.id, layers.itemId))
    .innerJoin(projects, eq(projects.id, items.projectId))
    .where(eq(layers.id, sql.placeholder("layerId")))
    .prepare(),
);

async function readHead(
  store: Store,
  layerId: string,
): Promise<{ head: Head; isGone: boolean } | null> {
  const rows = await selectHead(store).execute({ layerId });
  const row = rows[0];
  if (!row) return null;
  const { deletedAt, ...head } = row;
  return { head, isGone: deletedAt !== null };
}

const selectOperation = prepared(({ db, tables: { operations } }) =>
  db
    .select({ rev: operations.rev })
    .from(operations)
    .where(
      and(
        eq(operations.layerId, sql.placeholder("layerId")),
        eq(operations.opId, sql.placeholder("opId")),
      ),
    )
    .prepare(),
);

async function findOperation(store: Store, layerId: string, opId: string): Promise<number | null> {
  const rows = await selectOperation(store).execute({ layerId, opId });
  return rows[0]?.rev ?? null;
}

async function recordsSince(
  { db, tables: { annotations } }: Store,
  { layerId, since, exceptRev }: { layerId: string; since: number; exceptRev?: number },
): Promise<LayerRecord[]> {
  const rows = await db
    .select()
    .from(annotations)
    .where(
      and(
        eq(annotations.layerId, layerId),
        gt(annotations.rev, since),
        exceptRev === undefined ? undefined : ne(annotations.rev, exceptRev),
      ),
    );
  return rows.map(toRecord);
}

const selectTouchedOne = prepared(({ db, tables: { annotations } }) =>
  db
    .select()
    .from(annotations)
    .where(
      and(
        eq(annotations.layerId, sql.placeholder("layerId")),
        eq(annotations.id, sql.placeholder("id")),
      ),
    )
    .prepare(),
);

async function readTouched(
  store: Store,
  layerId: string,
  ids: readonly string[],
): Promise<Map<string, Row>> {
  const touched = new Map<string, Row>();
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    const rows = await selectTouchedOne(store).execute({ layerId, id: only });
    return new Map(rows.map((row) => [row.id, row]));
  }
  const { db, tables } = store;
  const { annotations } = tables;
  for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT) {
    const rows = await db
      .select()
      .from(annotations)
      .where(
        and(
          eq(annotations.layerId, layerId),
          inArray(annotations.id, ids.slice(start, start + IDS_PER_STATEMENT)),
        ),
      );
    for (const row of rows) touched.set(row.id, row);
  }
  return touched;
}

/**
 * Each label id used → the label that it means now (its own, or the one it was merged into).
 * Unknown ids are absent. A deleted label still resolves: work made before must not be lost.
 */
async function resolveLabels(
  store: Store,
  projectId: string,
  annotations: readonly (Annotation | null)[],
): Promise<Map<string, string>> {
  const used = new Set(
    annotations.flatMap((annotation) => (annotation ? [annotation.labelId] : [])),
  );
  if (used.size === 0) return new Map();
  const rows = await readLabelTargets(store, projectId, [...used]);
  return new Map(rows.map((row) => [row.id, row.mergedInto ?? row.id]));
}

const selectLabelTarget = prepared(({ db, tables: { labels } }) =>
  db
    .select({ id: labels.id, mergedInto: labels.mergedInto })
    .from(labels)
    .where(
      and(eq(labels.projectId, sql.placeholder("projectId")), eq(labels.id, sql.placeholder("id"))),
    )
    .prepare(),
);

async function readLabelTargets(store: Store, projectId: string, ids: string[]) {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    return selectLabelTarget(store).execute({ projectId, id: only });
  }
  const { db, tables } = store;
  const { labels } = tables;
  return db
    .select({ id: labels.id, mergedInto: labels.mergedInto })
    .from(labels)
    .where(and(eq(labels.projectId, projectId), inArray(labels.id, ids)));
}

function findRefusal(
  changes: readonly PlannedChange[],
  head: Head,
  labels: ReadonlyMap<string, string>,
): { reason: string; message: string } | null {
  const known = new Set(labels.values());
  for (const { id, after } of changes) {
    if (!after) continue;
    if (after.id !== id) {
      return { reason: "id_mismatch", message: `Change ${id} carries annotation ${after.id}.` };
    }
    if (!known.has(after.labelId)) {
      return {
        reason: "unknown_label",
        message: `Annotation ${id} has the label ${after.labelId}, which this project does not have.`,
      };
    }
    const refusal = placeRefusal(id, after.geometry, head);
    if (refusal) return refusal;
  }
  return null;
}

/** Why a geometry cannot be on this item, or null. */
function placeRefusal(
  id: string,
  geometry: Geometry,
  head: Head,
): { reason: string; message: string } | null {
  const { mediaKind } = head;
  const outside = (of: string) => ({
    reason: "outside",
    message: `Annotation ${id} reaches outside the item (${of}).`,
  });
  if (!MEDIA[mediaKind].geometries.includes(geometry.kind)) {
    const message = `Annotation ${id} is of the kind ${geometry.kind}, which does not go on this project's items (${mediaKind}).`;
    return { reason: "wrong_kind", message };
  }
  if (geometry.kind === "interval") {
    const isText = MEDIA[mediaKind].unit === "codepoint";
    if (isText && !(Number.isInteger(geometry.start) && Number.isInteger(geometry.end))) {
      const message = `Annotation ${id} has offsets that are no whole numbers of code points.`;
      return { reason: "fractional_offset", message };
    }
    const length = head.length ?? Number.POSITIVE_INFINITY;
    const isInside = geometry.end <= length + (isText ? 0 : END_TOLERANCE_S);
    return isInside ? null : outside(`${length} ${isText ? "code points" : "s"}`);
  }
  const { x, y, w, h } = boundsOf(geometry);
  const width = head.width ?? Number.POSITIVE_INFINITY;
  const height = head.height ?? Number.POSITIVE_INFINITY;
  const isInside =
    x >= -EDGE_TOLERANCE_PX &&
    y >= -EDGE_TOLERANCE_PX &&
    x + w <= width + EDGE_TOLERANCE_PX &&
    y + h <= height + EDGE_TOLERANCE_PX;
  return isInside ? null : outside(`${width} × ${height}`);
}

/** The first stroke begins an item; work on a skipped one takes it up again. */
function nextState(before: ItemState, op: OpInput["op"]): ItemState {
  if (op.state) return op.state;
  return before === "new" || before === "skipped" ? "in_progress" : before;
}

const insertRow = prepared(({ db, tables: { annotations } }) =>
  db.insert(annotations).values(placeholders(annotations)).prepare(),
);
const insertOperation = prepared(({ db, tables: { operations } }) =>
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
  input: OpInput & { head: Head; rev: number; changes: readonly PlannedChange[] },
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

function liveAnnotation(row: Row | undefined): Annotation | null {
  return row && !row.isDeleted ? toAnnotation(row) : null;
}
