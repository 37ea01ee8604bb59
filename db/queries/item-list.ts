import {
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  inArray,
  isNotNull,
  isNull,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from "drizzle-orm";
import {
  ITEM_PAGE_SIZE,
  type ItemFilter,
  type ItemIndex,
  type ItemKey,
  type ItemPage,
  type Neighbours,
  writeItemCursor,
} from "@/lib/api/items";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";

/** Keys read at a time for an index: whole pages, some 10 ms. */
const INDEX_SLICE = 20 * ITEM_PAGE_SIZE;

type View = { projectId: string; filter: ItemFilter };

/** One page of a filtered, sorted view, read from the place that `cursor` names. */
export async function listItems(
  store: Store,
  { cursor, limit, ...view }: View & { cursor?: ItemKey | undefined; limit: number },
): Promise<ItemPage> {
  const { items } = store.tables;
  const rows = await store.db
    .select({
      id: items.id,
      position: items.position,
      name: items.name,
      state: items.state,
      split: items.split,
      width: items.width,
      height: items.height,
      length: items.length,
      annotationCount: items.annotationCount,
      updatedAt: items.updatedAt,
      blobHash: items.blobHash,
    })
    .from(items)
    .where(and(matches(store, view), cursor && beyond(items, view.filter, cursor)))
    .orderBy(...ordering(items, view.filter))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page,
    next: rows.length > limit && last ? writeItemCursor(keyOf(last, view.filter)) : null,
  };
}

/**
 * How many items match, and the place before every page: what a virtual list needs in order to
 * jump anywhere and still read each page by its key.
 */
export async function indexItems(store: Store, view: View): Promise<ItemIndex> {
  const { items } = store.tables;
  const { filter } = view;
  const cursors: (string | null)[] = [null];
  let total = 0;
  let last: ItemKey | null = null;
  do {
    const rows: unknown[][] = await store.db
      .select({
        value: sortColumn(items, filter),
        // Left out where it is not needed, so that the index alone answers.
        id: isUnique(filter) ? sql<null>`null` : items.id,
      })
      .from(items)
      .where(and(matches(store, view), last ? beyond(items, filter, last) : undefined))
      .orderBy(...ordering(items, filter))
      .limit(INDEX_SLICE)
      .values();
    const keys = rows.map(toKey);
    for (let at = ITEM_PAGE_SIZE - 1; at < keys.length; at += ITEM_PAGE_SIZE) {
      const key = keys[at];
      if (key) cursors.push(writeItemCursor(key));
    }
    total += keys.length;
    last = keys.length === INDEX_SLICE ? (keys.at(-1) ?? null) : null;
    await letOthersRun();
  } while (last);
  const pages = Math.ceil(total / ITEM_PAGE_SIZE);
  return { total, pageSize: ITEM_PAGE_SIZE, cursors: cursors.slice(0, pages) };
}

function toKey(row: unknown[]): ItemKey {
  const [value, id] = row as [string | number, string | null];
  return { value, id };
}

/** The matches before and after an item, which need not match itself. Null when it is gone. */
export async function readNeighbours(
  store: Store,
  { itemId, filter }: { itemId: string; filter: ItemFilter },
): Promise<Neighbours | null> {
  const { items } = store.tables;
  const own = await store.db
    .select()
    .from(items)
    .where(and(eq(items.id, itemId), isNull(items.deletedAt)));
  const item = own[0];
  if (!item) return null;
  const view = { projectId: item.projectId, filter };
  const key = keyOf(item, filter);
  const back: ItemFilter = { ...filter, dir: filter.dir === "asc" ? "desc" : "asc" };
  const nearest = async (direction: ItemFilter) => {
    const rows = await store.db
      .select({ id: items.id })
      .from(items)
      .where(and(matches(store, view), beyond(items, direction, key)))
      .orderBy(...ordering(items, direction))
      .limit(1);
    return rows[0]?.id ?? null;
  };
  const before = await countWhere(store, and(matches(store, view), beyond(items, back, key)));
  await letOthersRun();
  const itself = await countWhere(store, and(eq(items.id, itemId), matches(store, view)));
  return {
    previous: await nearest(back),
    next: await nearest(filter),
    index: itself > 0 ? before + 1 : null,
    total: await countItems(store, view),
  };
}

