import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seedProject } from "@/bench/seed";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import {
  ITEM_SORTS,
  type ItemFilter,
  type ItemSummary,
  itemCursorSchema,
  itemFilterSchema,
} from "@/lib/api/items";
import { openTestApp, signUp } from "@/lib/testing/test-app";
import type { Store } from "../store";
import { changeItems } from "./item-changes";
import { indexItems, listItems, readNearest, readNeighbours } from "./item-list";

const ITEMS = 450;

async function setUp() {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const { projectId, labelIds } = seedProject({
    databaseFile: app.settings.databaseFile,
    userId: user.id,
    items: ITEMS,
    boxesPerItem: 3,
  });
  const { store } = app;
  const { items, itemLabels } = store.tables;
  const all = await store.db.select().from(items);
  // Repeated sort values, letters beyond ASCII, and wildcards in names.
  await store.transaction(async ({ db }) => {
    for (const item of all) {
      const n = item.position;
      await db
        .update(items)
        .set({
          ...{ updatedAt: n % 7, name: `${["Año", "b_%", "c\\d"][n % 3]}/${n % 11}.JPG` },
          ...{ uncertainty: n % 4 === 0 ? null : (n % 5) / 4, priority: n % 9 === 0 ? 1 : 0 },
        })
        .where(eq(items.id, item.id));
    }
  });
  const said = await store.transaction(say);
  await changeItems(store, {
    projectId,
    userId: user.id,
    request: {
      select: { ids: all.filter(({ position }) => position % 10 === 3).map(({ id }) => id) },
      change: { kind: "delete" },
    },
    now: 5,
  });
  const rows = await store.db.select().from(items);
  const labelled = await store.db.select().from(itemLabels);
  return {
    store,
    projectId,
    userId: user.id,
    labelIds,
    rows: rows.filter((row) => row.deletedAt === null),
    labelled,
    said,
  };
}

/** Gives some annotations a transcript and a speaker; returns what is said on each item. */
async function say({ db, tables: { annotations } }: Store): Promise<Map<string, string[]>> {
  const said = new Map<string, string[]>();
  const all = await db.select().from(annotations).orderBy(annotations.id);
  for (const [n, { id, itemId }] of all.entries()) {
    if (n % 5 > 1) continue;
    const text = n % 5 === 0 ? `Hello ${n % 7}%` : null;
    const attributes = n % 5 === 1 ? { speaker: `Ann "${n % 3}"`, loud: true, turns: [n % 4] } : {};
    const change = { text, attributes: JSON.stringify(attributes) };
    await db.update(annotations).set(change).where(eq(annotations.id, id));
    const values = text === null ? [`Ann "${n % 3}"`, String(n % 4)] : [text];
    said.set(itemId, [...(said.get(itemId) ?? []), ...values]);
  }
  return said;
}

type World = Awaited<ReturnType<typeof setUp>>;

/** The same view by filtering and sorting everything in memory. */
function expected({ rows, labelled, said }: World, filter: ItemFilter): string[] {
  const { label, name, text, minCount = 0, maxCount = Number.POSITIVE_INFINITY } = filter;
  const value = (row: (typeof rows)[number]): string | number => {
    if (filter.sort === "name") return row.name;
    if (filter.sort === "annotations") return row.annotationCount;
    if (filter.sort === "uncertainty") return row.uncertainty ?? -1;
    return filter.sort === "updated" ? row.updatedAt : row.position;
  };
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  const sign = filter.dir === "asc" ? 1 : -1;
  return rows
    .filter(
      (row) =>
        (!filter.state || filter.state.includes(row.state)) &&
        (!filter.split || filter.split.includes(row.split ?? "none")) &&
        row.annotationCount >= minCount &&
        row.annotationCount <= maxCount &&
        (!filter.audit || row.priority !== 0) &&
        (!label ||
          labelled.some((entry) => entry.itemId === row.id && label.includes(entry.labelId))) &&
        (!text ||
          said.get(row.id)?.some((value) => value.toLowerCase().includes(text.toLowerCase()))) &&
        (!name || row.name.toLowerCase().includes(name.toLowerCase())),
    )
    .sort((a, b) => sign * (compare(value(a), value(b)) || compare(a.id, b.id)))
    .map(({ id }) => id);
}

