import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { POST as START } from "@/app/api/v1/projects/[projectId]/models/[versionId]/auto-accept/route";
import { POST as UNDO } from "@/app/api/v1/projects/[projectId]/models/[versionId]/auto-accept/undo/route";
import { GET as QUALITY } from "@/app/api/v1/projects/[projectId]/models/[versionId]/quality/route";
import { POST as SUGGEST } from "@/app/api/v1/projects/[projectId]/suggestions/route";
import { isAudited } from "@/db/queries/auto-accept";
import { readHistory } from "@/db/queries/item-history";
import { listItems } from "@/db/queries/item-list";
import { readItem } from "@/db/queries/items";
import { readJob } from "@/db/queries/jobs";
import { readLayer } from "@/db/queries/layers";
import { setMember } from "@/db/queries/members";
import { claimNext } from "@/db/queries/work/claim-next";
import { itemFilterSchema } from "@/lib/api/items";
import { autoAcceptedSchema, modelQualitySchema } from "@/lib/api/models";
import { readCounters } from "@/lib/testing/recount";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { drawBoxes } from "@/lib/testing/test-items";
import { addTestItem, addTestModel, boxAt, type Sent } from "@/lib/testing/test-model";
import { addOwnLayer } from "@/lib/testing/test-overlap";
import { jobEnded } from "../job-runner";
import { modelQuality } from "./model-quality";

async function setUp() {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const { version, labels } = await addTestModel(app, { projectId });
  const params = { params: Promise.resolve({ projectId, versionId: version.id }) };
  let added = 0;
  const add = async (...suggestions: Sent[]) => {
    added += 1;
    const item = await addTestItem(app, { projectId, name: `${added}.jpg` });
    const body = {
      versionId: version.id,
      clientId: "tab",
      results: [{ itemId: item.itemId, suggestions, totalMs: 1, inferMs: 1 }],
    };
    const response = await SUGGEST(apiRequest("POST", "/x", { cookie, body }), params);
    expect(response.status, await response.clone().text()).toBe(200);
    return item;
  };
  const ended = async (response: Response) => {
    expect(response.status, await response.clone().text()).toBe(200);
    const { jobId } = (await response.json()) as { jobId: string };
    await jobEnded(jobId);
    const job = await readJob(app.store, jobId);
    expect(job).toMatchObject({ state: "done", error: null });
    return { jobId, result: autoAcceptedSchema.parse(job?.result) };
  };
  const accept = async (threshold: number, auditShare = 0) =>
    ended(
      await START(apiRequest("POST", "/x", { cookie, body: { threshold, auditShare } }), params),
    );
  const undo = (jobId: string) =>
    UNDO(apiRequest("POST", "/x", { cookie, body: { jobId } }), params);
  const stateOf = async (itemId: string) => (await readItem(app.store, itemId))?.state;
  const draw = (layerId: string, boxes: { label: string; x: number }[]) =>
    drawBoxes(app, {
      ...{ projectId, layerId, userId: user.id },
      boxes: boxes.map((box) => ({ ...box, y: 5, w: 10, h: 10 })),
    });
  const quality = async (threshold: number, format = "json") =>
    QUALITY(apiRequest("GET", `/x?threshold=${threshold}&format=${format}`, { cookie }), params);
  return {
    app,
    user,
    projectId,
    version,
    labels,
    add,
    accept,
    undo,
    ended,
    stateOf,
    draw,
    quality,
  };
}

