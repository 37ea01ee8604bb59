import { and, asc, count, desc, eq, gt, inArray, isNull, max, notExists, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { ModelRun, NewRun, RunState } from "@/lib/api/models";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { matches } from "./item-conditions";

export const HISTOGRAM_BINS = 20;
/** Items put into a run per transaction: some 10 ms. */
const FILL_ITEMS = 500;

export type RunRow = Tables["modelRuns"]["$inferSelect"];

type NewRunInput = { projectId: string; userId: string; run: NewRun; now: number };

/**
 * Makes a run of all items that are asked for, in order of arrival. Until it has them all it counts as cancelled,
 * so that a server which stops meanwhile leaves none that ends too early.
 */
export async function createRun(store: Store, input: NewRunInput): Promise<string> {
  const { projectId, userId, run, now } = input;
  const { modelRuns } = store.tables;
  const id = uuidv7();
  await store.transaction(async ({ db }) => {
    await db.insert(modelRuns).values({
      ...{ id, projectId, versionId: run.versionId, state: "cancelled", createdBy: userId },
      histogram: JSON.stringify(new Array<number>(HISTOGRAM_BINS).fill(0)),
      ...{ createdAt: now, startedAt: now, updatedAt: now },
    });
  });
  for (const ids of portions(run.itemIds)) {
    let after: number | null = -1;
    while (after !== null) {
      const from: number = after;
      after = await store.transaction((tx) => fill(tx, { ...input, id, ids, after: from }));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await store.transaction(async (tx) => {
    const { modelRunItems } = tx.tables;
    const rows = await tx.db
      .select({ n: count() })
      .from(modelRunItems)
      .where(eq(modelRunItems.runId, id));
    const total = rows[0]?.n ?? 0;
    const state = total === 0 ? "done" : "running";
    await tx.db.update(modelRuns).set({ total, state }).where(eq(modelRuns.id, id));
  });
  return id;
}

/** Ids are looked up in portions that fit a statement; null: what the filter says. */
function portions(itemIds: readonly string[] | undefined): (string[] | null)[] {
  if (itemIds === undefined) return [null];
  const ids = [...new Set(itemIds)];
  return Array.from({ length: Math.ceil(ids.length / FILL_ITEMS) }, (_, n) =>
    ids.slice(n * FILL_ITEMS, (n + 1) * FILL_ITEMS),
  );
}

/** Adds the next items; answers with the position of the last one, or null when that was all. */
async function fill(
  tx: Store,
  at: NewRunInput & { id: string; ids: string[] | null; after: number },
): Promise<number | null> {
  const { projectId, run, id, ids, after } = at;
  const { db, tables } = tx;
  const { items, layers, modelRunItems } = tables;
  const suggested = db
    .select({ id: layers.id })
    .from(layers)
    .where(and(eq(layers.itemId, items.id), eq(layers.modelVersionId, run.versionId)));
  const wanted = db
    .select({ id: items.id, position: items.position })
    .from(items)
    .where(
      and(
        run.filter ? matches(tx, { projectId, filter: run.filter }) : undefined,
        eq(items.projectId, projectId),
        isNull(items.deletedAt),
        gt(items.position, after),
        ids ? inArray(items.id, ids) : undefined,
        run.skipsDone ? notExists(suggested) : undefined,
      ),
    )
    .orderBy(asc(items.position))
    .limit(FILL_ITEMS);
  const found = wanted.as("found");
  const last = await db.select({ position: max(found.position) }).from(found);
  const position = last[0]?.position ?? null;
  if (position === null) return null;
  await db.insert(modelRunItems).select(
    db
      .select({
        runId: sql`${id}`.as("run_id"),
        itemId: found.id,
        position: found.position,
        state: sql`'waiting'`.as("state"),
        clientId: sql`null`.as("client_id"),
        leaseUntil: sql`null`.as("lease_until"),
        problem: sql`null`.as("problem"),
      })
      .from(found),
  );
  return position;
}

export async function readRun(
  { db, tables: { modelRuns } }: Store,
  { projectId, runId }: { projectId: string; runId: string },
): Promise<RunRow | null> {
  const rows = await db
    .select()
    .from(modelRuns)
    .where(and(eq(modelRuns.id, runId), eq(modelRuns.projectId, projectId)));
  return rows[0] ?? null;
}

/** The latest first. */
export async function listRuns(
  store: Store,
  { projectId, limit, now }: { projectId: string; limit: number; now: number },
): Promise<ModelRun[]> {
  const { modelRuns } = store.tables;
  const rows = await store.db
    .select()
    .from(modelRuns)
    .where(eq(modelRuns.projectId, projectId))
    .orderBy(desc(modelRuns.createdAt), desc(modelRuns.id))
    .limit(limit);
  const runs: ModelRun[] = [];
  for (const row of rows) runs.push(await viewRun(store, row, now));
  return runs;
}

export async function viewRun(store: Store, row: RunRow, now: number): Promise<ModelRun> {
  const { projectId: _project, createdBy: _by, perClass, histogram, ...plain } = row;
  return {
    ...plain,
    perClass: JSON.parse(perClass) as ModelRun["perClass"],
    histogram: JSON.parse(histogram) as number[],
    workers: row.state === "running" ? await countWorkers(store, row.id, now) : 0,
  };
}

/** Tabs that hold items at the moment. */
async function countWorkers(
  { db, tables: { modelRunItems } }: Store,
  runId: string,
  now: number,
): Promise<number> {
  const rows = await db
    .select({ n: sql<number>`count(distinct ${modelRunItems.clientId})` })
    .from(modelRunItems)
    .where(
      and(
        eq(modelRunItems.runId, runId),
        eq(modelRunItems.state, sql`'claimed'`),
        gt(modelRunItems.leaseUntil, now),
      ),
    );
  return Number(rows[0]?.n ?? 0);
}

/** Those that failed and why, in order. */
export async function listProblems(
  { db, tables: { modelRunItems, items } }: Store,
  { runId, limit }: { runId: string; limit: number },
): Promise<{ itemId: string; name: string; problem: string }[]> {
  const rows = await db
    .select({
      itemId: modelRunItems.itemId,
      name: items.name,
      problem: sql<string>`coalesce(${modelRunItems.problem}, '')`,
    })
    .from(modelRunItems)
    .innerJoin(items, eq(items.id, modelRunItems.itemId))
    .where(and(eq(modelRunItems.runId, runId), eq(modelRunItems.state, "failed")))
    .orderBy(asc(modelRunItems.position))
    .limit(limit);
  return rows;
}

/** A run that is over stays so: then the answer is false. */
export function setRunState(
  store: Store,
  { runId, state, now }: { runId: string; state: RunState; now: number },
): Promise<boolean> {
  return store.transaction(async ({ db, tables: { modelRuns } }) => {
    const changed = await db
      .update(modelRuns)
      .set({ state, updatedAt: now })
      .where(and(eq(modelRuns.id, runId), inArray(modelRuns.state, ["running", "paused"])))
      .returning({ id: modelRuns.id });
    return changed.length > 0;
  });
}
