import { createHash } from "node:crypto";
import { and, asc, eq, exists, gt, isNull, or, sql } from "drizzle-orm";
import type { Annotation } from "@/lib/annotation/annotation";
import { indexPlaced } from "@/lib/annotation/placed";
import type { AutoAccepted, ProjectModel } from "@/lib/api/models";
import { geometryIou } from "@/lib/geometry/overlap";
import { MATCH_IOU } from "@/lib/models/quality/match";
import type { Store } from "../store";
import { toAnnotation } from "./annotation-row";
import { applyOp } from "./apply-op";
import { readPatch } from "./history-entry";
import { currentLabels } from "./models";
import { isBusy } from "./work/write-assignment";

const ITEMS_PER_READ = 100;
/** Saves of annotators wait for at most about this long plus one item. */
const TRANSACTION_MS = 20;
const AUDIT_PRIORITY = 1;

export type AcceptWork = {
  projectId: string;
  model: ProjectModel;
  threshold: number;
  auditShare: number;
  jobId: string;
  userId: string;
};

export type Step = { next: number | null; seen: number; counts: AutoAccepted };

/** How many items nobody has begun: as many are looked at. */
export async function countNew(
  { db, tables: { stateCounts } }: Store,
  projectId: string,
): Promise<number> {
  const rows = await db
    .select({ n: stateCounts.n })
    .from(stateCounts)
    .where(and(eq(stateCounts.projectId, projectId), eq(stateCounts.state, "new")));
  return rows[0]?.n ?? 0;
}

/**
 * Accepts on the next items that nobody has begun what leaves no doubt, in one short transaction, and says where to go
 * on (null: that was all). What was done is not done twice: such items are no longer new.
 */
export function acceptStep(store: Store, work: AcceptWork, after: number): Promise<Step> {
  return store.transaction(async (tx) => {
    const endsAt = performance.now() + TRANSACTION_MS;
    const step: Step = { next: null, seen: 0, counts: noneAccepted() };
    const labels = await currentLabels(tx, work.projectId);
    const items = await readNewItems(tx, work, after);
    for (const item of items) {
      step.seen += 1;
      step.next = item.position;
      const outcome = await acceptItem(tx, { work, item, labels });
      step.counts[outcome.kind] += 1;
      step.counts.annotations += outcome.annotations;
      if (performance.now() > endsAt) return step;
    }
    if (items.length < ITEMS_PER_READ) step.next = null;
    return step;
  });
}

export function noneAccepted(): AutoAccepted {
  return { items: 0, annotations: 0, audited: 0, doubtful: 0, empty: 0, touched: 0 };
}

type NewItem = {
  id: string;
  position: number;
  annotationCount: number;
  resultLayer: string;
  rev: number;
  suggestedLayer: string | null;
  /** Somebody was handed it and has not finished. */
  isInHand: boolean;
};

async function readNewItems(
  store: Store,
  { projectId, model }: AcceptWork,
  after: number,
): Promise<NewItem[]> {
  const { items, layers, assignments } = store.tables;
  const { db } = store;
  const suggestedLayer = sql<string | null>`(select suggested.id from ${layers} as suggested
    where suggested.item_id = ${items.id} and suggested.model_version_id = ${model.version.id})`;
  const { itemId, task, leaseUntil } = assignments;
  const lasts = or(isNull(leaseUntil), gt(leaseUntil, Date.now()));
  const inHand = exists(
    db
      .select({ id: assignments.id })
      .from(assignments)
      .where(and(eq(itemId, items.id), eq(task, "annotate"), isBusy(store), lasts)),
  );
  return db
    .select({
      ...{ id: items.id, position: items.position, annotationCount: items.annotationCount },
      ...{ resultLayer: layers.id, rev: layers.revision, suggestedLayer },
      isInHand: sql`${inHand}`.mapWith(Boolean),
    })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .where(
      and(
        eq(items.projectId, projectId),
        isNull(items.deletedAt),
        eq(items.state, "new"),
        gt(items.position, after),
      ),
    )
    .orderBy(asc(items.position))
    .limit(ITEMS_PER_READ);
}

type Outcome = { kind: Exclude<keyof AutoAccepted, "annotations">; annotations: number };

async function acceptItem(
  tx: Store,
  { work, item, labels }: { work: AcceptWork; item: NewItem; labels: ReadonlyMap<string, string> },
): Promise<Outcome> {
  const left = (kind: Outcome["kind"]): Outcome => ({ kind, annotations: 0 });
  if (item.suggestedLayer === null) return left("empty");
  // They may be looking at it now: nothing is submitted under their hands.
  if (item.isInHand) return left("touched");
  const { annotations } = tx.tables;
  const rows = await tx.db
    .select()
    .from(annotations)
    .where(eq(annotations.layerId, item.suggestedLayer))
    .orderBy(asc(annotations.order), asc(annotations.id));
  const known = rows.filter(({ labelId }) => labels.has(labelId));
  if (item.annotationCount > 0 || known.some(({ isDeleted }) => isDeleted)) return left("touched");
  const suggestions = known.map(toAnnotation);
  const sure = suggestions.filter(({ score }) => (score ?? 0) >= work.threshold);
  if (sure.length === 0) return left("empty");
  if (hasDoubt(suggestions, sure, work)) return left("doubtful");
  if (isAudited(work, item.id)) {
    const { items } = tx.tables;
    await tx.db.update(items).set({ priority: AUDIT_PRIORITY }).where(eq(items.id, item.id));
    return left("audited");
  }
  await write(tx, { work, item, sure });
  return { kind: "items", annotations: sure.length };
}

