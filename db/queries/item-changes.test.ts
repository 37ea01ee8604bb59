import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { seedProject } from "@/bench/seed";
import { ITEM_STATES, SPLITS } from "@/lib/annotation/item-state";
import { type ChangeItems, itemFilterSchema } from "@/lib/api/items";
import { openTestApp, signUp } from "@/lib/testing/test-app";
import type { Store } from "../store";
import { changeItems } from "./item-changes";
import { readHistory } from "./item-history";
import { readLayer } from "./layers";

async function setUp() {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const seeded = (items: number) =>
    seedProject({
      databaseFile: app.settings.databaseFile,
      userId: user.id,
      items,
      boxesPerItem: 2,
    });
  return { store: app.store, userId: user.id, seeded };
}

/** Every counter of a project, as stored and as counted from the rows. */
async function recount({ db, tables }: Store, projectId: string) {
  const { items, labels, stateCounts, itemLabels } = tables;
  const all = await db.select().from(items);
  const live = all.filter((item) => item.projectId === projectId && item.deletedAt === null);
  const liveIds = new Set(live.map(({ id }) => id));
  const used = (await db.select().from(itemLabels)).filter(({ itemId }) => liveIds.has(itemId));
  const projectLabels = (await db.select().from(labels)).filter((l) => l.projectId === projectId);
  const stored = (await db.select().from(stateCounts)).filter((c) => c.projectId === projectId);
  return {
    stored: {
      states: ITEM_STATES.map((state) => stored.find((c) => c.state === state)?.n ?? 0),
      labels: projectLabels.map(({ annotationCount }) => annotationCount),
    },
    counted: {
      states: ITEM_STATES.map((state) => live.filter((item) => item.state === state).length),
      labels: projectLabels.map(({ id }) =>
        used.reduce((sum, { labelId, n }) => sum + (labelId === id ? n : 0), 0),
      ),
    },
  };
}

async function snapshot({ db, tables: { items } }: Store) {
  const rows = await db.select().from(items);
  return rows
    .map(({ id, state, split, deletedAt }) => ({ id, state, split, isDeleted: deletedAt !== null }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const changes = fc.oneof(
  fc.constant({ kind: "delete" as const }),
  fc.constant({ kind: "restore" as const }),
  fc.record({
    kind: fc.constant("split" as const),
    split: fc.option(fc.constantFrom(...SPLITS), { nil: null }),
  }),
  fc.record({ kind: fc.constant("state" as const), state: fc.constantFrom(...ITEM_STATES) }),
);

test("counters equal a recount after any changes, and undo brings every item back", async () => {
  const { store, userId, seeded } = await setUp();
  const { projectId } = seeded(60);
  const { projectId: other } = seeded(5);
  const rows = await store.db.select().from(store.tables.items);
  const ids = rows.map(({ id }) => id);
  const selections = fc.oneof(
    fc.record({ ids: fc.subarray(ids, { minLength: 1 }) }),
    fc.record({
      filter: fc.constantFrom(
        itemFilterSchema.parse({}),
        itemFilterSchema.parse({ state: "new,submitted", sort: "name", dir: "desc" }),
        itemFilterSchema.parse({ minCount: 1, split: "none,val" }),
      ),
    }),
  );
  let now = 1_000;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ select: selections, change: changes }), { minLength: 1, maxLength: 4 }),
      async (requests: ChangeItems[]) => {
        for (const request of requests) {
          now += 1;
          const before = await snapshot(store);
          const { count, undo } = await changeItems(store, { projectId, userId, request, now });
          const after = await snapshot(store);
          const isDifferent = after.filter(
            (item, n) => JSON.stringify(item) !== JSON.stringify(before[n]),
          );
          expect(count).toBe(isDifferent.length);
          const check = await recount(store, projectId);
          expect(check.stored).toEqual(check.counted);
          if (now % 2 === 0) continue;
          for (const back of undo ?? [])
            await changeItems(store, { projectId, userId, request: back, now });
          expect(await snapshot(store)).toEqual(before);
        }
        const untouched = await recount(store, other);
        expect(untouched.stored).toEqual(untouched.counted);
      },
    ),
    { numRuns: 60 },
  );
});

test("a deletion of more than one batch is named by one time of its own", async () => {
  const { store, userId, seeded } = await setUp();
  const { projectId } = seeded(2_300);
  const filter = itemFilterSchema.parse({});
  const first = await store.db.select().from(store.tables.items).limit(1);
  const remove = (request: ChangeItems["select"]) =>
    changeItems(store, {
      projectId,
      userId,
      request: { select: request, change: { kind: "delete" } },
      now: 7,
    });
  expect(await remove({ ids: first.map(({ id }) => id) })).toMatchObject({ count: 1 });
  const rest = await remove({ filter });
  expect(rest.count).toBe(2_299);
  for (const request of rest.undo ?? []) {
    expect(await changeItems(store, { projectId, userId, request, now: 8 })).toMatchObject({
      count: 2_299,
    });
  }
  const check = await recount(store, projectId);
  expect(check.stored).toEqual(check.counted);
});

test("a state given to many items is in the history of each, and so is the way back", async () => {
  const { store, userId, seeded } = await setUp();
  const { projectId } = seeded(2_300);
  const filter = itemFilterSchema.parse({ state: "skipped" });
  const [item] = await store.db
    .select()
    .from(store.tables.items)
    .where(eq(store.tables.items.state, "skipped"));
  const itemId = item?.id ?? "";
  const change = { kind: "state" as const, state: "new" as const };
  const request = { select: { filter }, change };
  const { undo } = await changeItems(store, { projectId, userId, request, now: 2_000 });
  for (const back of undo ?? []) {
    await changeItems(store, { projectId, userId, request: back, now: 3_000 });
  }
  const { entries } = await readHistory(store, { itemId, limit: 20 });
  const author = expect.objectContaining({ id: userId, name: "olga" });
  const common = { cause: "bulk", author, created: 0, changed: 0, deleted: 0, labelIds: [] };
  expect(entries).toMatchObject([
    { ...common, state: "skipped", createdAt: 3_000 },
    { ...common, state: "new", createdAt: 2_000 },
  ]);
  // What is done next counts on from there.
  const layer = await readLayer(store, { layerId: (await layerOf(store, itemId)) ?? "" });
  expect(layer?.rev).toBe(entries[0]?.rev);
  const { operations } = store.tables;
  expect(await store.db.select().from(operations)).toHaveLength(2 * (await countSkipped(store)));
});

async function layerOf({ db, tables: { layers } }: Store, itemId: string) {
  return (await db.select().from(layers).where(eq(layers.itemId, itemId)))[0]?.id;
}

async function countSkipped({ db, tables: { items } }: Store): Promise<number> {
  return (await db.select().from(items).where(eq(items.state, "skipped"))).length;
}
