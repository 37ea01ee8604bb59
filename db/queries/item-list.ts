import { and, asc, count, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import {
  ITEM_PAGE_SIZE,
  type ItemFilter,
  type ItemIndex,
  type ItemKey,
  type ItemPage,
  type ItemSummary,
  type Neighbours,
  writeItemCursor,
} from "@/lib/api/items";
import type { OpenNeighbours } from "@/lib/api/open-item";
import type { Store } from "../store";
import { isSearched, matches, saysSearched, type View, withoutSearch } from "./item-conditions";
import { type Sight, shownColumns } from "./item-sight";

/** Keys read at a time for an index: whole pages, some 10 ms. */
const INDEX_SLICE = 20 * ITEM_PAGE_SIZE;
/**
 * Items searched at a time: texts differ in length, so the next read is as large as the last one was quick, and
 * none has many more characters than `mostLength` (some 30 ms).
 */
const SEARCH_SLICE = { first: 100, least: 10, most: 500, targetMs: 20, mostLength: 4_000_000 };
/** How long an item that is opened waits for its neighbours in a view by search, in each direction. */
const NEAREST_MS = 100;

/** One page of a filtered, sorted view, read from the place that `cursor` names. */
export async function listItems(
  store: Store,
  { cursor, limit, ...view }: View & { cursor?: ItemKey | undefined; limit: number },
): Promise<ItemPage> {
  const rows = isSearched(view.filter)
    ? await firstFound(store, { ...view, after: cursor ?? null, limit: limit + 1 })
    : await readSummaries(store, { ...view, after: cursor ?? null, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page,
    next: rows.length > limit && last ? writeItemCursor(keyOf(last, view.filter)) : null,
  };
}

/** With what only the order of a view needs to know. */
type Listed = ItemSummary & { uncertainty?: number | null };

async function readSummaries(
  store: Store,
  { after, limit, ...view }: View & { after: ItemKey | null; limit: number },
): Promise<Listed[]> {
  const { items } = store.tables;
  return store.db
    .select({
      id: items.id,
      position: items.position,
      name: items.name,
      split: items.split,
      width: items.width,
      height: items.height,
      length: items.length,
      ...shownColumns(store, view.sight ?? null),
      blobHash: items.blobHash,
      ...(view.filter.sort === "uncertainty" ? { uncertainty: items.uncertainty } : {}),
    })
    .from(items)
    .where(and(matches(store, view), after ? beyond(store, view, after) : undefined))
    .orderBy(...ordering(store, view))
    .limit(limit);
}

/**
 * The matches of a view by text or by the bounds of annotations, in its order, some at a time. No index can find a part of
 * a text or a box of a size, so all items that the other conditions leave are read: by slices, between which other
 * requests get their turn.
 */
async function* searchItems(
  store: Store,
  { filter, projectId, sight = null, after }: View & { after: ItemKey | null },
): AsyncGenerator<Listed[]> {
  const { items } = store.tables;
  const others = withoutSearch(filter);
  let last = after;
  let limit = SEARCH_SLICE.first;
  for (;;) {
    const startedAt = performance.now();
    const slice = await readSummaries(store, {
      ...{ projectId, sight, filter: others },
      ...{ after: last, limit },
    });
    for (const part of byLength(slice)) {
      const ids = part.map(({ id }) => id);
      const found = await store.db
        .select({ id: items.id })
        .from(items)
        .where(and(inArray(items.id, ids), saysSearched(store, filter, sight)));
      const matching = new Set(found.map(({ id }) => id));
      yield part.filter(({ id }) => matching.has(id));
      if (part.length < slice.length) await letOthersRun();
    }
    const end = slice.at(-1);
    if (slice.length < limit || !end) return;
    last = keyOf(end, filter);
    const share = SEARCH_SLICE.targetMs / Math.max(1, performance.now() - startedAt);
    limit = Math.round(limit * Math.min(2, share));
    limit = Math.min(SEARCH_SLICE.most, Math.max(SEARCH_SLICE.least, limit));
    await letOthersRun();
  }
}

/** Cut so that no part has more text than may be read at once, unless one item alone has. */
function* byLength(slice: readonly ItemSummary[]): Generator<ItemSummary[]> {
  let part: ItemSummary[] = [];
  let length = 0;
  for (const item of slice) {
    if (part.length > 0 && length + (item.length ?? 0) > SEARCH_SLICE.mostLength) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(item);
    length += item.length ?? 0;
  }
  if (part.length > 0) yield part;
}

async function firstFound(
  store: Store,
  { limit, ...search }: View & { after: ItemKey | null; limit: number },
): Promise<Listed[]> {
  const found: Listed[] = [];
  for await (const slice of searchItems(store, search)) {
    found.push(...slice);
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/**
 * How many items match, and the place before every page: what a virtual list needs in order to
 * jump anywhere and still read each page by its key.
 */
export async function indexItems(store: Store, view: View): Promise<ItemIndex> {
  const cursors: (string | null)[] = [null];
  let total = 0;
  for await (const keys of readKeys(store, view)) {
    for (const key of keys) {
      total += 1;
      if (total % ITEM_PAGE_SIZE === 0) cursors.push(writeItemCursor(key));
    }
  }
  const pages = Math.ceil(total / ITEM_PAGE_SIZE);
  return { total, pageSize: ITEM_PAGE_SIZE, cursors: cursors.slice(0, pages) };
}

/** The keys of all matches in order, some at a time. */
async function* readKeys(store: Store, view: View): AsyncGenerator<ItemKey[]> {
  const { items } = store.tables;
  const { filter } = view;
  if (isSearched(filter)) {
    for await (const slice of searchItems(store, { ...view, after: null })) {
      yield slice.map((item) => keyOf(item, filter));
    }
    return;
  }
  let last: ItemKey | null = null;
  do {
    const rows: unknown[][] = await store.db
      .select({
        value: sortColumn(store, view),
        // Left out where it is not needed, so that the index alone answers.
        id: isUnique(filter) ? sql<null>`null` : items.id,
      })
      .from(items)
      .where(and(matches(store, view), last ? beyond(store, view, last) : undefined))
      .orderBy(...ordering(store, view))
      .limit(INDEX_SLICE)
      .values();
    const keys = rows.map(toKey);
    yield keys;
    last = keys.length === INDEX_SLICE ? (keys.at(-1) ?? null) : null;
    await letOthersRun();
  } while (last);
}

function toKey(row: unknown[]): ItemKey {
  const [value, id] = row as [string | number, string | null];
  return { value, id };
}

/** The matches before and after an item, which need not match itself. Null when it is gone. */
export async function readNeighbours(
  store: Store,
  of: { itemId: string; filter: ItemFilter; sight?: Sight | null },
): Promise<Neighbours | null> {
  const at = await placeOf(store, of);
  if (!at) return null;
  const isMatch = await matchesItself(store, of.itemId, at.view);
  const { previous, next, before, total } = isSearched(of.filter)
    ? await neighboursBySearch(store, { ...at, isMatch })
    : await neighboursByIndex(store, at);
  return { previous, next, index: isMatch ? before + 1 : null, total };
}

/**
 * The same in the time that opening an item may take: a view by search is searched from the item outwards for a moment only
 * and not counted; a neighbour that was not found by then is left out. Null when the item is gone.
 */
export async function readNearest(
  store: Store,
  of: { itemId: string; filter: ItemFilter; sight?: Sight | null; nearestMs?: number },
): Promise<OpenNeighbours | null> {
  const { filter, nearestMs = NEAREST_MS } = of;
  if (!isSearched(filter)) return readNeighbours(store, of);
  const at = await placeOf(store, of);
  if (!at) return null;
  const nearest = async (direction: ItemFilter) => {
    const endsAt = performance.now() + nearestMs;
    const search = searchItems(store, { ...at.view, filter: direction, after: at.key });
    for await (const [first] of search) {
      if (first) return first.id;
      if (performance.now() > endsAt) return undefined;
    }
    return null;
  };
  const next = await nearest(filter);
  const previous = await nearest(at.back);
  return {
    ...(previous === undefined ? {} : { previous }),
    ...(next === undefined ? {} : { next }),
    index: null,
    total: null,
  };
}

type Place = { view: View; back: ItemFilter; key: ItemKey };

async function placeOf(
  store: Store,
  { itemId, filter, sight = null }: { itemId: string; filter: ItemFilter; sight?: Sight | null },
): Promise<Place | null> {
  const { items } = store.tables;
  const [item] = await store.db
    .select({
      ...{ projectId: items.projectId, id: items.id, position: items.position, name: items.name },
      ...{ ...shownColumns(store, sight), uncertainty: items.uncertainty },
    })
    .from(items)
    .where(and(eq(items.id, itemId), isNull(items.deletedAt)));
  if (!item) return null;
  return {
    view: { projectId: item.projectId, filter, sight },
    back: { ...filter, dir: filter.dir === "asc" ? "desc" : "asc" },
    key: keyOf(item, filter),
  };
}

async function matchesItself(store: Store, itemId: string, view: View): Promise<boolean> {
  const { items } = store.tables;
  return (await countWhere(store, and(eq(items.id, itemId), matches(store, view)))) > 0;
}

type Around = { previous: string | null; next: string | null; before: number; total: number };

async function neighboursByIndex(store: Store, { view, back, key }: Place): Promise<Around> {
  const { items } = store.tables;
  const nearest = async (filter: ItemFilter) => {
    const rows = await store.db
      .select({ id: items.id })
      .from(items)
      .where(and(matches(store, view), beyond(store, { ...view, filter }, key)))
      .orderBy(...ordering(store, { ...view, filter }))
      .limit(1);
    return rows[0]?.id ?? null;
  };
  // Each of them may read all items.
  const behind = beyond(store, { ...view, filter: back }, key);
  const before = await countWhere(store, and(matches(store, view), behind));
  await letOthersRun();
  const previous = await nearest(back);
  await letOthersRun();
  const next = await nearest(view.filter);
  await letOthersRun();
  return { previous, next, before, total: await countItems(store, view) };
}

async function neighboursBySearch(store: Store, at: Place & { isMatch: boolean }): Promise<Around> {
  const { filter } = at.view;
  const searched = async (direction: ItemFilter) => {
    let nearest: string | null = null;
    let n = 0;
    for await (const slice of searchItems(store, {
      ...at.view,
      filter: direction,
      after: at.key,
    })) {
      nearest ??= slice[0]?.id ?? null;
      n += slice.length;
    }
    return { nearest, n };
  };
  const before = await searched(at.back);
  const after = await searched(filter);
  const total = before.n + Number(at.isMatch) + after.n;
  return { previous: before.nearest, next: after.nearest, before: before.n, total };
}

async function countItems(store: Store, view: View): Promise<number> {
  const { state, sort: _sort, dir: _dir, ...others } = view.filter;
  const isByStateOnly = Object.values(others).every((condition) => condition === undefined);
  if (!isByStateOnly || view.sight) return countWhere(store, matches(store, view));
  const { stateCounts } = store.tables;
  const rows = await store.db
    .select({ n: sql<number>`coalesce(sum(${stateCounts.n}), 0)` })
    .from(stateCounts)
    .where(
      and(
        eq(stateCounts.projectId, view.projectId),
        state ? inArray(stateCounts.state, state) : undefined,
      ),
    );
  return Number(rows[0]?.n ?? 0);
}

/** SQLite answers synchronously: between two scans of a large project other requests get a turn. */
function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function countWhere({ db, tables: { items } }: Store, where: SQL | undefined) {
  const rows = await db.select({ n: count() }).from(items).where(where);
  return rows[0]?.n ?? 0;
}

function sortColumn(store: Store, { filter, sight = null }: View) {
  const { items } = store.tables;
  const shown = shownColumns(store, sight);
  switch (filter.sort) {
    case "position":
      return items.position;
    case "name":
      return items.name;
    case "annotations":
      return shown.annotationCount;
    case "updated":
      return shown.updatedAt;
    case "uncertainty":
      // As the index has it: with the number in the statement, not bound.
      return sql<number>`coalesce(${items.uncertainty}, -1)`;
  }
}

/** Positions do not repeat within a project: they need no id to break ties. */
function isUnique({ sort }: ItemFilter): boolean {
  return sort === "position";
}

type Keyed = Pick<
  Listed,
  "id" | "position" | "name" | "annotationCount" | "updatedAt" | "uncertainty"
>;

function keyOf(item: Keyed, filter: ItemFilter): ItemKey {
  switch (filter.sort) {
    case "position":
      return { value: item.position, id: null };
    case "name":
      return { value: item.name, id: item.id };
    case "annotations":
      return { value: item.annotationCount, id: item.id };
    case "updated":
      return { value: item.updatedAt, id: item.id };
    case "uncertainty":
      return { value: item.uncertainty ?? -1, id: item.id };
  }
}

function ordering(store: Store, view: View): SQL[] {
  const { filter } = view;
  const { items } = store.tables;
  const inDirection = filter.dir === "asc" ? asc : desc;
  const column = sortColumn(store, view);
  return isUnique(filter) ? [inDirection(column)] : [inDirection(column), inDirection(items.id)];
}

/** Strictly after `key` in the order of the filter. */
function beyond(store: Store, view: View, { value, id }: ItemKey): SQL {
  const { filter } = view;
  const { items } = store.tables;
  const column = sortColumn(store, view);
  const than = filter.dir === "asc" ? sql.raw(">") : sql.raw("<");
  return isUnique(filter) || id === null
    ? sql`${column} ${than} ${value}`
    : sql`(${column}, ${items.id}) ${than} (${value}, ${id})`;
}
