import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { GET as GET_HISTORY } from "@/app/api/v1/items/[itemId]/history/route";
import { GET as GET_OPEN } from "@/app/api/v1/items/[itemId]/suggestions/route";
import { POST as POST_OPS } from "@/app/api/v1/layers/[layerId]/ops/route";
import { POST } from "@/app/api/v1/projects/[projectId]/suggestions/route";
import { readItem } from "@/db/queries/items";
import { createRun } from "@/db/queries/model-runs";
import { putProjectModel } from "@/db/queries/models";
import type { Annotation } from "@/lib/annotation/annotation";
import { PROTOCOL_VERSION } from "@/lib/annotation/protocol";
import { historySchema } from "@/lib/api/items";
import type { SuggestionLayer } from "@/lib/api/models";
import { readCounters } from "@/lib/testing/recount";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addTestItem, addTestModel, boxAt, type Sent } from "@/lib/testing/test-model";
import { deleteLabel, mergeLabel, restoreLabel } from "../labels";

async function setUp() {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const { version, labels } = await addTestModel(app, { projectId });
  const item = await addTestItem(app, { projectId });
  const post = (body: unknown) =>
    POST(apiRequest("POST", "/x", { cookie, body }), { params: Promise.resolve({ projectId }) });
  const send = (...results: { itemId: string; suggestions: Sent[]; problem?: string }[]) =>
    post({
      versionId: version.id,
      clientId: "tab",
      results: results.map((result) => ({ totalMs: 10, inferMs: 5, ...result })),
    });
  const suggest = async (...suggestions: Sent[]): Promise<SuggestionLayer> => {
    const response = await send({ itemId: item.itemId, suggestions });
    expect(response.status, await response.clone().text()).toBe(200);
    const { layers } = (await response.json()) as { layers: SuggestionLayer[] };
    if (!layers[0]) throw new Error("no layer");
    return layers[0];
  };
  const read = async (): Promise<SuggestionLayer[]> => {
    const response = await GET_OPEN(apiRequest("GET", "/x", { cookie }), {
      params: Promise.resolve({ itemId: item.itemId }),
    });
    return ((await response.json()) as { layers: SuggestionLayer[] }).layers;
  };
  const op = (
    layerId: string,
    changes: { id: string; after: Annotation | null }[],
    more: Record<string, unknown> = {},
  ) =>
    POST_OPS(
      apiRequest("POST", "/x", {
        cookie,
        body: {
          protocol: PROTOCOL_VERSION,
          clientId: "tab",
          opId: crypto.randomUUID(),
          baseRev: 0,
          changes,
          at: 1,
          ...more,
        },
      }),
      { params: Promise.resolve({ layerId }) },
    );
  return { app, cookie, projectId, version, labels, item, post, send, suggest, read, op };
}

const idsOf = (layer: SuggestionLayer | undefined) => layer?.records.map(({ id }) => id) ?? [];

