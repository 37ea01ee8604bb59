import { and, asc, eq, gt, inArray, isNotNull, isNull, max, ne, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import type { ItemState } from "@/lib/annotation/item-state";
import {
  type ChangedItems,
  type ChangeItems,
  type ItemChange,
  type ItemSelection,
  itemFilterSchema,
  MAX_ITEM_IDS,
  type RequeuedItem,
} from "@/lib/api/items";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { changeStateCount } from "./counters";
import { matches } from "./item-conditions";
import { followState, hasAnswer, isRequeuable, requeueItems, setGold } from "./work/change-work";
import { findUntouched, giveHeldBack, readHeld, readRevisions } from "./work/undo-requeue";

/** Items per transaction at first and at most; in between as many as take about `BATCH_MS`. */
const FIRST_BATCH_ITEMS = 100;
const MAX_BATCH_ITEMS = 1_000;
/** Saves of annotators come in between two batches, and wait no longer than about twice this. */
const BATCH_MS = 20;
/** Rows per insert: long statements cost more to build than they save. */
const LOG_ROWS = 250;

type Row = Pick<
  Tables["items"]["$inferSelect"],
  "id" | "position" | "state" | "split" | "priority" | "annotationCount"
>;
type Batch = {
  projectId: string;
  userId: string;
  /** Of the whole request: every item's history names it. */
  opId: string;
  rows: readonly Row[];
  now: number;
};
/** Such writes are of the server, not of a tab. */
const CLIENT_ID = "bulk";
const NO_CHANGES = JSON.stringify({ v: 1, changes: [] });

/**
 * Deletes, restores, hands out anew, or sets the split, state or priority of many items, or that they are gold, in batches that are each atomic
 * with their counters. States also go into the history of each item. Answers with the requests
 * that undo it.
 */
export async function changeItems(
  store: Store,
  wanted: { projectId: string; userId: string; request: ChangeItems; now: number },
): Promise<ChangedItems> {
  const { projectId, userId, request, now } = wanted;
  const { change } = request;
  const opId = uuidv7();
  const token = change.kind === "delete" ? await nextDeletion(store, projectId, now) : now;
  const undo = startUndo(change, token);
  let count = 0;
  let limit = FIRST_BATCH_ITEMS;
  for (const select of portions(request.select)) {
    let after = -1;
    for (;;) {
      // With the commit, which waits for the disk.
      const startedAt = performance.now();
      const { last, rows, held } = await store.transaction(async (tx) => {
        const found = await readBatch(tx, { projectId, select, change, after, limit });
        const batch = await leaveOut(tx, { change, rows: found });
        const before = change.kind === "requeue" ? await readHeld(tx, idsOf(batch)) : [];
        await write(tx, { projectId, userId, opId, rows: batch, now: token, change });
        const revisions = await readRevisions(tx, idsOf(before));
        for (const item of before) item.rev = revisions.get(item.id) ?? 0;
        return { last: found.at(-1), rows: batch, held: before };
      });
      limit = nextLimit(limit, performance.now() - startedAt);
      if (!last) break;
      count += rows.length;
      undo.add(rows, held);
      after = last.position;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { count, undo: count > 0 ? undo.requests() : [] };
}

/** What cannot be brought back any more stays as it is. */
async function leaveOut(
  tx: Store,
  { change, rows }: { change: ItemChange; rows: readonly Row[] },
): Promise<readonly Row[]> {
  if (change.kind !== "undo-requeue" || rows.length === 0) return rows;
  const untouched = await findUntouched(tx, { ...change, before: ofRows(change.before, rows) });
  const ids = new Set(untouched.map(({ id }) => id));
  return rows.filter(({ id }) => ids.has(id));
}

function ofRows(before: readonly RequeuedItem[], rows: readonly Row[]): RequeuedItem[] {
  const ids = new Set(idsOf(rows));
  return before.filter(({ id }) => ids.has(id));
}

function nextLimit(limit: number, tookMs: number): number {
  if (tookMs > BATCH_MS) return Math.max(FIRST_BATCH_ITEMS, Math.floor(limit / 2));
  return tookMs < BATCH_MS / 2 ? Math.min(MAX_BATCH_ITEMS, limit * 2) : limit;
}

/** Ids are looked up in portions that fit a statement; the others are walked by position. */
function portions(select: ItemSelection): ItemSelection[] {
  if (!("ids" in select)) return [select];
  const ids = [...new Set(select.ids)];
  return Array.from({ length: Math.ceil(ids.length / MAX_BATCH_ITEMS) }, (_, n) => ({
    ids: ids.slice(n * MAX_BATCH_ITEMS, (n + 1) * MAX_BATCH_ITEMS),
  }));
}

/** A time that no earlier deletion of the project has, so that it names this one. */
async function nextDeletion(
  { db, tables: { items } }: Store,
  projectId: string,
  now: number,
): Promise<number> {
  const rows = await db
    .select({ latest: max(items.deletedAt) })
    .from(items)
    .where(and(eq(items.projectId, projectId), isNotNull(items.deletedAt)));
  return Math.max(now, (rows[0]?.latest ?? 0) + 1);
}

/** The next items that the change makes different, by position. */
async function readBatch(
  store: Store,
  at: {
    projectId: string;
    select: ItemSelection;
    change: ItemChange;
    after: number;
    limit: number;
  },
): Promise<Row[]> {
  const { items } = store.tables;
  const { projectId, select, change, after, limit } = at;
  const isDeleted = change.kind === "restore";
  return store.db
    .select({
      ...{ id: items.id, position: items.position, state: items.state, split: items.split },
      ...{ priority: items.priority, annotationCount: items.annotationCount },
    })
    .from(items)
    .where(
      and(
        eq(items.projectId, projectId),
        isDeleted ? isNotNull(items.deletedAt) : isNull(items.deletedAt),
        gt(items.position, after),
        "ids" in select ? inArray(items.id, select.ids) : undefined,
        "deletedAt" in select ? eq(items.deletedAt, select.deletedAt) : undefined,
        "filter" in select
          ? matches(store, {
              projectId,
              filter: {
                ...select.filter,
                ...z.pick(itemFilterSchema, { sort: true, dir: true }).parse({}),
              },
            })
          : undefined,
        change.kind === "state" ? sql`${items.state} <> ${change.state}` : undefined,
        change.kind === "split"
          ? sql`coalesce(${items.split}, '') <> ${change.split ?? ""}`
          : undefined,
        change.kind === "requeue" ? isRequeuable(store) : undefined,
        change.kind === "priority" ? ne(items.priority, change.priority) : undefined,
        change.kind === "gold" ? ne(items.isGold, change.isGold) : undefined,
        change.kind === "gold" && change.isGold ? hasAnswer(store) : undefined,
      ),
    )
    .orderBy(asc(items.position))
    .limit(limit);
}

async function write(store: Store, batch: Batch & { change: ItemChange }): Promise<void> {
  const { change, rows, now } = batch;
  if (rows.length === 0) return;
  switch (change.kind) {
    case "delete":
      await setColumns(store, rows, { deletedAt: now });
      return countAgain(store, batch, -1);
    case "restore":
      await setColumns(store, rows, { deletedAt: null });
      return countAgain(store, batch, 1);
    case "split":
      return setColumns(store, rows, { split: change.split, updatedAt: now });
    case "state":
      await setState(store, batch, change.state);
      return followState(store, { ...batch, itemIds: idsOf(rows), state: change.state });
    case "requeue":
      await setState(store, { ...batch, rows: rows.filter(isBlank) }, "new");
      await setState(store, { ...batch, rows: rows.filter((row) => !isBlank(row)) }, "in_progress");
      return requeueItems(store, { itemIds: idsOf(rows), now });
    case "undo-requeue":
      return undoRequeue(store, batch, ofRows(change.before, rows));
    case "priority":
      return setColumns(store, rows, { priority: change.priority });
    case "gold":
      return setGold(store, { ...batch, itemIds: idsOf(rows), isGold: change.isGold });
  }
}

/** They have their states again, and whoever had them has them again. */
async function undoRequeue(store: Store, batch: Batch, before: readonly RequeuedItem[]) {
  const stateOf = new Map(before.map(({ id, state }) => [id, state]));
  for (const state of new Set(stateOf.values())) {
    const rows = batch.rows.filter(({ id }) => stateOf.get(id) === state);
    await setState(store, { ...batch, rows }, state);
  }
  await giveHeldBack(store, before);
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

function isBlank({ annotationCount }: Row): boolean {
  return annotationCount === 0;
}

async function setState(store: Store, of: Batch, state: ItemState): Promise<void> {
  const rows = of.rows.filter((row) => row.state !== state);
  const batch = { ...of, rows };
  if (rows.length === 0) return;
  const { now, projectId } = batch;
  await setColumns(store, rows, { state, updatedAt: now });
  await logState(store, batch, state);
  await countStates(store, batch, -1);
  await changeStateCount(store, { projectId, state, delta: rows.length, now });
}

async function setColumns(
  { db, tables: { items } }: Store,
  rows: readonly Row[],
  columns: Partial<Tables["items"]["$inferInsert"]>,
): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await db.update(items).set(columns).where(inArray(items.id, ids));
}

/** One operation for each item, as if it had been opened for that; editors learn of it by its rev. */
async function logState(store: Store, batch: Batch, state: ItemState): Promise<void> {
  const { db, tables } = store;
  const { layers, operations } = tables;
  const { opId, userId, now } = batch;
  const ids = batch.rows.map(({ id }) => id);
  const isTheirs = and(eq(layers.isResult, true), inArray(layers.itemId, ids));
  await db
    .update(layers)
    .set({ revision: sql`${layers.revision} + 1` })
    .where(isTheirs);
  const heads = await db
    .select({ layerId: layers.id, rev: layers.revision, itemId: layers.itemId })
    .from(layers)
    .where(isTheirs);
  const fixed = { opId, authorId: userId, clientId: CLIENT_ID, cause: "bulk" as const, state };
  for (let start = 0; start < heads.length; start += LOG_ROWS) {
    const rows = heads.slice(start, start + LOG_ROWS);
    const values = rows.map((head) => ({
      ...{ ...head, ...fixed },
      ...{ patch: NO_CHANGES, at: now, createdAt: now },
    }));
    if (values.length > 0) await db.insert(operations).values(values);
  }
}

/** Items leave or enter the counts of states and labels; how often each has a label stays known. */
async function countAgain(store: Store, batch: Batch, sign: 1 | -1): Promise<void> {
  const { itemLabels, labels } = store.tables;
  await countStates(store, batch, sign);
  const used = await store.db
    .select({ labelId: itemLabels.labelId, n: sql<number>`sum(${itemLabels.n})` })
    .from(itemLabels)
    .where(
      inArray(
        itemLabels.itemId,
        batch.rows.map(({ id }) => id),
      ),
    )
    .groupBy(itemLabels.labelId);
  for (const { labelId, n } of used) {
    await store.db
      .update(labels)
      .set({ annotationCount: sql`${labels.annotationCount} + ${sign * Number(n)}` })
      .where(eq(labels.id, labelId));
  }
}

async function countStates(store: Store, batch: Batch, sign: 1 | -1): Promise<void> {
  const { projectId, now } = batch;
  const states = new Map<ItemState, number>();
  for (const { state } of batch.rows) states.set(state, (states.get(state) ?? 0) + 1);
  for (const [state, n] of states) {
    await changeStateCount(store, { projectId, state, delta: sign * n, now });
  }
}

/** What makes an item again what it was before the change; null: nothing does, or it is known without the item. */
function backTo(change: ItemChange, row: Row): ItemChange | null {
  switch (change.kind) {
    case "split":
      return { kind: "split", split: row.split };
    case "state":
      return { kind: "state", state: row.state };
    case "priority":
      return { kind: "priority", priority: row.priority };
    case "gold":
      return { kind: "gold", isGold: !change.isGold };
    case "restore":
      return { kind: "delete" };
    case "delete":
    case "requeue":
    case "undo-requeue":
      return null;
  }
}

/** Collects what each item was, grouped into one request per value. */
function startUndo(change: ItemChange, token: number) {
  const requeued: RequeuedItem[] = [];
  const idsBefore = new Map<string, { change: ItemChange; ids: string[] }>();
  let size = 0;
  const remember = (key: string, back: ItemChange, id: string) => {
    const group = idsBefore.get(key) ?? { change: back, ids: [] };
    group.ids.push(id);
    idsBefore.set(key, group);
  };
  return {
    add(rows: readonly Row[], held: readonly RequeuedItem[]): void {
      size += rows.length;
      if (change.kind === "delete" || size > MAX_ITEM_IDS) return;
      requeued.push(...held);
      for (const row of rows) {
        const back = backTo(change, row);
        if (back) remember(JSON.stringify(back), back, row.id);
      }
    },
    requests(): ChangeItems[] | null {
      if (change.kind === "delete") {
        return [{ select: { deletedAt: token }, change: { kind: "restore" } }];
      }
      if (size > MAX_ITEM_IDS || change.kind === "undo-requeue") return null;
      if (change.kind === "requeue") {
        const back = { kind: "undo-requeue", requeuedAt: token, before: requeued } as const;
        return [{ select: { ids: idsOf(requeued) }, change: back }];
      }
      return [...idsBefore.values()].map(({ ids, change: back }) => ({
        select: { ids },
        change: back,
      }));
    },
  };
}