describe("what a model is sure of", () => {
  test("is accepted on items that nobody began and where nothing is in doubt", async () => {
    const { app, add, accept, stateOf, draw } = await setUp();
    const sure = await add(boxAt(1), boxAt(30, { score: 0.85 }), boxAt(70, { score: 0.2 }));
    const twice = await add(boxAt(1), boxAt(2, { score: 0.6 }));
    const doubtful = await add(boxAt(1), boxAt(60, { score: 0.6 }));
    const weak = await add(boxAt(1, { score: 0.4 }));
    const begun = await add(boxAt(1));
    await draw(begun.layerId, []);
    const { result } = await accept(0.8);
    expect(result).toEqual({
      ...{ items: 2, annotations: 3, audited: 0, doubtful: 1, empty: 1, touched: 0 },
    });
    const states = [];
    for (const item of [sure, twice, doubtful, weak]) states.push(await stateOf(item.itemId));
    expect(states).toEqual(["submitted", "submitted", "new", "new"]);
    const layer = await readLayer(app.store, { layerId: sure.layerId });
    expect(layer?.records.map(({ annotation }) => annotation)).toMatchObject([
      { source: "model", score: 0.9 },
      { source: "model", score: 0.85 },
    ]);
    const history = await readHistory(app.store, { itemId: sure.itemId, limit: 9 });
    expect(history.entries[0]).toMatchObject({ cause: "model", created: 2, state: "submitted" });
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);
    expect((await accept(0.8)).result).toMatchObject({ items: 0 });
  });

  test("is left to those who have the item in hand, though they have not begun", async () => {
    const { app, projectId, add, accept, stateOf } = await setUp();
    const claim = async (name: string, now: number) => {
      const { id: userId } = (await signUp(app, name, "member")).user;
      await setMember(app.store, { projectId, userId, role: "annotator", now: 1 });
      const of = { projectId, userId, role: "annotator", task: "annotate" } as const;
      const claimed = await claimNext(app.store, { ...of, now });
      return claimed.kind === "item" ? claimed.itemId : null;
    };
    const inHand = await add(boxAt(1));
    const left = await add(boxAt(1));
    expect(await claim("ann", Date.now())).toBe(inHand.itemId);
    // This lease has ended.
    expect(await claim("ben", Date.now() - 3_600_000)).toBe(left.itemId);
    expect((await accept(0.8)).result).toMatchObject({ items: 1, touched: 1 });
    expect(await stateOf(inHand.itemId)).toBe("new");
    expect(await stateOf(left.itemId)).toBe("submitted");
  });

  test("is left to people on a sample that is the same every time and can be found", async () => {
    const { app, projectId, version, add, accept, undo, ended } = await setUp();
    const items = [];
    for (let n = 0; n < 30; n += 1) items.push(await add(boxAt(1)));
    const audited = items
      .filter(({ itemId }) => isAudited({ model: { version }, auditShare: 0.3 }, itemId))
      .map(({ itemId }) => itemId);
    expect(audited.length).toBeGreaterThan(1);
    const { jobId, result } = await accept(0.8, 0.3);
    expect(result).toMatchObject({ items: 30 - audited.length, audited: audited.length });
    const filter = itemFilterSchema.parse({ audit: "1" });
    const found = await listItems(app.store, { projectId, filter, limit: 50 });
    expect(found.items.map(({ id, state }) => [id, state])).toEqual(
      audited.map((id) => [id, "new"]),
    );
    expect((await ended(await undo(jobId))).result).toMatchObject({ items: 30 - audited.length });
    expect((await listItems(app.store, { projectId, filter, limit: 50 })).items).toEqual([]);
  });

  test("can be taken back, save what people have changed since", async () => {
    const { app, add, accept, undo, ended, stateOf, draw } = await setUp();
    const first = await add(boxAt(1));
    const second = await add(boxAt(1));
    const { jobId } = await accept(0.8);
    await draw(second.layerId, [{ label: "person", x: 50 }]);
    const { result } = await ended(await undo(jobId));
    expect(result).toMatchObject({ items: 1, annotations: 1, touched: 1 });
    expect(await readItem(app.store, first.itemId)).toMatchObject({
      ...{ state: "new", annotationCount: 0 },
    });
    expect(await stateOf(second.itemId)).toBe("submitted");
    expect((await ended(await undo(jobId))).result).toMatchObject({ items: 0 });
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);
    expect((await undo("none")).status).toBe(404);
  });
});