describe("what a model suggests", () => {
  test("is kept in a layer of its own, with labels by the mapping, the surest first", async () => {
    const { app, item, labels, version, suggest, read } = await setUp();
    const layer = await suggest(
      boxAt(1, { score: 0.4 }),
      boxAt(30, { classIndex: 1, score: 0.8, text: "hello", attributes: { text: "hello" } }),
      boxAt(50, { classIndex: 2 }),
    );
    expect(layer.model).toEqual({ versionId: version.id, name: "Detector", version: "1" });
    expect(layer.records.map(({ annotation }) => annotation)).toMatchObject([
      { labelId: labels[1]?.id, score: 0.8, source: "model", text: "hello", order: 0 },
      { labelId: labels[0]?.id, score: 0.4, source: "model", attributes: {}, order: 1 },
    ]);
    expect(await read()).toEqual([layer]);
    const detail = await readItem(app.store, item.itemId);
    expect(detail).toMatchObject({ state: "new", annotationCount: 0, updatedAt: 1 });
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);
  });

  test("has ids made from what it says: a second run changes nothing that is the same", async () => {
    const { suggest } = await setUp();
    const first = await suggest(boxAt(1), boxAt(30));
    expect(await suggest(boxAt(1), boxAt(30))).toEqual(first);
    const third = await suggest(boxAt(30.01, { score: 0.7 }), boxAt(60));
    expect(third.rev).toBe(2);
    expect(third.records).toHaveLength(2);
    expect(idsOf(third)).toContain(idsOf(first)[1]);
    expect(idsOf(third)).not.toContain(idsOf(first)[0]);
  });

  test("stays decided: what was accepted or rejected is neither changed, withdrawn nor said again", async () => {
    const { item, suggest, read, op } = await setUp();
    const layer = await suggest(boxAt(1), boxAt(30), boxAt(60));
    const [accepted, rejected, open] = layer.records;
    if (!accepted || !rejected || !open) throw new Error("too few");
    expect((await op(item.layerId, [{ id: accepted.id, after: accepted.annotation }])).status).toBe(
      200,
    );
    expect((await op(layer.layerId, [{ id: rejected.id, after: null }])).status).toBe(200);
    // Another computer: the same things a little elsewhere, and the open one not at all.
    const again = await suggest(boxAt(1.2), boxAt(30.2), boxAt(80));
    expect(again.records.map(({ annotation }) => annotation?.geometry)).toEqual([
      accepted.annotation?.geometry,
      boxAt(80).geometry,
    ]);
    expect(idsOf((await read())[0])).toEqual(idsOf(again));
  });

  test("says how unsure the item is", async () => {
    const { app, item, suggest } = await setUp();
    const uncertainty = async () => {
      const rows = await app.store.db.select().from(app.store.tables.items);
      return rows.find(({ id }) => id === item.itemId)?.uncertainty;
    };
    expect(await uncertainty()).toBeNull();
    await suggest(boxAt(1, { score: 0.9 }), boxAt(30, { score: 0.5 }));
    expect(await uncertainty()).toBe(1);
    await suggest();
    expect(await uncertainty()).toBe(0);
  });
});

describe("what is not taken", () => {
  test("a place outside of the item, a class that the model has not, a geometry of another kind", async () => {
    const { item, send, read } = await setUp();
    const bad: Sent[] = [
      boxAt(95),
      boxAt(-3),
      boxAt(1, { classIndex: 3 }),
      boxAt(1, { geometry: { kind: "interval", start: 0, end: 3 } }),
    ];
    const reasons: unknown[] = [];
    for (const suggestion of bad) {
      const response = await send({ itemId: item.itemId, suggestions: [boxAt(1), suggestion] });
      expect(response.status).toBe(422);
      reasons.push(((await response.json()) as { reason: string }).reason);
    }
    expect(reasons).toEqual(["outside", "outside", "unknown_class", "wrong_kind"]);
    expect(await read()).toEqual([]);
  });

  test("numbers that are none, too many, and other projects' models and items", async () => {
    const { app, post, send, item, version, projectId } = await setUp();
    const text = JSON.stringify({
      versionId: version.id,
      clientId: "tab",
      results: [{ itemId: item.itemId, totalMs: 1, inferMs: 1, suggestions: [boxAt(1)] }],
    });
    for (const [from, to] of [
      ['"x":1', '"x":1e999'],
      ['"score":0.9', '"score":2'],
      ['"w":10', '"w":-1'],
      ['"x":1', '"x":null'],
    ] as const) {
      expect((await post(JSON.parse(text.replace(from, to)))).status).toBe(400);
    }
    const many = Array.from({ length: 20_001 }, (_, n) => boxAt(n / 1_000));
    expect((await send({ itemId: item.itemId, suggestions: many })).status).toBe(400);
    const { user } = await signUp(app, "otto", "member");
    const elsewhere = await testProject(app, user);
    const foreign = await addTestItem(app, { projectId: elsewhere, name: "b.jpg" });
    const answer = await send(
      { itemId: foreign.itemId, suggestions: [boxAt(1)] },
      { itemId: item.itemId, suggestions: [], problem: "cannot be decoded" },
    );
    expect(await answer.json()).toEqual({ layers: [null, null] });
    const { version: other } = await addTestModel(app, { projectId: elsewhere });
    const results = [{ itemId: item.itemId, totalMs: 1, inferMs: 1, suggestions: [] }];
    const response = await post({ versionId: other.id, clientId: "tab", results });
    expect(response.status).toBe(404);
    expect(projectId).not.toBe(elsewhere);
  });

  test("20,000 suggestions on one item are kept and come back", async () => {
    const { suggest, read } = await setUp();
    const many = Array.from({ length: 20_000 }, (_, n) =>
      boxAt((n % 900) / 10, {
        geometry: { kind: "box", x: (n % 400) / 5, y: n / 400, w: 3, h: 3 },
      }),
    );
    const startedAt = performance.now();
    const layer = await suggest(...many);
    const wroteMs = performance.now() - startedAt;
    expect(layer.records).toHaveLength(20_000);
    expect((await read())[0]?.records).toHaveLength(20_000);
    console.info(`20,000 suggestions written in ${Math.round(wroteMs)} ms`);
  });
});

