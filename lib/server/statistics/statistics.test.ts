import "@/lib/testing/property-seed";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { GET as getPeople } from "@/app/api/v1/projects/[projectId]/people/statistics/route";
import { changeItems } from "@/db/queries/item-changes";
import { indexItems } from "@/db/queries/item-list";
import { addItem } from "@/db/queries/items";
import { setMember } from "@/db/queries/members";
import { addWork, dayOf } from "@/db/queries/work-days";
import { ITEM_STATES, type ItemState } from "@/lib/annotation/item-state";
import { itemFilterSchema } from "@/lib/api/items";
import {
  FINISHED_STATES,
  type PeopleStatistics,
  type ProjectStatistics,
  projectStatisticsSchema,
} from "@/lib/api/statistics";
import { PLACE_CELLS, placeEdge } from "@/lib/statistics/shape-tally";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { drawBoxes } from "@/lib/testing/test-items";
import { type App, openApp } from "../app";
import { allStatistics } from "./all-statistics";
import { shapesSettled } from "./kept-shapes";
import { projectStatistics } from "./project-statistics";

const SIZE = { width: 640, height: 480 };

async function newItem(app: App, projectId: string, n: number) {
  const hash = createHash("sha256").update(`${projectId} ${n}`).digest("hex");
  const blob = { hash, bytes: 1, mediaType: "image/png", ...SIZE };
  return addItem(app.store, { projectId, item: { name: `${n}.png`, blob }, now: Date.now() });
}

/** The numbers once those that are counted aside are of now. */
async function settled(app: App, projectId: string): Promise<ProjectStatistics> {
  for (;;) {
    const now = await projectStatistics(app, { projectId, now: Date.now() });
    if (!now.isStale) return projectStatisticsSchema.parse(now);
    await shapesSettled(projectId);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const box = fc.record({
  label: fc.constantFrom("car", "person"),
  x: fc.integer({ min: 0, max: 500 }),
  y: fc.integer({ min: 0, max: 400 }),
  w: fc.integer({ min: 1, max: 139 }),
  h: fc.integer({ min: 1, max: 79 }),
});
const step = fc.oneof(
  fc.record({
    kind: fc.constant("draw" as const),
    item: fc.nat(7),
    boxes: fc.array(box, { maxLength: 4 }),
    state: fc.constantFrom("in_progress" as const, "submitted" as const, "skipped" as const),
  }),
  fc.record({
    kind: fc.constant("state" as const),
    item: fc.nat(7),
    to: fc.constantFrom(...ITEM_STATES),
  }),
  fc.record({ kind: fc.constant("delete" as const), item: fc.nat(7) }),
  fc.record({ kind: fc.constant("restore" as const), item: fc.nat(7) }),
);

test("after any history the numbers are those of a recount, and every bar leads to its items", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const projectId = await testProject(app, user);
      const items: Awaited<ReturnType<typeof newItem>>[] = [];
      for (let n = 0; n < 8; n += 1) items.push(await newItem(app, projectId, n));
      for (const { item, ...what } of steps) {
        const { itemId = "", layerId = "" } = items[item] ?? {};
        const change = (request: Parameters<typeof changeItems>[1]["request"]["change"]) =>
          changeItems(app.store, {
            ...{ projectId, userId: user.id, now: Date.now() },
            request: { select: { ids: [itemId] }, change: request },
          });
        if (what.kind === "draw") {
          const drawing = { projectId, layerId, userId: user.id, ...what };
          await drawBoxes(app, drawing).catch(() => undefined);
        } else if (what.kind === "state") await change({ kind: "state", state: what.to });
        else await change({ kind: what.kind });
      }
      await compare(app, projectId);
    }),
    { numRuns: 12 },
  );
}, 60_000);

