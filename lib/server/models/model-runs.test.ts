import { describe, expect, test } from "vitest";
import { POST as CLAIM } from "@/app/api/v1/projects/[projectId]/model-runs/[runId]/claim/route";
import { PUT } from "@/app/api/v1/projects/[projectId]/model-runs/[runId]/route";
import { POST as CREATE } from "@/app/api/v1/projects/[projectId]/model-runs/route";
import { POST as SUGGEST } from "@/app/api/v1/projects/[projectId]/suggestions/route";
import { changeItems } from "@/db/queries/item-changes";
import { claimItems, LEASE_MS } from "@/db/queries/run-claims";
import { claimedSchema, type ModelRun, modelRunSchema } from "@/lib/api/models";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addTestItem, addTestModel, boxAt, type Sent } from "@/lib/testing/test-model";
import { runDetail } from "./model-runs";

async function setUp(itemCount: number) {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const { version } = await addTestModel(app, { projectId });
  const ids: string[] = [];
  for (let n = 0; n < itemCount; n += 1) {
    ids.push((await addTestItem(app, { projectId, name: `${n}.jpg` })).itemId);
  }
  const request = (body: unknown) => apiRequest("POST", "/x", { cookie, body });
  const create = async (run: Record<string, unknown> = {}): Promise<ModelRun> => {
    const response = await CREATE(request({ versionId: version.id, skipsDone: false, ...run }), {
      params: Promise.resolve({ projectId }),
    });
    expect(response.status, await response.clone().text()).toBe(200);
    return modelRunSchema.parse(await response.json());
  };
  const claim = async (
    runId: string,
    clientId: string,
    max: number,
    { giveBack = [], ...rest }: { giveBack?: string[]; replaces?: string } = {},
  ) => {
    const response = await CLAIM(request({ clientId, max, giveBack, ...rest }), {
      params: Promise.resolve({ projectId, runId }),
    });
    expect(response.status).toBe(200);
    return claimedSchema.parse(await response.json());
  };
  const save = async (
    runId: string,
    clientId: string,
    results: { itemId: string; suggestions?: Sent[]; problem?: string }[],
  ) => {
    const body = {
      ...{ versionId: version.id, runId, clientId },
      results: results.map((r) => ({ suggestions: [], totalMs: 20, inferMs: 10, ...r })),
    };
    const response = await SUGGEST(request(body), { params: Promise.resolve({ projectId }) });
    expect(response.status, await response.clone().text()).toBe(200);
  };
  const setState = (runId: string, state: string) =>
    PUT(apiRequest("PUT", "/x", { cookie, body: { state } }), {
      params: Promise.resolve({ projectId, runId }),
    });
  const detail = (runId: string) => runDetail(app.store, { projectId, runId });
  return { app, user, projectId, version, ids, create, claim, save, setState, detail };
}