/**
 * Is there something that people would have been shown (at the project's threshold or above), but that the model is not
 * sure enough of? What it only says a second time of a thing that it is sure of (same label, IoU of a half)
 * is no doubt.
 */
export function hasDoubt(
  suggestions: readonly Annotation[],
  sure: readonly Annotation[],
  { model, threshold }: Pick<AcceptWork, "model" | "threshold">,
): boolean {
  const { settings, version } = model;
  const shownFrom = Math.max(settings.threshold, settings.minScore ?? version.options.minScore);
  const nearby = indexPlaced(sure);
  return suggestions.some((suggestion) => {
    const score = suggestion.score ?? 0;
    if (score >= threshold || score < shownFrom) return false;
    for (const { geometry } of nearby(suggestion)) {
      if (geometryIou(geometry, suggestion.geometry) >= MATCH_IOU) return false;
    }
    return true;
  });
}

/** The same items for the same version every time: a hash of both decides. */
export function isAudited(
  { model, auditShare }: { model: { version: { id: string } }; auditShare: number },
  itemId: string,
): boolean {
  const hash = createHash("sha256").update(`${model.version.id} ${itemId}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32 < auditShare;
}

async function write(
  tx: Store,
  { work, item, sure }: { work: AcceptWork; item: NewItem; sure: readonly Annotation[] },
): Promise<void> {
  const now = Date.now();
  const result = await applyOp(tx, {
    layerId: item.resultLayer,
    userId: work.userId,
    cause: "model",
    now,
    op: {
      clientId: "auto-accept",
      opId: acceptOpId(work.jobId),
      baseRev: item.rev,
      changes: sure.map((after) => ({ id: after.id, after })),
      state: "submitted",
      at: now,
    },
  });
  if (result.kind !== "accepted") {
    throw new Error(`The suggestions on item ${item.id} could not be accepted: ${result.kind}`);
  }
}

/** By it an undo finds what the job wrote. */
function acceptOpId(jobId: string): string {
  return `auto-accept:${jobId}`;
}

export type UndoWork = Omit<AcceptWork, "model" | "threshold"> & {
  versionId: string;
};

/**
 * Takes back, on the next items, what a job accepted; what somebody has changed since stays (`touched`). Its audit
 * marks go too. As `acceptStep`.
 */
export function undoStep(store: Store, work: UndoWork, after: number): Promise<Step> {
  return store.transaction(async (tx) => {
    const endsAt = performance.now() + TRANSACTION_MS;
    const step: Step = { next: null, seen: 0, counts: noneAccepted() };
    const items = await readItems(tx, work, after);
    for (const item of items) {
      step.seen += 1;
      step.next = item.position;
      if (item.priority !== 0) await unmark(tx, work, item.id);
      if (item.patch === null) continue;
      if (item.rev !== item.opRev) step.counts.touched += 1;
      else {
        step.counts.items += 1;
        step.counts.annotations += await takeBack(tx, { work, item, patch: item.patch });
      }
      if (performance.now() > endsAt) return step;
    }
    if (items.length < ITEMS_PER_READ) step.next = null;
    return step;
  });
}

type WrittenItem = {
  id: string;
  position: number;
  priority: number;
  resultLayer: string;
  rev: number;
  opRev: number | null;
  patch: string | null;
};

async function readItems(
  { db, tables: { items, layers, operations } }: Store,
  { projectId, jobId }: UndoWork,
  after: number,
): Promise<WrittenItem[]> {
  return db
    .select({
      ...{ id: items.id, position: items.position, priority: items.priority },
      ...{ resultLayer: layers.id, rev: layers.revision },
      ...{ opRev: operations.rev, patch: operations.patch },
    })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .leftJoin(
      operations,
      and(eq(operations.layerId, layers.id), eq(operations.opId, acceptOpId(jobId))),
    )
    .where(and(eq(items.projectId, projectId), isNull(items.deletedAt), gt(items.position, after)))
    .orderBy(asc(items.position))
    .limit(ITEMS_PER_READ);
}

async function unmark(tx: Store, work: UndoWork, itemId: string): Promise<void> {
  if (!isAudited({ model: { version: { id: work.versionId } }, ...work }, itemId)) return;
  const { items } = tx.tables;
  await tx.db.update(items).set({ priority: 0 }).where(eq(items.id, itemId));
}

async function takeBack(
  tx: Store,
  { work, item, patch }: { work: UndoWork; item: WrittenItem; patch: string },
): Promise<number> {
  const changes = readPatch(patch).map(({ id, before }) => ({ id, after: before }));
  const now = Date.now();
  const result = await applyOp(tx, {
    layerId: item.resultLayer,
    userId: work.userId,
    cause: "model",
    now,
    op: {
      clientId: "auto-accept",
      opId: `undo-${acceptOpId(work.jobId)}`,
      ...{ baseRev: item.rev, changes, state: "new", at: now },
    },
  });
  if (result.kind !== "accepted") {
    throw new Error(`Item ${item.id} could not be taken back: ${result.kind}`);
  }
  return changes.length;
}