async function compare(app: App, projectId: string): Promise<void> {
  const { db, tables } = app.store;
  const found = await settled(app, projectId);
  const all = (await db.select().from(tables.items)).filter(
    (row) => row.projectId === projectId && row.deletedAt === null,
  );
  const ids = new Set(all.map(({ id }) => id));
  const boxes = (await db.select().from(tables.annotations)).filter(
    (row) => ids.has(row.itemId) && !row.isDeleted,
  );
  const inState = (state: ItemState) => all.filter((row) => row.state === state).length;
  const states = Object.fromEntries(ITEM_STATES.map((state) => [state, inState(state)]));
  expect(found.counts).toEqual(states);
  expect(found.days.at(-1)?.counts).toEqual(states);
  expect(found.total).toBe(all.length);
  expect(found.annotations).toBe(boxes.length);
  const waiting = all.filter(({ needs }) => needs !== null).length;
  expect(found.done).toBe(
    inState("submitted") + inState("accepted") + inState("skipped") - waiting,
  );
  expect(found.perItem.counts.reduce((sum, n) => sum + n, 0)).toBe(all.length);
  const { shapes } = found;
  expect(shapes?.annotations).toBe(boxes.length);

  // Every bar: as many annotations as the bounds say, and a view with the items that have one.
  const total = async (filter: Record<string, unknown>) =>
    (await indexItems(app.store, { projectId, filter: itemFilterSchema.parse(filter) })).total;
  const having = (test: (row: (typeof boxes)[number]) => boolean) => {
    const rows = boxes.filter(test);
    return { n: rows.length, items: new Set(rows.map(({ itemId }) => itemId)).size };
  };
  for (const [n, count] of (shapes?.boxes?.size.counts ?? []).entries()) {
    const [minSize = 0, maxSize] = shapes?.boxes?.size.edges.slice(n, n + 2) ?? [];
    const wanted = having(({ w, h }) => {
      const size = Math.sqrt(w * h);
      return size >= minSize && size < (maxSize ?? Number.POSITIVE_INFINITY);
    });
    expect(count).toBe(wanted.n);
    if (count > 0) expect(await total({ minSize, maxSize })).toBe(wanted.items);
  }
  for (const [row, cells] of (shapes?.boxes?.places ?? []).entries()) {
    for (const [column, count] of cells.entries()) {
      if (count === 0) continue;
      const edge = (cell: number) => placeEdge(cell, PLACE_CELLS);
      const at = [edge(column), edge(row), edge(column + 1), edge(row + 1)];
      const wanted = having(({ x, y, w, h }) => {
        const [across, down] = [(x + w / 2) / SIZE.width, (y + h / 2) / SIZE.height];
        const isIn = (share: number, from = 0, to = 1) => share >= from && (share < to || to === 1);
        return isIn(across, at[0], at[2]) && isIn(down, at[1], at[3]);
      });
      expect(count).toBe(wanted.n);
      expect(await total({ at: at.join(",") })).toBe(wanted.items);
    }
  }
  expect(await total({ state: [...FINISHED_STATES], needs: ["none"] })).toBe(found.done);
  expect(await total({ needs: ["review"] })).toBe(found.needsReview);
  expect(await total({ needs: ["review", "adjudication"] })).toBe(waiting);
  expect(await total({ needs: ["review", "none"] })).toBe(all.length - found.needsAdjudication);
  for (const [n, count] of found.perItem.counts.entries()) {
    const [minCount, next] = found.perItem.from.slice(n, n + 2);
    const maxCount = next === undefined ? undefined : next - 1;
    expect(await total({ minCount, maxCount })).toBe(count);
  }
  const { labelIds = [], items: together = [] } = shapes?.together ?? {};
  for (const [one, first] of labelIds.entries()) {
    for (const [other, second] of labelIds.entries()) {
      const both = { label: [...new Set([first, second])], labels: "all" };
      expect(await total(both)).toBe(together[one]?.[other]);
    }
  }
}