describe("a person's writes to a model's layer", () => {
  test("reject and take that back, and touch neither counters nor the state of the item", async () => {
    const { app, item, suggest, read, op } = await setUp();
    const layer = await suggest(boxAt(1), boxAt(30));
    const [first] = layer.records;
    if (!first) throw new Error("none");
    const rejected = await op(layer.layerId, [{ id: first.id, after: null }]);
    expect(await rejected.json()).toMatchObject({ rev: 2, state: "new" });
    expect(idsOf((await read())[0])).toEqual([idsOf(layer)[1]]);
    const back = await op(layer.layerId, [{ id: first.id, after: first.annotation }]);
    expect(back.status).toBe(200);
    expect(idsOf((await read())[0])).toEqual(idsOf(layer));
    expect(await readItem(app.store, item.itemId)).toMatchObject({
      state: "new",
      annotationCount: 0,
    });
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);
  });

  test("may neither change a suggestion, nor add one, nor set a state", async () => {
    const { suggest, read, op } = await setUp();
    const layer = await suggest(boxAt(1));
    const [first] = layer.records;
    const annotation = first?.annotation;
    if (!first || !annotation) throw new Error("none");
    const moved = { ...annotation, geometry: { kind: "box", x: 2, y: 5, w: 10, h: 10 } } as const;
    const surer = { ...annotation, score: 1 };
    const own = { ...annotation, id: "mine" };
    const refusals = [
      await op(layer.layerId, [{ id: first.id, after: moved }]),
      await op(layer.layerId, [{ id: first.id, after: surer }]),
      await op(layer.layerId, [{ id: "mine", after: own }]),
      await op(layer.layerId, [{ id: first.id, after: null }], { state: "submitted" }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(await read()).toEqual([layer]);
  });
});

test("the history tells what was suggested and rejected, between the versions of the item", async () => {
  const { cookie, item, version, suggest, op } = await setUp();
  const layer = await suggest(boxAt(1), boxAt(30), boxAt(60));
  const [accepted, second, third] = layer.records;
  if (!accepted || !second || !third) throw new Error("too few");
  await op(item.layerId, [{ id: accepted.id, after: accepted.annotation }]);
  await op(layer.layerId, [{ id: second.id, after: null }]);
  await op(layer.layerId, [{ id: third.id, after: null }], { baseRev: 2 });
  await op(layer.layerId, [{ id: third.id, after: third.annotation }], { baseRev: 3 });
  const response = await GET_HISTORY(apiRequest("GET", "/x?limit=1", { cookie }), {
    params: Promise.resolve({ itemId: item.itemId }),
  });
  const { entries, next } = historySchema.parse(await response.json());
  expect(next).toBeNull();
  const suggested = entries.filter(({ model }) => model !== null);
  expect(suggested.map(({ cause, created, deleted }) => [cause, created, deleted])).toEqual([
    ["edit", 1, 0],
    ["edit", 0, 2],
    ["model", 3, 0],
  ]);
  expect(suggested[2]).toMatchObject({
    model: { versionId: version.id, name: "Detector" },
    author: { name: "olga" },
  });
  expect(entries.filter(({ model }) => model === null)).toMatchObject([{ created: 1 }]);
});

describe("labels", () => {
  test("take their suggestions along when they are merged, deleted and brought back", async () => {
    const { app, projectId, labels, suggest, read } = await setUp();
    const [car = "", person = ""] = labels.map(({ id }) => id);
    const { user } = await signUp(app, "otto", "member");
    const label = { projectId, userId: user.id };
    const layer = await suggest(boxAt(1), boxAt(30, { classIndex: 1 }));
    const labelsNow = async () =>
      (await read())[0]?.records.map(({ annotation }) => annotation?.labelId);
    await mergeLabel({ ...label, labelId: person, into: car });
    expect(await labelsNow()).toEqual([car, car]);
    expect(await suggest(boxAt(1), boxAt(30, { classIndex: 1 }))).toMatchObject({
      records: [{ id: idsOf(layer)[0] }, { id: idsOf(layer)[1] }],
    });
    await deleteLabel({ ...label, labelId: car });
    expect(await labelsNow()).toEqual([]);
    // No class has a label any more.
    expect((await suggest(boxAt(1))).records).toEqual([]);
    await restoreLabel({ ...label, labelId: car });
    expect(await labelsNow()).toEqual([car, car]);
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);
  });

  test("that went do not count as rejections: under another label the same is said again", async () => {
    const { app, projectId, version, labels, suggest, read } = await setUp();
    const [car = "", person = ""] = labels.map(({ id }) => id);
    const { user } = await signUp(app, "otto", "member");
    const [before] = (await suggest(boxAt(1))).records;
    await deleteLabel({ projectId, userId: user.id, labelId: car });
    const settings = {
      ...{ threshold: 0.5, minScore: null, iouThreshold: null, resize: null },
      mapping: { 0: person },
    };
    await putProjectModel(app.store, { projectId, version, settings, isDefault: true, now: 2 });
    await suggest(boxAt(1));
    expect((await read())[0]?.records).toMatchObject([
      { id: before?.id, annotation: { labelId: person } },
    ]);
    await restoreLabel({ projectId, userId: user.id, labelId: car });
    expect((await read())[0]?.records).toHaveLength(1);
  });
});

test("nothing is left of a project that is gone", async () => {
  const { app, projectId, item, suggest } = await setUp();
  await suggest(boxAt(1));
  const userId = (await app.store.db.select().from(app.store.tables.users))[0]?.id ?? "";
  await addTestModel(app, { projectId: projectId });
  const { version } = await addTestModel(app, { projectId });
  const run = { versionId: version.id, skipsDone: false };
  await createRun(app.store, { projectId, userId, run, now: 1 });
  await app.store.transaction(async ({ db, tables }) => {
    await db.delete(tables.items).where(eq(tables.items.id, item.itemId));
  });
  const { layers, annotations, modelRunItems, modelRuns, projectModels } = app.store.tables;
  for (const table of [layers, annotations, modelRunItems]) {
    expect(await app.store.db.select().from(table)).toEqual([]);
  }
  await app.store.transaction(async ({ db, tables }) => {
    await db.delete(tables.projects).where(eq(tables.projects.id, projectId));
  });
  for (const table of [modelRuns, projectModels]) {
    expect(await app.store.db.select().from(table)).toEqual([]);
  }
});