export async function countItems(store: Store, view: View): Promise<number> {
  const { label, split, minCount, maxCount, name, text, state } = view.filter;
  const isByStateOnly = [label, split, minCount, maxCount, name, text].every(
    (f) => f === undefined,
  );
  if (!isByStateOnly) return countWhere(store, matches(store, view));
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

/** The condition of a view; items that were deleted never match. */
export function matches(store: Store, { projectId, filter }: View): SQL | undefined {
  const { db, tables } = store;
  const { items, itemLabels } = tables;
  return and(
    eq(items.projectId, projectId),
    isNull(items.deletedAt),
    filter.state && inArray(items.state, filter.state),
    filter.split && splitCondition(items, filter.split),
    filter.minCount === undefined ? undefined : sql`${items.annotationCount} >= ${filter.minCount}`,
    filter.maxCount === undefined ? undefined : sql`${items.annotationCount} <= ${filter.maxCount}`,
    // By item, not as a list of items: a page ends as soon as it is full.
    filter.label &&
      exists(
        db
          .select({ id: itemLabels.itemId })
          .from(itemLabels)
          .where(and(eq(itemLabels.itemId, items.id), inArray(itemLabels.labelId, filter.label))),
      ),
    filter.name ? contains(items.name, filter.name) : undefined,
    filter.text ? saysText(store, { projectId, part: filter.text }) : undefined,
  );
}

/** The item's own text has the part, or what one of its annotations says. */
function saysText(
  { db, tables }: Store,
  { projectId, part }: { projectId: string; part: string },
): SQL | undefined {
  const { items, annotations, texts, layers } = tables;
  const annotated = db
    .select({ id: annotations.itemId })
    .from(annotations)
    .innerJoin(layers, and(eq(layers.id, annotations.layerId), eq(layers.isResult, true)))
    .where(
      and(
        eq(annotations.projectId, projectId),
        eq(annotations.isDeleted, false),
        isNotNull(annotations.text),
        contains(annotations.text, part),
      ),
    );
  const written = db
    .select({ hash: texts.hash })
    .from(texts)
    .where(and(eq(texts.hash, items.blobHash), contains(texts.text, part)));
  return or(inArray(items.id, annotated), exists(written));
}

function splitCondition(items: Tables["items"], wanted: NonNullable<ItemFilter["split"]>) {
  const named = wanted.filter((split) => split !== "none");
  const isNamed = inArray(items.split, named);
  return wanted.length === named.length ? isNamed : or(isNull(items.split), isNamed);
}

function contains(column: SQLWrapper, part: string): SQL | undefined {
  return or(...patterns(part).map((pattern) => sql`lower(${column}) like ${pattern} escape '\\'`));
}

/**
 * SQLite's lower() knows the letters of ASCII only, so other letters are looked for as typed, in
 * lower and in upper case.
 */
function patterns(part: string): string[] {
  const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const forms = [part, part.toLowerCase(), part.toUpperCase()].map(asciiLower);
  return [...new Set(forms)].map((form) => `%${form.replace(/[\\%_]/g, "\\$&")}%`);
}

function sortColumn(items: Tables["items"], { sort }: ItemFilter) {
  switch (sort) {
    case "position":
      return items.position;
    case "name":
      return items.name;
    case "annotations":
      return items.annotationCount;
    case "updated":
      return items.updatedAt;
  }
}

/** Positions do not repeat within a project: they need no id to break ties. */
function isUnique({ sort }: ItemFilter): boolean {
  return sort === "position";
}

function keyOf(
  item: Tables["items"]["$inferSelect"] | ItemPage["items"][number],
  filter: ItemFilter,
): ItemKey {
  switch (filter.sort) {
    case "position":
      return { value: item.position, id: null };
    case "name":
      return { value: item.name, id: item.id };
    case "annotations":
      return { value: item.annotationCount, id: item.id };
    case "updated":
      return { value: item.updatedAt, id: item.id };
  }
}

function ordering(items: Tables["items"], filter: ItemFilter): SQL[] {
  const inDirection = filter.dir === "asc" ? asc : desc;
  const column = sortColumn(items, filter);
  return isUnique(filter) ? [inDirection(column)] : [inDirection(column), inDirection(items.id)];
}

/** Strictly after `key` in the order of the filter. */
function beyond(items: Tables["items"], filter: ItemFilter, { value, id }: ItemKey): SQL {
  const column = sortColumn(items, filter);
  const than = filter.dir === "asc" ? sql.raw(">") : sql.raw("<");
  return isUnique(filter) || id === null
    ? sql`${column} ${than} ${value}`
    : sql`(${column}, ${items.id}) ${than} (${value}, ${id})`;
}
