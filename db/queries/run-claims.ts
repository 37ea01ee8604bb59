import { and, asc, eq, inArray, lte, notInArray, sql } from "drizzle-orm";
import type { ModelRun } from "@/lib/api/models";
import type { Store } from "../store";
import { HISTOGRAM_BINS, type RunRow, readRun, viewRun } from "./model-runs";

/** A tab that is not heard of for so long has given up its items. */
export const LEASE_MS = 120_000;

export type ClaimedRow = {
  id: string;
  name: string;
  blobHash: string;
  width: number | null;
  height: number | null;
  /** Versioned JSON of the media kind. */
  info: string;
};

type Claim = {
  projectId: string;
  runId: string;
  clientId: string;
  max: number;
  giveBack: readonly string[];
  replaces?: string | undefined;
  now: number;
};

/**
 * Takes items of a run for one tab alone, those first that another one held too long; renews what the tab holds
 * already. Null when there is no such run. One transaction, and those run one at a time: no item is given twice.
 */
export function claimItems(
  store: Store,
  claim: Claim,
): Promise<{ run: ModelRun; items: ClaimedRow[] } | null> {
  return store.transaction(async (tx) => {
    const run = await readRun(tx, claim);
    if (!run) return null;
    await giveBack(tx, claim);
    await takeOver(tx, claim);
    await renew(tx, claim);
    const items = run.state === "running" ? await takeItems(tx, claim) : [];
    const after = await finishWhenDone(tx, run.id, claim.now);
    return { run: await viewRun(tx, after ?? run, claim.now), items };
  });
}

async function giveBack(
  { db, tables: { modelRunItems } }: Store,
  { runId, clientId, giveBack: ids }: Claim,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(modelRunItems)
    .set({ state: "waiting", clientId: null, leaseUntil: null })
    .where(
      and(
        eq(modelRunItems.runId, runId),
        inArray(modelRunItems.itemId, [...ids]),
        eq(modelRunItems.clientId, clientId),
        eq(modelRunItems.state, sql`'claimed'`),
      ),
    );
}

/** A page that went in the middle of a claim never learned what it was given. */
async function takeOver(
  { db, tables: { modelRunItems } }: Store,
  { runId, replaces }: Claim,
): Promise<void> {
  if (replaces === undefined) return;
  await db
    .update(modelRunItems)
    .set({ state: "waiting", clientId: null, leaseUntil: null })
    .where(
      and(
        eq(modelRunItems.runId, runId),
        eq(modelRunItems.state, sql`'claimed'`),
        eq(modelRunItems.clientId, replaces),
      ),
    );
}

async function renew(
  { db, tables: { modelRunItems } }: Store,
  { runId, clientId, now }: Pick<Claim, "runId" | "clientId" | "now">,
): Promise<void> {
  await db
    .update(modelRunItems)
    .set({ leaseUntil: now + LEASE_MS })
    .where(
      and(
        eq(modelRunItems.runId, runId),
        // In the statement and not bound: so that the index of claimed items serves.
        eq(modelRunItems.state, sql`'claimed'`),
        eq(modelRunItems.clientId, clientId),
      ),
    );
}

async function takeItems(tx: Store, claim: Claim): Promise<ClaimedRow[]> {
  const taken: ClaimedRow[] = [];
  while (taken.length < claim.max) {
    const found = await findFree(tx, { ...claim, max: claim.max - taken.length });
    if (found.length === 0) break;
    const gone = found.filter(({ isGone }) => isGone).map(({ id }) => id);
    if (gone.length > 0) await dropItems(tx, claim.runId, gone);
    const free = found.filter(({ isGone }) => !isGone);
    await hold(tx, {
      claim,
      ids: free.map(({ id }) => id),
    });
    taken.push(...free.map(({ isGone: _isGone, ...item }) => item));
  }
  return taken;
}

async function findFree({ db, tables }: Store, { runId, max, now }: Claim) {
  const { modelRunItems, items, blobs } = tables;
  const read = (condition: ReturnType<typeof and>, limit: number) =>
    db
      .select({
        ...{ id: items.id, name: items.name, blobHash: items.blobHash },
        ...{ width: items.width, height: items.height, info: blobs.info },
        deletedAt: items.deletedAt,
      })
      .from(modelRunItems)
      .innerJoin(items, eq(items.id, modelRunItems.itemId))
      .innerJoin(blobs, eq(blobs.hash, items.blobHash))
      .where(and(eq(modelRunItems.runId, runId), condition))
      .orderBy(asc(modelRunItems.position))
      .limit(limit);
  const expired = await read(
    and(eq(modelRunItems.state, sql`'claimed'`), lte(modelRunItems.leaseUntil, now)),
    max,
  );
  const waiting = await read(eq(modelRunItems.state, sql`'waiting'`), max - expired.length);
  return [...expired, ...waiting].map(({ deletedAt, ...item }) => ({
    ...item,
    isGone: deletedAt !== null,
  }));
}

