import { and, asc, count, eq, exists, gte, like } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { toAnnotation } from "./annotation-row";
import { applyOp } from "./apply-op";
import { readRow } from "./labels";

/** What happens to the annotations of a label that was deleted, merged away or brought back. */
export type LabelSweep = {
  kind: "delete" | "merge" | "restore";
  projectId: string;
  labelId: string;
  /** The mark of the deletion, from `retireLabel` or `bringLabelBack`; a restore does not need it. */
  deletedAt: number;
  userId: string;
};

type Row = Tables["annotations"]["$inferSelect"];

const ROWS_PER_READ = 200;
/** Others wait for at most about this long plus one layer's operation. */
const TRANSACTION_MS = 25;

/**
 * Writes the operations of a sweep, layer by layer, in short transactions with a pause between.
 * Cut off, it can run again: what is done is not found any more. It ends early when the label was
 * deleted or restored meanwhile. Answers with the number of annotations that it changed.
 */
export async function sweepLabel(
  store: Store,
  sweep: LabelSweep,
  options: { signal?: AbortSignal; onProgress?: (done: number) => void } = {},
): Promise<number> {
  let fromLayer: string | null = "";
  let done = 0;
  while (fromLayer !== null) {
    options.signal?.throwIfAborted();
    const after: string = fromLayer;
    const step = await store.transaction((tx) => sweepFor(tx, sweep, after));
    fromLayer = step.next;
    done += step.changed;
    options.onProgress?.(done);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return done;
}

/** How many annotations the sweep still has to change, in every layer. */
export async function countLeft(store: Store, sweep: LabelSweep): Promise<number> {
  const rows = await store.db
    .select({ n: count() })
    .from(store.tables.annotations)
    .where(isLeft(store, sweep));
  return rows[0]?.n ?? 0;
}

async function sweepFor(
  tx: Store,
  sweep: LabelSweep,
  fromLayer: string,
): Promise<{ changed: number; next: string | null }> {
  const endsAt = performance.now() + TRANSACTION_MS;
  const target = await readTarget(tx, sweep);
  if (target === null) return { changed: 0, next: null };
  let layerId = fromLayer;
  let changed = 0;
  while (performance.now() < endsAt) {
    const rows = await readRowsFrom(tx, sweep, layerId);
    const first = rows[0];
    if (!first) return { changed, next: null };
    layerId = first.layerId;
    const ofLayer = rows.filter((row) => row.layerId === first.layerId);
    await write(tx, { sweep, rows: ofLayer, target });
    changed += ofLayer.length;
  }
  return { changed, next: layerId };
}

/** The label that annotations get; null when the sweep is out of date. */
async function readTarget(tx: Store, sweep: LabelSweep): Promise<string | null> {
  const label = await readRow(tx, sweep);
  const isCurrent = label?.deletedAt === (sweep.kind === "restore" ? null : sweep.deletedAt);
  if (!label || !isCurrent) return null;
  return sweep.kind === "merge" ? label.mergedInto : label.id;
}

/** What is left of the sweep's work, from a layer on. */
function readRowsFrom(tx: Store, sweep: LabelSweep, layerId: string): Promise<Row[]> {
  const { annotations } = tx.tables;
  return tx.db
    .select()
    .from(annotations)
    .where(and(isLeft(tx, sweep), gte(annotations.layerId, layerId)))
    .orderBy(asc(annotations.layerId))
    .limit(ROWS_PER_READ)
    .then((rows) => rows);
}

/**
 * For a restore only the tombstones that a deletion of the label left, and nobody has touched
 * since. Any deletion: the one before may have been undone in part when this one came.
 */
function isLeft({ db, tables: { annotations, operations } }: Store, sweep: LabelSweep) {
  if (sweep.kind !== "restore") {
    return and(eq(annotations.labelId, sweep.labelId), eq(annotations.isDeleted, false));
  }
  const deletion = db
    .select({ rev: operations.rev })
    .from(operations)
    .where(
      and(
        eq(operations.layerId, annotations.layerId),
        eq(operations.rev, annotations.rev),
        like(operations.clientId, `${clientPrefix("delete", sweep.labelId)}%`),
      ),
    );
  return and(
    eq(annotations.labelId, sweep.labelId),
    eq(annotations.isDeleted, true),
    exists(deletion),
  );
}

async function write(
  tx: Store,
  { sweep, rows, target }: { sweep: LabelSweep; rows: readonly Row[]; target: string },
): Promise<void> {
  const layerId = rows[0]?.layerId ?? "";
  const now = Date.now();
  const after = (row: Row): Annotation | null =>
    sweep.kind === "delete" ? null : { ...toAnnotation(row), labelId: target };
  const result = await applyOp(tx, {
    layerId,
    userId: sweep.userId,
    cause: "label",
    now,
    op: {
      clientId: clientOf(sweep),
      opId: uuidv7(),
      // Read in this transaction: nothing can have come between.
      baseRev: Number.MAX_SAFE_INTEGER,
      changes: rows.map((row) => ({ id: row.id, after: after(row) })),
      at: now,
    },
  });
  if (result.kind !== "accepted") {
    throw new Error(`The label of layer ${layerId} could not be changed: ${result.kind}`);
  }
}

function clientOf({ kind, labelId, deletedAt }: LabelSweep): string {
  return `${clientPrefix(kind, labelId)}${deletedAt}`;
}

function clientPrefix(kind: LabelSweep["kind"], labelId: string): string {
  return `label-${kind}:${labelId}:`;
}