test("spans of texts by length and place, and texts by length", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["name"], "text");
  const hash = createHash("sha256").update("x").digest("hex");
  const { layerId, itemId } = await addItem(app.store, {
    projectId,
    item: { name: "a.txt", blob: { hash, bytes: 1, mediaType: "text/plain" }, length: 200 },
    now: Date.now(),
  });
  const { labels, annotations } = app.store.tables;
  const [label] = await app.store.db.select().from(labels);
  const at = { layerId, itemId, projectId, labelId: label?.id ?? "", rev: 1, order: 0 };
  await app.store.transaction(async ({ db }) => {
    for (const [id, x, w] of [
      ["a", 0, 4],
      ["b", 100, 5],
      ["c", 195, 5],
    ] as const) {
      const row = { ...at, id, x, w, y: 0, h: 1, kind: "interval", geometry: "{}" };
      await db.insert(annotations).values({
        ...{ ...row, source: "manual", createdAt: 1, updatedAt: 1 },
      });
    }
  });
  const { shapes } = await settled(app, projectId);
  const nonZero = (counts: number[] = []) => counts.flatMap((n, bin) => (n > 0 ? [[bin, n]] : []));
  expect(shapes?.boxes).toBeNull();
  expect(nonZero(shapes?.spans?.length.counts)).toEqual([
    [2, 1],
    [3, 2],
  ]);
  expect(nonZero(shapes?.spans?.places)).toEqual([
    [0, 1],
    [10, 1],
    [19, 1],
  ]);
  expect(nonZero(shapes?.spans?.items.counts)).toEqual([[3, 1]]);
  const total = async (filter: Record<string, unknown>) =>
    (await indexItems(app.store, { projectId, filter: itemFilterSchema.parse(filter) })).total;
  expect(await total({ minSpan: 2, maxSpan: 5, at: "0,0.05" })).toBe(1);
  expect(await total({ minSpan: 2, maxSpan: 5, at: "0.5,0.55" })).toBe(0);
  expect(await total({ minLength: 200, maxLength: 201 })).toBe(1);
  expect(await total({ maxLength: 200 })).toBe(0);
});

test("what became of suggestions by week and version, and why work was rejected", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const items = [await newItem(app, projectId, 1), await newItem(app, projectId, 2)];
  const { store } = app;
  const [car, person] = await store.db.select().from(store.tables.labels);
  // A Wednesday, and the Monday after it.
  const [wednesday, monday] = [Date.UTC(2026, 10, 18), Date.UTC(2026, 10, 23)];
  await store.transaction(async ({ db, tables }) => {
    await db.insert(tables.modelVersions).values({
      ...{ id: "v1", projectId, isBuiltIn: false, name: "Detector", version: "2", createdAt: 1 },
      ...{
        adapterId: "x",
        task: "detection",
        media: "image",
        licence: "",
        provenance: "",
      },
      ...{ classes: "[]", options: "{}", files: "[]", assets: "[]" },
    });
    const draw = async (
      layerId: string,
      id: string,
      more: { itemId: string; labelId?: string; isDeleted?: boolean; at: number },
    ) => {
      const { itemId, labelId = car?.id ?? "", isDeleted = false, at } = more;
      await db.insert(tables.annotations).values({
        ...{ layerId, id, itemId, projectId, labelId, isDeleted, rev: 1, order: 0 },
        ...{ kind: "box", x: 1, y: 1, w: 9, h: 9, geometry: '{"v":1}' },
        ...{ source: "model", createdAt: at, updatedAt: at },
      });
    };
    for (const [n, { itemId, layerId }] of items.entries()) {
      const model = `m${n}`;
      await db.insert(tables.layers).values({
        ...{ id: model, itemId, projectId, kind: "model", modelVersionId: "v1", isResult: false },
        ...{ createdAt: 1, updatedAt: 1 },
      });
      await draw(model, "same", { itemId, at: 1 });
      await draw(layerId, "same", { itemId, at: wednesday });
      await draw(model, "other", { itemId, at: 1 });
      await draw(layerId, "other", { itemId, labelId: person?.id ?? "", at: wednesday });
      await draw(model, "gone", { itemId, isDeleted: true, at: monday });
      await draw(model, "open", { itemId, at: 1 });
      // The second item was submitted by the model itself.
      await db.insert(tables.operations).values({
        ...{ layerId, opId: "o", rev: 1, itemId, clientId: "c", state: "submitted", patch: "{}" },
        ...{ cause: n === 0 ? "edit" : "model", at: 1, createdAt: 1 },
      });
      await db.insert(tables.reviews).values({
        ...{ id: `r${n}`, projectId, itemId, layerId, rev: 1, createdAt: 1, decision: "reject" },
        reasons: JSON.stringify(n === 0 ? ["loose", "label"] : ["loose"]),
      });
    }
  });
  const { shapes } = await settled(app, projectId);
  const version = { versionId: "v1", name: "Detector 2" };
  expect(shapes?.suggestions).toEqual([
    {
      ...version,
      week: dayOf(Date.UTC(2026, 10, 16)),
      ...{ accepted: 1, corrected: 1, rejected: 0 },
    },
    { ...version, week: dayOf(monday), accepted: 0, corrected: 0, rejected: 1 },
  ]);
  expect(shapes?.reasons).toEqual([
    { reason: "loose", n: 2 },
    { reason: "label", n: 1 },
  ]);
  const filter = itemFilterSchema.parse({ reason: "label" });
  expect((await indexItems(store, { projectId, filter })).total).toBe(1);
});

