import { and, asc, count, eq, gt, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import type { UnmergedItems } from "@/lib/api/agreement";
import { ITEM_NEEDS } from "../schema/items";
import type { Store } from "../store";
import { applyOp } from "./apply-op";
import { changesBackTo } from "./item-history";

const ITEMS_PER_READ = 50;
/** Saves of annotators wait for at most about this long plus one item. */
const STEP_MS = 20;

const needs = z.nullable(z.enum(ITEM_NEEDS));
/** Under `undo` in `layers.info` of a merged layer: what a job found there, so that it can be taken back. */
const mergeUndoSchema = z.object({
  jobId: z.string(),
  /** Revision of the result right after it. */
  rev: z.int(),
  needs,
  before: z.object({
    rev: z.int(),
    kind: z.enum(["person", "merged"]),
    authorId: z.nullable(z.string()),
    /** JSON, without an `undo` of its own. */
    info: z.nullable(z.string()),
    agreement: z.nullable(z.number()),
    needs,
  }),
});
type MergeUndo = z.infer<typeof mergeUndoSchema>;
type Found = MergeUndo["before"];

/** What an item's result is before a job merges it. */
export async function readBeforeMerge(tx: Store, itemId: string): Promise<Found | null> {
  const row = await readResult(tx, itemId);
  if (!row || (row.kind !== "person" && row.kind !== "merged")) return null;
  const { rev, kind, authorId, agreement, needs: waitsFor } = row;
  return { rev, kind, authorId, info: withoutUndo(row.info), agreement, needs: waitsFor };
}

/** Only the latest job can be taken back: what an earlier one found is not kept any longer. */
function withoutUndo(info: string | null): string | null {
  if (info === null) return null;
  const { undo: _undo, ...rest } = JSON.parse(info) as Record<string, unknown>;
  return JSON.stringify(rest);
}

/** Writes down, in the transaction of a merge, what it found. */
export async function keepMergeUndo(
  tx: Store,
  { itemId, jobId, before }: { itemId: string; jobId: string; before: Found },
): Promise<void> {
  const { layers } = tx.tables;
  const row = await readResult(tx, itemId);
  if (!row) return;
  const undo: MergeUndo = { jobId, rev: row.rev, needs: row.needs, before };
  const info = JSON.stringify({ ...(JSON.parse(row.info ?? "{}") as object), undo });
  await tx.db.update(layers).set({ info }).where(eq(layers.id, row.layerId));
}

async function readResult({ db, tables: { items, layers } }: Store, itemId: string) {
  const rows = await db
    .select({
      layerId: layers.id,
      rev: layers.revision,
      ...{ kind: layers.kind, authorId: layers.authorId, info: layers.info },
      ...{ agreement: items.agreement, needs: items.needs, state: items.state },
    })
    .from(layers)
    .innerJoin(items, eq(items.id, layers.itemId))
    .where(and(eq(layers.itemId, itemId), eq(layers.isResult, true)));
  return rows[0] ?? null;
}

export type UnmergeWork = { jobId: string; projectId: string; userId: string };

/** Items whose results are of this job still, whatever happened to them since. */
function isOfJob({ tables: { items, layers } }: Store, { jobId, projectId }: UnmergeWork) {
  return and(
    eq(items.projectId, projectId),
    // As the index has it, not bound.
    sql`${items.required} > 1`,
    isNull(items.deletedAt),
    eq(layers.isResult, true),
    sql`json_extract(${layers.info}, '$.undo.jobId') = ${jobId}`,
  );
}

export async function countOfJob(store: Store, work: UnmergeWork): Promise<number> {
  const { items, layers } = store.tables;
  const rows = await store.db
    .select({ n: count() })
    .from(items)
    .innerJoin(layers, eq(layers.itemId, items.id))
    .where(isOfJob(store, work));
  return rows[0]?.n ?? 0;
}

/** Takes back what a job merged on the next items, in one short transaction; says where to go on (null: that was all). */
export async function unmergeStep(
  store: Store,
  { work, after, counts }: { work: UnmergeWork; after: number; counts: UnmergedItems },
): Promise<{ next: number | null }> {
  const { items, layers } = store.tables;
  const page = await store.db
    .select({ id: items.id, position: items.position })
    .from(items)
    .innerJoin(layers, eq(layers.itemId, items.id))
    .where(and(isOfJob(store, work), gt(items.position, after)))
    .orderBy(asc(items.position))
    .limit(ITEMS_PER_READ);
  const endsAt = performance.now() + STEP_MS;
  let next: number | null = null;
  let done = 0;
  if (page.length > 0) {
    await store.transaction(async (tx) => {
      for (const { id, position } of page) {
        const isBack = await unmerge(tx, { ...work, itemId: id });
        if (isBack) counts.back += 1;
        else counts.left += 1;
        next = position;
        done += 1;
        if (performance.now() > endsAt) return;
      }
    });
  }
  const isAll = done === page.length && page.length < ITEMS_PER_READ;
  return { next: isAll ? null : next };
}

/** False: somebody has gone on from it since, by an edit or a decision. */
async function unmerge(
  tx: Store,
  { itemId, jobId, userId }: UnmergeWork & { itemId: string },
): Promise<boolean> {
  const row = await readResult(tx, itemId);
  const parsed = mergeUndoSchema.safeParse(JSON.parse(row?.info ?? "{}").undo);
  if (!row || !parsed.success || parsed.data.jobId !== jobId) return false;
  const { rev, needs: left, before } = parsed.data;
  if (row.state !== "submitted" || row.rev !== rev || row.needs !== left) return false;
  const { layerId } = row;
  const changes = await changesBackTo(tx, layerId, before.rev);
  if (changes.length > 0) {
    const now = Date.now();
    const op = { clientId: "merge", opId: uuidv7(), baseRev: rev, changes, at: now };
    // No cause by hand: the next merge may go on from it.
    const written = await applyOp(tx, { layerId, userId, cause: "merge", now, op });
    if (written.kind !== "accepted") return false;
  }
  const { items, layers } = tx.tables;
  const { kind, authorId, info, agreement, needs: waitsFor } = before;
  await tx.db.update(layers).set({ kind, authorId, info }).where(eq(layers.id, layerId));
  await tx.db.update(items).set({ agreement, needs: waitsFor }).where(eq(items.id, itemId));
  return true;
}
