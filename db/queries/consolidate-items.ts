import { and, asc, count, eq, gt, inArray, isNull } from "drizzle-orm";
import type { ItemState } from "@/lib/annotation/item-state";
import { readWorkflow, shareOf } from "@/lib/annotation/workflow";
import type { Consolidate, ConsolidatedItems } from "@/lib/api/agreement";
import type { ItemNeed } from "../schema/items";
import type { Store } from "../store";
import { consolidateItem } from "./consolidate";
import { planConsolidation } from "./consolidation-plan";
import { matches } from "./item-conditions";
import { keepMergeUndo, readBeforeMerge } from "./merge-undo";

const ITEMS_PER_READ = 50;
/** Saves of annotators wait for at most about this long plus one item. */
const STEP_MS = 20;

export type ConsolidateWork = Consolidate & { jobId: string; projectId: string; userId: string };
type Item = { id: string; position: number; state: ItemState; needs: ItemNeed | null };

export function noneConsolidated(): ConsolidatedItems {
  return { items: 0, changed: 0, same: 0, kept: 0, open: 0, adjudication: 0, annotations: 0 };
}

/** How many of the chosen items several people label. */
export async function countShared(store: Store, work: ConsolidateWork): Promise<number> {
  const { items } = store.tables;
  const rows = await store.db.select({ n: count() }).from(items).where(isShared(store, work));
  return rows[0]?.n ?? 0;
}

function isShared(store: Store, { projectId, select }: ConsolidateWork) {
  const { items } = store.tables;
  return and(
    eq(items.projectId, projectId),
    isNull(items.deletedAt),
    eq(items.isGold, false),
    gt(items.required, 1),
    "ids" in select
      ? inArray(items.id, select.ids)
      : matches(store, { projectId, filter: select.filter }),
  );
}

/** The next items, in one short transaction; says where to go on (null: that was all) and adds to the counts. */
export async function consolidateStep(
  store: Store,
  { work, after, counts }: { work: ConsolidateWork; after: number; counts: ConsolidatedItems },
): Promise<{ next: number | null }> {
  const { items } = store.tables;
  const page = await store.db
    .select({ id: items.id, position: items.position, state: items.state, needs: items.needs })
    .from(items)
    .where(and(isShared(store, work), gt(items.position, after)))
    .orderBy(asc(items.position))
    .limit(ITEMS_PER_READ);
  const endsAt = performance.now() + STEP_MS;
  let next: number | null = null;
  let done = 0;
  const run = async (tx: Store) => {
    for (const item of page) {
      await (work.isDryRun
        ? tryItem(tx, { work, item, counts })
        : mergeItem(tx, { work, item, counts }));
      next = item.position;
      done += 1;
      if (performance.now() > endsAt) return;
    }
  };
  if (page.length > 0) await (work.isDryRun ? run(store) : store.transaction(run));
  const isAll = done === page.length && page.length < ITEMS_PER_READ;
  return { next: isAll ? null : next };
}

/** Work that is not all handed in waits for that; what was accepted stays as it was decided. */
function standsAside({ state }: Item, counts: ConsolidatedItems): boolean {
  if (state === "submitted") return false;
  if (state === "accepted") counts.kept += 1;
  else counts.open += 1;
  return true;
}

type OneItem = { work: ConsolidateWork; item: Item; counts: ConsolidatedItems };

async function tryItem(store: Store, { work, item, counts }: OneItem): Promise<void> {
  counts.items += 1;
  if (standsAside(item, counts)) return;
  const plan = await planConsolidation(store, { itemId: item.id, rule: work.rule });
  if (!plan) {
    counts.open += 1;
    return;
  }
  const { consolidated, changes, isByHand } = plan;
  if (consolidated.needsAdjudication) counts.adjudication += 1;
  if (isByHand) counts.kept += 1;
  else add(counts, changes.length);
}

async function mergeItem(tx: Store, { work, item, counts }: OneItem): Promise<void> {
  counts.items += 1;
  if (standsAside(item, counts)) return;
  const { jobId, projectId, userId } = work;
  const settings = await projectSettings(tx, projectId);
  const { id: itemId } = item;
  const rule = work.rule ?? settings.consolidation;
  const before = await readBeforeMerge(tx, itemId);
  const result = await consolidateItem(tx, { itemId, now: Date.now(), rule, userId });
  if (result.outcome === "none") {
    counts.open += 1;
    return;
  }
  if (result.needsAdjudication) counts.adjudication += 1;
  if (result.outcome === "kept") {
    counts.kept += 1;
    return;
  }
  add(counts, result.changed);
  const isReviewed = shareOf(`review ${itemId}`) < settings.review.share;
  const settled = item.needs === "adjudication" ? (isReviewed ? "review" : null) : item.needs;
  const needs = result.needsAdjudication ? "adjudication" : settled;
  const { items } = tx.tables;
  if (needs !== item.needs) await tx.db.update(items).set({ needs }).where(eq(items.id, itemId));
  if (before) await keepMergeUndo(tx, { itemId, jobId, before });
}

function add(counts: ConsolidatedItems, changed: number): void {
  if (changed > 0) counts.changed += 1;
  else counts.same += 1;
  counts.annotations += changed;
}

async function projectSettings({ db, tables: { projects } }: Store, projectId: string) {
  const rows = await db
    .select({ settings: projects.settings })
    .from(projects)
    .where(eq(projects.id, projectId));
  return readWorkflow(rows[0]?.settings ?? "{}");
}