test("a model is measured against what people submitted, not against itself", async () => {
  const { add, accept, labels, draw, quality } = await setUp();
  await add(boxAt(1));
  await accept(0.8);
  const item = await add(
    boxAt(1, { score: 0.9 }),
    boxAt(40, { score: 0.7 }),
    boxAt(70, { score: 0.3 }),
  );
  await draw(item.layerId, [
    { label: "car", x: 2 },
    { label: "car", x: 71 },
    { label: "person", x: 20 },
  ]);
  await add(boxAt(1));
  const found = modelQualitySchema.parse(await (await quality(0.5)).json());
  expect(found).toMatchObject({ threshold: 0.5, items: 1 });
  expect(found.total).toEqual({
    ...{ suggested: 2, labelled: 3, matched: 1, accepted: 0, corrected: 0, rejected: 0 },
  });
  const today = new Date().toISOString().slice(0, 10);
  expect(found.perDay).toMatchObject([{ day: today, items: 1, suggested: 2 }]);
  expect(found.perLabel.map(({ labelId, labelled }) => [labelId, labelled])).toEqual([
    [labels[0]?.id, 2],
    [labels[1]?.id, 1],
  ]);
  expect(found.reliability[6]).toEqual({ suggested: 1, matched: 1 });
  const csv = await quality(0.5, "csv");
  expect(csv.headers.get("content-type")).toContain("text/csv");
  expect((await csv.text()).split("\r\n").slice(0, 3)).toEqual([
    "part,label,day,items,suggested,labelled,matched,precision,recall,f1,accepted,corrected,rejected",
    "total,,,1,2,3,1,0.5,0.3333,0.4,0,0,0",
    "label,car,,,2,2,1,0.5,0.5,0.5,0,0,0",
  ]);
  expect((await quality(2)).status).toBe(400);
});

test("numbers that nobody waits for any more are not counted to their end", async () => {
  const { app, projectId, version } = await setUp();
  const gone = new AbortController();
  const of = { projectId, versionId: version.id, threshold: 0.5 };
  const first = modelQuality(app, { ...of, signal: gone.signal });
  const second = modelQuality(app, of);
  gone.abort();
  await expect(first).rejects.toMatchObject({ code: "unavailable" });
  expect(await second).toMatchObject({ items: 0 });
});

test("where several people label an item for themselves, what most of them decided counts", async () => {
  const { app, projectId, add, draw, quality } = await setUp();
  const item = await add(boxAt(1), boxAt(40), boxAt(70));
  const { annotations, items, layers, ownRejections } = app.store.tables;
  const people = [];
  for (const name of ["ann", "ben", "cleo"]) {
    const { user } = await signUp(app, name, "member");
    const own = { projectId, itemId: item.itemId, userId: user.id, boxes: [] };
    people.push({ userId: user.id, ...(await addOwnLayer(app, own)) });
  }
  const [ann, ben, cleo] = people;
  if (!ann || !ben || !cleo) throw new Error("too few");
  await app.store.transaction(async ({ db }) => {
    await db.update(items).set({ required: 3 }).where(eq(items.id, item.itemId));
    const [suggested] = await db.select().from(layers).where(eq(layers.kind, "model"));
    const layerId = suggested?.id ?? "";
    const rows = await db.select().from(annotations).where(eq(annotations.layerId, layerId));
    const [first, second] = rows.sort((a, b) => a.geometry.localeCompare(b.geometry));
    if (!first || !second) throw new Error("no suggestions");
    await db.insert(annotations).values([
      { ...first, layerId: ann.layerId },
      { ...first, layerId: ben.layerId },
      { ...second, layerId: ann.layerId, geometry: first.geometry },
    ]);
    await db.insert(ownRejections).values([
      { layerId, userId: cleo.userId, annotationId: first.id },
      { layerId, userId: cleo.userId, annotationId: second.id },
      { layerId, userId: ben.userId, annotationId: second.id },
    ]);
  });
  await draw(item.layerId, []);
  const { total } = modelQualitySchema.parse(await (await quality(0.5)).json());
  expect(total).toMatchObject({ suggested: 3, accepted: 1, corrected: 0, rejected: 1 });
});