test("people see themselves beside the median of all; those who see the project see everybody", async () => {
  const app = openTestApp();
  const owner = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, owner.user);
  const now = Date.now();
  const people = [];
  for (const [n, name] of ["ana", "ben", "cleo"].entries()) {
    const person = await signUp(app, name, "member");
    people.push(person);
    const userId = person.user.id;
    await setMember(app.store, { projectId, userId, role: "annotator", now });
    await app.store.transaction(async (tx) => {
      const at = { projectId, userId, now };
      await addWork(tx, at, { submitted: 10 * (n + 1), created: 50, activeMs: 3_600_000 });
      await addWork(tx, { ...at, now: now - 40 * 86_400_000 }, { submitted: 1_000 });
    });
  }
  const ask = async (cookie: string, query: string) => {
    const path = `/api/v1/projects/${projectId}/people/statistics${query}`;
    const params = Promise.resolve({ projectId });
    const answer = await getPeople(apiRequest("GET", path, { cookie }), { params });
    return (await answer.json()) as PeopleStatistics;
  };
  const all = await ask(owner.cookie, "");
  expect(all.people.map(({ name, work }) => [name, work.submitted])).toEqual([
    ...[
      ["ana", 10],
      ["ben", 20],
      ["cleo", 30],
      ["olga", 0],
    ],
  ]);
  expect(all).toMatchObject({ medianOf: 3, medians: { itemsPerHour: 20, gold: null } });
  const own = await ask(people[2]?.cookie ?? "", `?user=${people[0]?.user.id}`);
  expect(own.people.map(({ name }) => name)).toEqual(["cleo"]);
  expect(own.people[0]).toMatchObject({
    rates: { itemsPerHour: 30 },
    days: [{ day: dayOf(now), submitted: 30 }],
  });
  expect(own.medians.itemsPerHour).toBe(20);
  const ever = await ask(owner.cookie, "?days=0");
  expect(ever.people[0]?.work.submitted).toBe(1_010);

  const asOwner = await allStatistics(app.store, { user: owner.user, now });
  expect(asOwner.projects[0]).toMatchObject({ isOpen: true, total: 0, stuckDays: null });
  expect(asOwner.projects[0]?.idle.map(({ name }) => name)).toEqual(["ana", "ben", "cleo"]);
  await newItem(app, projectId, 1);
  const later = await allStatistics(app.store, { user: owner.user, now: now + 5 * 86_400_000 });
  expect(later.projects[0]).toMatchObject({ total: 1, stuckDays: 5, idle: [] });
  const ana = people[0]?.user;
  if (!ana) throw new Error("nobody");
  const asAna = await allStatistics(app.store, { user: ana, now });
  expect(asAna.projects).toMatchObject([{ isOpen: false, idle: [] }]);
});

test("counting ends with the application, and is no failure: the next one counts at once", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  await newItem(app, projectId, 1);
  const { isStale } = await projectStatistics(app, { projectId, now: Date.now() });
  expect(isStale).toBe(true);
  const { settings } = app;
  app.store.close();
  await shapesSettled(projectId);
  const again = openApp(settings);
  onTestFinished(() => again.store.close());
  expect((await settled(again, projectId)).shapes).not.toBeNull();
});

test("whoever hands in the last layer has submitted it; that it was merged with it says less", async () => {
  const app = openTestApp();
  const { user: olga } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, olga);
  const { itemId, layerId } = await newItem(app, projectId, 1);
  await drawBoxes(app, { projectId, layerId, userId: olga.id, boxes: [] });
  const { operations } = app.store.tables;
  const [submitted] = await app.store.db.select().from(operations);
  if (!submitted) throw new Error("Submitting is an operation.");
  const merge = { ...submitted, opId: "merge", rev: 2, cause: "merge" as const, state: null };
  const add = (row: typeof merge) =>
    app.store.transaction(({ db }) => db.insert(operations).values(row));
  const lately = async () => (await settled(app, projectId)).activity;
  await add(merge);
  expect(await lately()).toMatchObject([{ itemId, state: "submitted", cause: "edit" }]);
  await add({ ...merge, opId: "again", rev: 3, createdAt: merge.createdAt + 1 });
  expect(await lately()).toMatchObject([{ itemId, state: null, cause: "merge" }]);
});