async function hold(
  { db, tables: { modelRunItems, modelRuns } }: Store,
  { claim: { runId, clientId, now }, ids }: { claim: Claim; ids: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(modelRunItems)
    .set({ state: "claimed", clientId, leaseUntil: now + LEASE_MS })
    .where(and(eq(modelRunItems.runId, runId), inArray(modelRunItems.itemId, [...ids])));
  // The first claim is when it starts.
  const startedAt = sql`case when ${modelRuns.startedAt} = ${modelRuns.createdAt} then ${now} else ${modelRuns.startedAt} end`;
  await db.update(modelRuns).set({ startedAt, updatedAt: now }).where(eq(modelRuns.id, runId));
}

/** Items that were deleted meanwhile are not asked for any more. */
async function dropItems(
  { db, tables: { modelRunItems, modelRuns } }: Store,
  runId: string,
  ids: readonly string[],
): Promise<void> {
  await db
    .delete(modelRunItems)
    .where(and(eq(modelRunItems.runId, runId), inArray(modelRunItems.itemId, [...ids])));
  await db
    .update(modelRuns)
    .set({ total: sql`${modelRuns.total} - ${ids.length}` })
    .where(eq(modelRuns.id, runId));
}

/** Nothing is left to do: the run is over. Answers with it as it is now. */
async function finishWhenDone(
  { db, tables: { modelRuns } }: Store,
  runId: string,
  now: number,
): Promise<RunRow | null> {
  await db
    .update(modelRuns)
    .set({ state: "done", updatedAt: now })
    .where(
      and(
        eq(modelRuns.id, runId),
        inArray(modelRuns.state, ["running", "paused"]),
        sql`${modelRuns.done} + ${modelRuns.failed} >= ${modelRuns.total}`,
      ),
    );
  const rows = await db.select().from(modelRuns).where(eq(modelRuns.id, runId));
  return rows[0] ?? null;
}

/** What came of one item: `scores` of the classes that the project uses, or why there is nothing. */
export type ItemOutcome = {
  itemId: string;
  scores: readonly { classIndex: number; score: number }[];
  problem: string | null;
  totalMs: number;
  inferMs: number;
};

/**
 * Counts what came of items into their run, each item once however often it is sent; renews what the tab holds.
 * Within the transaction that writes the suggestions.
 */
export async function countOutcomes(
  tx: Store,
  {
    runId,
    clientId,
    threshold,
    outcomes,
    now,
  }: {
    runId: string;
    clientId: string;
    threshold: number;
    outcomes: readonly ItemOutcome[];
    now: number;
  },
): Promise<void> {
  const { db, tables } = tx;
  const { modelRuns } = tables;
  const rows = await db.select().from(modelRuns).where(eq(modelRuns.id, runId));
  const run = rows[0];
  if (!run) return;
  const sums = startSums(run);
  for (const outcome of outcomes) {
    if (await markItem(tx, runId, outcome)) sums.add(outcome, threshold);
  }
  await renew(tx, { runId, clientId, now });
  await db
    .update(modelRuns)
    .set({ ...sums.columns(), updatedAt: now })
    .where(eq(modelRuns.id, runId));
  await finishWhenDone(tx, runId, now);
}

/** False when the item is not of the run, or was counted before. */
async function markItem(
  { db, tables: { modelRunItems } }: Store,
  runId: string,
  { itemId, problem }: ItemOutcome,
): Promise<boolean> {
  const marked = await db
    .update(modelRunItems)
    .set({
      state: problem === null ? "done" : "failed",
      ...{ leaseUntil: null, problem },
    })
    .where(
      and(
        eq(modelRunItems.runId, runId),
        eq(modelRunItems.itemId, itemId),
        notInArray(modelRunItems.state, ["done", "failed"]),
      ),
    )
    .returning({ itemId: modelRunItems.itemId });
  return marked.length > 0;
}

function startSums(run: RunRow) {
  let { done, failed, empty, suggestions, totalMs, inferMs } = run;
  const perClass = JSON.parse(run.perClass) as Record<string, number>;
  const histogram = JSON.parse(run.histogram) as number[];
  return {
    add({ scores, problem, ...took }: ItemOutcome, threshold: number): void {
      if (problem !== null) {
        failed += 1;
        return;
      }
      done += 1;
      totalMs += Math.round(took.totalMs);
      inferMs += Math.round(took.inferMs);
      let proposed = 0;
      for (const { classIndex, score } of scores) {
        const bin = Math.min(HISTOGRAM_BINS - 1, Math.floor(score * HISTOGRAM_BINS));
        histogram[bin] = (histogram[bin] ?? 0) + 1;
        if (score < threshold) continue;
        proposed += 1;
        perClass[classIndex] = (perClass[classIndex] ?? 0) + 1;
      }
      suggestions += proposed;
      if (proposed === 0) empty += 1;
    },
    columns: () => ({
      ...{ done, failed, empty, suggestions, totalMs, inferMs },
      perClass: JSON.stringify(perClass),
      histogram: JSON.stringify(histogram),
    }),
  };
}