describe("a run", () => {
  test("gives a tab that was loaded anew what it held before, and takes nothing from others", async () => {
    const { create, claim } = await setUp(5);
    const run = await create();
    const lost = await claim(run.id, "before", 2);
    await claim(run.id, "other", 1);
    const found = await claim(run.id, "after", 5, { replaces: "before" });
    expect(found.items).toHaveLength(4);
    expect(found.items.slice(0, 2)).toEqual(lost.items);
  });

  test("has every item once, however many tabs ask at the same time", async () => {
    const { ids, create, claim, save, detail } = await setUp(150);
    const run = await create();
    expect(run).toMatchObject({ state: "running", total: 150, done: 0 });
    const given: string[] = [];
    const work = async (clientId: string) => {
      for (;;) {
        const { items } = await claim(run.id, clientId, 4);
        if (items.length === 0) return;
        given.push(...items.map(({ id }) => id));
        await save(
          run.id,
          clientId,
          items.map(({ id: itemId }) => ({ itemId, suggestions: [boxAt(1)] })),
        );
      }
    };
    await Promise.all(Array.from({ length: 12 }, (_, n) => work(`tab${n}`)));
    expect(given.toSorted()).toEqual(ids.toSorted());
    expect(await detail(run.id)).toMatchObject({
      ...{ state: "done", total: 150, done: 150, failed: 0, empty: 0, suggestions: 150 },
      ...{ perClass: { 0: 150 }, totalMs: 3_000, inferMs: 1_500, workers: 0, problems: [] },
    });
  });

  test("gives what a tab held too long to another, and counts it once", async () => {
    const { app, projectId, ids, create, claim, save, detail } = await setUp(3);
    const { id: runId } = await create();
    const first = await claim(runId, "a", 2);
    expect(first.run.workers).toBe(1);
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const at = { projectId, runId, clientId: "b", max: 9, giveBack: [] };
    const soon = await claimItems(app.store, { ...at, now: Date.now() });
    expect(soon?.items.map(({ id }) => id)).toEqual(ids.slice(2));
    // Tab a is not heard of again; tab b renewed its own item by asking.
    const later = await claimItems(app.store, { ...at, now: Date.now() + LEASE_MS + 5_000 });
    expect(later?.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const results = ids.map((itemId) => ({ itemId, suggestions: [boxAt(1)] }));
    await save(runId, "a", results.slice(0, 2));
    await save(runId, "b", results);
    await save(runId, "b", results);
    expect(await detail(runId)).toMatchObject({ state: "done", done: 3, suggestions: 3 });
  });

  test("takes back what a tab did not do, pauses, goes on, and ends for good", async () => {
    const { ids, create, claim, setState } = await setUp(2);
    const { id: runId } = await create();
    const { items } = await claim(runId, "a", 2);
    await claim(runId, "a", 0, { giveBack: items.map(({ id }) => id) });
    // Only its own.
    await claim(runId, "b", 1);
    await claim(runId, "a", 0, { giveBack: ids });
    expect((await claim(runId, "a", 9)).items.map(({ id }) => id)).toEqual(ids.slice(1));
    expect((await setState(runId, "paused")).status).toBe(200);
    expect(await claim(runId, "c", 9)).toMatchObject({ run: { state: "paused" }, items: [] });
    expect((await setState(runId, "running")).status).toBe(200);
    expect((await setState(runId, "cancelled")).status).toBe(200);
    expect((await setState(runId, "cancelled")).status).toBe(200);
    expect((await setState(runId, "running")).status).toBe(409);
  });

  test("counts classes, scores, empty items and failures; one that cannot be kept holds up no other", async () => {
    const { ids, create, claim, save, detail } = await setUp(4);
    const { id: runId } = await create();
    await claim(runId, "a", 9);
    const [one = "", two = "", three = "", four = ""] = ids;
    await save(runId, "a", [
      { itemId: one, suggestions: [boxAt(1), boxAt(20, { classIndex: 1, score: 0.5 })] },
      // Below the project's threshold, and a class that it does not use.
      { itemId: two, suggestions: [boxAt(1, { score: 0.3 }), boxAt(1, { classIndex: 2 })] },
      { itemId: three, suggestions: [boxAt(95)] },
      { itemId: four, problem: "not to be decoded" },
    ]);
    const run = await detail(runId);
    expect(run).toMatchObject({ state: "done", done: 2, failed: 2, empty: 1, suggestions: 2 });
    expect(run.perClass).toEqual({ 0: 1, 1: 1 });
    expect(run.histogram.flatMap((n, bin) => (n > 0 ? [[bin, n]] : []))).toEqual([
      [6, 1],
      [10, 1],
      [18, 1],
    ]);
    expect(run.problems).toMatchObject([
      { itemId: three, problem: expect.stringContaining("outside") },
      { itemId: four, problem: "not to be decoded" },
    ]);
  });

  test("is of some items, of a view, or of what has no suggestions yet; deleted items drop out", async () => {
    const { app, user, projectId, ids, create, claim, save, detail } = await setUp(5);
    const some = await create({ itemIds: [ids[3], ids[1], ids[1], "gone"] });
    expect(some.total).toBe(2);
    const { items } = await claim(some.id, "a", 9);
    expect(items.map(({ id }) => id)).toEqual([ids[1], ids[3]]);
    await save(
      some.id,
      "a",
      items.map(({ id }) => ({ itemId: id })),
    );
    expect((await create({ skipsDone: true })).total).toBe(3);
    expect((await create({ filter: { name: "4.jp" } })).total).toBe(1);
    expect(await create({ filter: { name: "none" } })).toMatchObject({ total: 0, state: "done" });
    const all = await create();
    const request = { select: { ids: ids.slice(0, 4) }, change: { kind: "delete" as const } };
    await changeItems(app.store, { projectId, userId: user.id, request, now: Date.now() });
    expect((await claim(all.id, "a", 2)).items.map(({ id }) => id)).toEqual(ids.slice(4));
    expect(await detail(all.id)).toMatchObject({ total: 1 });
  });
});