function filters(labelIds: readonly string[]): fc.Arbitrary<ItemFilter> {
  const some = <T>(of: readonly T[]) =>
    fc.option(fc.subarray([...of], { minLength: 1 }), { nil: undefined });
  const number = fc.option(fc.nat(4), { nil: undefined });
  return fc.record({
    state: some(ITEM_STATES),
    label: some(labelIds),
    split: some(["train", "val", "test", "none"] as const),
    minCount: number,
    maxCount: number,
    text: fc.option(fc.constantFrom("HELLO", "o 3%", 'ann "1"', "3", "speaker", "true", "_"), {
      nil: undefined,
    }),
    name: fc.option(fc.constantFrom("a", "AÑO", "ñ", "_%", "%", "\\", "1.jpg"), { nil: undefined }),
    audit: fc.constantFrom(undefined, undefined, "1" as const),
    sort: fc.constantFrom(...ITEM_SORTS),
    dir: fc.constantFrom("asc" as const, "desc" as const),
  });
}

async function walk({ store, projectId }: World, filter: ItemFilter, limit: number) {
  const found: ItemSummary[] = [];
  let cursor: string | null = null;
  do {
    const page = await listItems(store, {
      projectId,
      filter,
      limit,
      cursor: cursor === null ? undefined : itemCursorSchema.parse(cursor),
    });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found.map(({ id }) => id);
}

describe("a view of items", () => {
  test("walked by keys, indexed, or stepped through equals a full sort in memory", async () => {
    const world = await setUp();
    const { store, projectId, rows } = world;
    await fc.assert(
      fc.asyncProperty(
        filters(world.labelIds),
        fc.integer({ min: 20, max: 200 }),
        fc.nat(rows.length - 1),
        async (filter, limit, pick) => {
          const ids = expected(world, filter);
          expect(await walk(world, filter, limit)).toEqual(ids);

          const index = await indexItems(store, { projectId, filter });
          expect(index.total).toBe(ids.length);
          expect(index.cursors).toHaveLength(Math.ceil(ids.length / index.pageSize));
          for (const [page, cursor] of index.cursors.entries()) {
            const { items } = await listItems(store, {
              projectId,
              filter,
              limit: 1,
              cursor: cursor === null ? undefined : itemCursorSchema.parse(cursor),
            });
            expect(items[0]?.id).toBe(ids[page * index.pageSize]);
          }

          const itemId = rows[pick]?.id ?? "";
          const whole = expected(
            world,
            itemFilterSchema.parse({ sort: filter.sort, dir: filter.dir }),
          );
          const place = whole.indexOf(itemId);
          const matching = new Set(ids);
          const at = ids.indexOf(itemId);
          const beside = {
            previous: whole.slice(0, place).findLast((id) => matching.has(id)) ?? null,
            next: whole.slice(place + 1).find((id) => matching.has(id)) ?? null,
          };
          const counted = { index: at < 0 ? null : at + 1, total: ids.length };
          expect(await readNeighbours(store, { itemId, filter })).toEqual({
            ...beside,
            ...counted,
          });
          const uncounted = { index: null, total: null };
          const nearest = (nearestMs: number) => readNearest(store, { itemId, filter, nearestMs });
          expect(await nearest(60_000)).toEqual({
            ...beside,
            ...(filter.text ? uncounted : counted),
          });
          // Without time for more than a look, what is said still holds.
          expect({ ...beside, ...counted, ...uncounted }).toMatchObject({
            ...(await nearest(0)),
            ...uncounted,
          });
        },
      ),
      { numRuns: 120 },
    );
  });

  test("has no neighbours of an item that was deleted", async () => {
    const { store, projectId, userId, rows } = await setUp();
    const itemId = rows[0]?.id ?? "";
    const request = { select: { ids: [itemId] }, change: { kind: "delete" as const } };
    await changeItems(store, { projectId, userId, request, now: 9 });
    expect(await readNeighbours(store, { itemId, filter: itemFilterSchema.parse({}) })).toBeNull();
  });
});
