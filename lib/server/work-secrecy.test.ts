import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { changeItems } from "@/db/queries/item-changes";
import { setMember } from "@/db/queries/members";
import type { LayerRecord, LayerSnapshot } from "@/lib/annotation/protocol";
import type { Assignment, NextAnswer } from "@/lib/api/item-work";
import type { History } from "@/lib/api/items";
import type { LiveEvent } from "@/lib/api/live";
import type { SuggestionLayer } from "@/lib/api/models";
import type { OpenItemData } from "@/lib/api/open-item";
import type { PeopleStatistics, ProjectStatistics } from "@/lib/api/statistics";
import {
  apiRequest,
  openTestApp,
  type SignedIn,
  signUp,
  testProject,
} from "@/lib/testing/test-app";
import { addTestImage, drawBoxes, testPng } from "@/lib/testing/test-items";
import { addTestModel } from "@/lib/testing/test-model";
import type { App } from "./app";
import { listen } from "./live/bus";
import { presenceOf } from "./live/presence";
import type { RouteHandler } from "./route";
import { changeWorkflow } from "./work";

let app: App;
let projectId: string;
let olga: SignedIn;
let ann: SignedIn;
let ben: SignedIn;

beforeEach(async () => {
  app = openTestApp();
  olga = await signUp(app, "olga", "owner");
  projectId = await testProject(app, olga.user);
  [ann, ben] = [await signUp(app, "ann", "member"), await signUp(app, "ben", "member")];
  for (const { user } of [ann, ben]) {
    await setMember(app.store, { projectId, userId: user.id, role: "annotator", now: 1 });
  }
});

let n = 0;
async function newItem() {
  n += 1;
  return addTestImage(app, { projectId, name: `item ${n}.png`, bytes: await testPng(n) });
}

async function ask(
  who: SignedIn,
  file: string,
  {
    method = "GET",
    query = "",
    body,
    ...params
  }: { method?: string; query?: string; body?: unknown } & Record<string, unknown> = {},
): Promise<{ status: number; body: unknown }> {
  const route = (await import(path.resolve(`app/api/v1/${file}/route.ts`))) as Record<
    string,
    RouteHandler
  >;
  const handler = route[method];
  if (!handler) throw new Error(`no ${method} ${file}`);
  const request = apiRequest(method, `/api/v1/x?${query}`, {
    cookie: who.cookie,
    ...(body === undefined ? {} : { body }),
  });
  const response = await handler(request, {
    params: Promise.resolve({ projectId, ...(params as Record<string, string>) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

async function next(who: SignedIn): Promise<Assignment> {
  const answer = await ask(who, "projects/[projectId]/next", { method: "POST", body: {} });
  const { kind, ...rest } = answer.body as NextAnswer;
  if (kind !== "item" || !("assignment" in rest)) throw new Error(JSON.stringify(answer));
  return rest.assignment;
}

async function makeGold() {
  const item = await newItem();
  const boxes = [{ label: "car", x: 1, y: 1, w: 9, h: 9 }];
  await drawBoxes(app, { projectId, layerId: item.layerId, userId: olga.user.id, boxes });
  const change = { kind: "gold" as const, isGold: true };
  const request = { select: { ids: [item.itemId] }, change };
  await changeItems(app.store, { projectId, userId: olga.user.id, now: Date.now(), request });
  return item;
}

/** What an answer says, without what is different for every item. */
function shape(value: unknown, own: readonly string[]): unknown {
  let text = JSON.stringify(value);
  for (const [at, part] of own.entries()) text = text.replaceAll(part, `<${at}>`);
  return JSON.parse(
    text
      .replaceAll(/"(updatedAt|createdAt|submittedAt|leaseUntil|at)":\d{13}/g, '"$1":0')
      .replaceAll(/"(position|total|bytes|sizeBytes)":\d+/g, '"$1":0')
      .replaceAll(/"(previous|next)":("[^"]+"|null)/g, '"$1":null')
      .replaceAll(/"index":\d+/g, '"index":1'),
  );
}

const ITEM_ROUTES = ["", "/open", "/history", "/suggestions", "/neighbours"];

async function answersOn(who: SignedIn, assignment: Assignment) {
  const { itemId, layerId } = assignment;
  const rows = await app.store.db
    .select({ name: app.store.tables.items.name, hash: app.store.tables.items.blobHash })
    .from(app.store.tables.items)
    .where(eq(app.store.tables.items.id, itemId));
  const own = [itemId, layerId, assignment.id, rows[0]?.name ?? "", rows[0]?.hash ?? ""];
  const found: Record<string, unknown> = { assignment: shape(assignment, own) };
  for (const route of ITEM_ROUTES) {
    found[route] = shape(await ask(who, `items/[itemId]${route}`, { itemId }), own);
  }
  found["layer"] = shape(await ask(who, "layers/[layerId]", { layerId }), own);
  const boxes = await ask(who, "projects/[projectId]/items/boxes", { query: `ids=${itemId}` });
  found["boxes"] = shape(boxes, own);
  const list = await ask(who, "projects/[projectId]/items");
  const { items } = list.body as { items: { id: string }[] };
  const listed = items.find(({ id }) => id === itemId);
  found["listed"] = shape(listed, own);
  const work = await ask(who, "projects/[projectId]/assignments");
  const { assignments } = work.body as { assignments: { itemId: string }[] };
  found["assignments"] = shape(
    assignments.find((row) => row.itemId === itemId),
    own,
  );
  return found;
}

describe("a gold item", () => {
  test("looks like any other in every answer, before and after it is handed in", async () => {
    await changeWorkflow(app.store, {
      projectId,
      patch: { gold: { share: 1, isAnswerShown: false, training: null } },
    });
    await makeGold();
    await newItem();
    const gold = await next(ann);
    const submit = (layerId: string) =>
      ask(ann, "layers/[layerId]/ops", {
        ...{ method: "POST", layerId },
        body: {
          ...{ protocol: 1, clientId: "tab", opId: `op ${layerId}`, baseRev: 0, changes: [] },
          ...{ state: "submitted", at: 1 },
        },
      });
    const goldBefore = await answersOn(ann, gold);
    expect(goldBefore["listed"]).toMatchObject({ state: "new", annotationCount: 0 });
    const goldOp = shape(await submit(gold.layerId), []);
    const goldAfter = await answersOn(ann, { ...gold, state: "submitted" });
    const other = await next(ann);
    expect(other.itemId).not.toBe(gold.itemId);
    expect(goldBefore).toEqual(await answersOn(ann, other));
    expect(goldOp).toEqual(shape(await submit(other.layerId), []));
    expect(goldAfter).toEqual(await answersOn(ann, { ...other, state: "submitted" }));
    // Ids tell when they were made: a layer of one's own is as old as the item.
    const madeAt = (id: string) => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
    expect(Math.abs(madeAt(gold.layerId) - madeAt(gold.itemId))).toBeLessThan(50);
  });

  test("its answer is neither read, filtered for nor sorted by", async () => {
    const { itemId, layerId } = await makeGold();
    await newItem();
    const { layers } = app.store.tables;
    const known = await app.store.db.select().from(layers).where(eq(layers.kind, "gold"));
    await changeWorkflow(app.store, {
      projectId,
      patch: { gold: { share: 1, isAnswerShown: false, training: null } },
    });
    expect(await ask(ann, "items/[itemId]/open", { itemId })).toMatchObject({ status: 404 });
    const gold = await next(ann);
    await changeWorkflow(app.store, {
      projectId,
      patch: { gold: { share: 0, isAnswerShown: false, training: null } },
    });
    await next(ben);
    for (const id of [layerId, known[0]?.id ?? ""]) {
      expect((await ask(ann, "layers/[layerId]", { layerId: id })).status).toBe(404);
      const body = { protocol: 1, clientId: "t", opId: id, baseRev: 0, changes: [], at: 1 };
      const op = { method: "POST", layerId: id, body: { ...body, state: "submitted" } };
      expect(await ask(ann, "layers/[layerId]/ops", op)).toMatchObject({
        ...{ status: 422, body: { reason: "not_yours" } },
      });
    }
    const seen = async (query: string) => {
      const { body } = await ask(ann, "projects/[projectId]/items", { query });
      return (body as { items: { id: string }[] }).items.map(({ id }) => id);
    };
    for (const query of ["minCount=1", "state=submitted", "state=accepted", "minSize=1"]) {
      expect([query, await seen(query)]).toEqual([query, []]);
    }
    for (const query of ["gold=1", "needs=review", "agreementMax=1", "from=1", "state=new"]) {
      expect([query, await seen(query)]).toEqual([query, [gold.itemId]]);
    }
    expect(await seen(`assignee=${ben.user.id}`)).toEqual([]);
    expect(await seen(`assignee=${ann.user.id}`)).toEqual([gold.itemId]);
  });
});

test("the answer is shown to those who have handed theirs in, where the project has it so", async () => {
  await makeGold();
  const gold = { share: 1, isAnswerShown: true, training: null };
  await changeWorkflow(app.store, { projectId, patch: { gold } });
  const { itemId, layerId } = await next(ann);
  const open = async () => {
    const { body } = await ask(ann, "items/[itemId]/open", { itemId });
    return (body as OpenItemData).answer;
  };
  expect(await open()).toBeNull();
  const op = { protocol: 1, clientId: "tab", opId: "op", baseRev: 0, changes: [], at: 1 };
  const body = { ...op, state: "submitted" };
  await ask(ann, "layers/[layerId]/ops", { method: "POST", layerId, body });
  const answer = await open();
  expect(answer?.score).toBe(0);
  const known = await ask(ann, "layers/[layerId]", { layerId: answer?.layer.layerId });
  expect((known.body as LayerSnapshot).records).toHaveLength(1);
});

test("where several people label an item, nobody gets at another's layer by its ids", async () => {
  await changeWorkflow(app.store, { projectId, patch: { overlap: 2 } });
  const item = await newItem();
  const [mine, theirs] = [await next(ann), await next(ben)];
  expect(mine.itemId).toBe(theirs.itemId);
  const boxes = [{ label: "car", x: 1, y: 1, w: 9, h: 9 }];
  const { layerId } = theirs;
  await drawBoxes(app, { projectId, layerId, userId: ben.user.id, boxes, state: "in_progress" });
  for (const id of [layerId, item.layerId]) {
    expect((await ask(ann, "layers/[layerId]", { layerId: id })).status).toBe(404);
  }
  const { itemId } = mine;
  for (const route of ["", "/open", "/history", "/suggestions", "/threads"]) {
    const answer = await ask(ann, `items/[itemId]${route}`, { itemId });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer)).not.toContain(layerId);
    expect(JSON.stringify(answer)).not.toContain(`"records":[{`);
  }
  const list = await ask(ann, "projects/[projectId]/items", { query: "minCount=1" });
  expect(list.body).toMatchObject({ items: [] });
  const others = await ask(ann, "projects/[projectId]/assignments", {
    query: `user=${ben.user.id}`,
  });
  expect(JSON.stringify(others.body)).not.toContain(ben.user.id);
  const { people } = (await ask(ann, "projects/[projectId]/work")).body as { people: unknown[] };
  expect(people).toEqual([]);
});

/** Two suggestions of a model on an item, by somebody who divides the work. */
async function suggestOn(itemId: string, versionId: string): Promise<SuggestionLayer> {
  const place = { classIndex: 0, score: 0.9 };
  const geometry = { kind: "box" as const, y: 2, w: 8, h: 8 };
  const answer = await ask(olga, "projects/[projectId]/suggestions", {
    method: "POST",
    body: {
      ...{ versionId, clientId: "tab" },
      results: [
        {
          ...{ itemId, totalMs: 1, inferMs: 1 },
          suggestions: [1, 30].map((x) => ({ ...place, geometry: { ...geometry, x } })),
        },
      ],
    },
  });
  const { layers } = answer.body as { layers: SuggestionLayer[] };
  if (!layers[0]) throw new Error(JSON.stringify(answer));
  return layers[0];
}

describe("suggestions on an item that several people label", () => {
  async function setUp() {
    await changeWorkflow(app.store, { projectId, patch: { overlap: 2 } });
    const { itemId } = await newItem();
    const { version } = await addTestModel(app, { projectId });
    const layer = await suggestOn(itemId, version.id);
    await next(ann);
    await next(ben);
    const change = (who: SignedIn, record: LayerRecord, isRejected: boolean, opId = uuidv7()) =>
      ask(who, "layers/[layerId]/ops", {
        ...{ method: "POST", layerId: layer.layerId },
        body: {
          ...{ protocol: 1, clientId: "tab", opId, baseRev: layer.rev, at: 1 },
          changes: [{ id: record.id, after: isRejected ? null : record.annotation }],
        },
      });
    const shown = async (who: SignedIn) => {
      const open = (await ask(who, "items/[itemId]/open", { itemId })).body as OpenItemData;
      const alone = await ask(who, "layers/[layerId]", { layerId: layer.layerId });
      const ids = open.suggestions[0]?.records.map(({ id }) => id) ?? [];
      expect((alone.body as LayerSnapshot).records.map(({ id }) => id)).toEqual(ids);
      return ids;
    };
    const [first, second] = layer.records;
    if (!first || !second) throw new Error("no suggestions");
    return { itemId, version, layer, first, second, change, shown };
  }

  test("are rejected and brought back by each of them alone", async () => {
    const { itemId, layer, first, second, change, shown } = await setUp();
    const opId = uuidv7();
    const answer = await change(ann, first, true, opId);
    expect(answer).toMatchObject({ status: 200, body: { rev: layer.rev, records: [] } });
    expect(await change(ann, first, true, opId)).toEqual(answer);
    await change(ben, second, true);
    expect(await shown(ann)).toEqual([second.id]);
    expect(await shown(ben)).toEqual([first.id]);
    expect(await shown(olga)).toEqual([first.id, second.id]);
    const history = async (who: SignedIn) =>
      ((await ask(who, "items/[itemId]/history", { itemId })).body as History).entries.map(
        ({ author, deleted }) => [author?.name ?? null, deleted],
      );
    expect(await history(ben)).toEqual([
      ["ben", 1],
      [null, 0],
    ]);
    expect(await history(olga)).toEqual([
      ["ben", 1],
      ["ann", 1],
      ["olga", 0],
    ]);
    expect((await change(ann, first, false)).status).toBe(200);
    expect(await shown(ann)).toEqual([first.id, second.id]);
    expect(await shown(ben)).toEqual([first.id]);
  });

  test("stay rejected when the model says the same again, and what it says anew is sent along", async () => {
    const { itemId, version, layer, first, second, change, shown } = await setUp();
    await change(ann, first, true);
    await suggestOn(itemId, version.id);
    expect(await shown(ann)).toEqual([second.id]);
    const late = await ask(ann, "layers/[layerId]/ops", {
      ...{ method: "POST", layerId: layer.layerId },
      body: {
        ...{ protocol: 1, clientId: "tab", opId: uuidv7(), baseRev: 0, at: 1 },
        changes: [{ id: second.id, after: null }],
      },
    });
    const { records } = late.body as { records: LayerRecord[] };
    const sent = Object.fromEntries(records.map(({ id, annotation }) => [id, annotation]));
    expect(sent).toEqual({ [first.id]: null, [second.id]: null });
    expect(await shown(ben)).toEqual([first.id, second.id]);
  });
});

test("beside the suggestions of a gold item, nothing is told of its state", async () => {
  await changeWorkflow(app.store, {
    projectId,
    patch: { gold: { share: 1, isAnswerShown: false, training: null } },
  });
  const { version } = await addTestModel(app, { projectId });
  const gold = await makeGold();
  const plain = await newItem();
  const told = async (itemId: string) => {
    const { layerId, records } = await suggestOn(itemId, version.id);
    const taken = await next(ann);
    expect(taken.itemId).toBe(itemId);
    const reject = async () => {
      const answer = await ask(ann, "layers/[layerId]/ops", {
        ...{ method: "POST", layerId },
        body: {
          ...{ protocol: 1, clientId: "tab", opId: uuidv7(), baseRev: 1, at: 1 },
          changes: [{ id: records[0]?.id, after: null }],
        },
      });
      return [answer.status, (answer.body as { state: string }).state];
    };
    const read = async () => {
      const { body } = await ask(ann, "layers/[layerId]", { layerId });
      return (body as LayerSnapshot).state;
    };
    const answers = [await read(), await reject(), await read()];
    const boxes = [{ label: "car", x: 1, y: 1, w: 9, h: 9 }];
    const drawing = { projectId, layerId: taken.layerId, userId: ann.user.id, boxes };
    await drawBoxes(app, { ...drawing, state: "in_progress" });
    answers.push(await read());
    await ask(ann, "layers/[layerId]/ops", {
      ...{ method: "POST", layerId: taken.layerId },
      body: {
        ...{ protocol: 1, clientId: "tab", opId: uuidv7(), baseRev: 1, changes: [], at: 1 },
        state: "submitted",
      },
    });
    return [...answers, await read()];
  };
  const ofGold = await told(gold.itemId);
  expect(ofGold).toEqual(["new", [200, "new"], "new", "in_progress", "submitted"]);
  expect(await told(plain.itemId)).toEqual(ofGold);
});

describe("by what is counted, nobody tells gold items", () => {
  const goldFirst = { gold: { share: 1, isAnswerShown: false, training: null } };

  async function draw(who: SignedIn, { itemId, layerId }: Assignment) {
    const boxes = [{ label: "car", x: 1, y: 1, w: 9, h: 9 }];
    await drawBoxes(app, { projectId, layerId, userId: who.user.id, boxes, state: "in_progress" });
    const op = { protocol: 1, clientId: "tab", opId: uuidv7(), baseRev: 9, changes: [], at: 1 };
    const body = { ...op, state: "submitted" };
    const answer = await ask(who, "layers/[layerId]/ops", { method: "POST", layerId, body });
    expect(answer.status).toBe(200);
    return itemId;
  }

  /** The numbers of an annotator's pages, without when anything was. */
  async function numbers(who: SignedIn) {
    const routes = [
      "projects/[projectId]",
      "projects",
      "statistics",
      "projects/[projectId]/labels",
    ];
    const people = "projects/[projectId]/people/statistics";
    const found: unknown[] = [(await ask(who, people, { query: "days=7" })).body];
    for (const file of routes) found.push((await ask(who, file)).body);
    return JSON.parse(JSON.stringify(found, (key, value) => (key === "updatedAt" ? 0 : value)));
  }

  test("the numbers that an annotator is told change by a gold item as by any other", async () => {
    await changeWorkflow(app.store, { projectId, patch: goldFirst });
    const gold = await makeGold();
    await newItem();
    const before = await numbers(ann);
    const [project] = (before[2] as { projects: object[] }).projects;
    expect(project).toMatchObject({ itemCount: 0, isPartial: true, counts: { accepted: 0 } });
    const steps = async () => {
      const taken = await next(ann);
      const [from, handed] = [before, await numbers(ann)];
      expect(handed).not.toEqual(from);
      await draw(ann, taken);
      return { itemId: taken.itemId, handed, done: await numbers(ann) };
    };
    const first = await steps();
    expect(first.itemId).toBe(gold.itemId);
    const { assignments, workDays } = app.store.tables;
    await app.store.transaction(async ({ db }) => {
      // As if the day had been another one's: of the second item alone.
      await db.delete(assignments);
      await db.delete(workDays);
    });
    await changeWorkflow(app.store, {
      projectId,
      patch: { gold: { ...goldFirst.gold, share: 0 } },
    });
    const second = await steps();
    expect(second.itemId).not.toBe(gold.itemId);
    expect(second).toEqual({ ...first, itemId: second.itemId });
  });

  test("how people did on gold items they are told of the days before", async () => {
    await changeWorkflow(app.store, { projectId, patch: goldFirst });
    await makeGold();
    await draw(ann, await next(ann));
    const items = async (who: SignedIn) => {
      const { body } = await ask(who, "projects/[projectId]/people/statistics", {
        query: `days=7&user=${ann.user.id}`,
      });
      return (body as PeopleStatistics).people.map(({ work }) => [work.submitted, work.goldItems]);
    };
    expect([await items(ann), await items(olga)]).toEqual([[[1, 0]], [[1, 1]]]);
    const { workDays } = app.store.tables;
    await app.store.transaction(({ db }) =>
      db.update(workDays).set({ day: sql`${workDays.day} - 1` }),
    );
    expect(await items(ann)).toEqual([[1, 1]]);
  });

  test("a viewer sees results, and nothing of what goes on aside of those of gold items", async () => {
    const vera = await signUp(app, "vera", "member");
    const { id: userId } = vera.user;
    await setMember(app.store, { projectId, userId, role: "viewer", now: 1 });
    await changeWorkflow(app.store, { projectId, patch: goldFirst });
    const { version } = await addTestModel(app, { projectId });
    const { itemId } = await makeGold();
    const plain = await newItem();
    const { layerId, records } = await suggestOn(itemId, version.id);
    const heard: LiveEvent[] = [];
    const tell = (event: LiveEvent) => heard.push(event);
    const stop = listen({ projectId, userId, tell });
    onTestFinished(() => void stop());
    const taken = await next(ann);
    const beat = { clientId: "tab", activeMs: 0 };
    await ask(ann, "items/[itemId]/heartbeat", { method: "POST", itemId, body: beat });
    const reject = { protocol: 1, clientId: "tab", opId: uuidv7(), baseRev: 1, at: 1 };
    await ask(ann, "layers/[layerId]/ops", {
      ...{ method: "POST", layerId },
      body: { ...reject, changes: [{ id: records[0]?.id, after: null }] },
    });
    const comment = { id: uuidv7(), body: "?", mentions: [] };
    const place = { layerId: taken.layerId, annotationId: null, point: null };
    const thread = { id: uuidv7(), ...place, comment };
    const said = await ask(ann, "items/[itemId]/threads", { method: "POST", itemId, body: thread });
    expect(said.status).toBe(200);
    await draw(ann, taken);
    expect(heard.filter((event) => "itemId" in event)).toEqual([]);
    expect(presenceOf(projectId).map((person) => person.itemId)).toEqual([itemId]);
    expect(presenceOf(projectId, { isReviewer: false })).toEqual([]);

    const seen = async (query: string) => {
      const { body } = await ask(vera, "projects/[projectId]/items", { query });
      return (body as { items: { id: string }[] }).items.map(({ id }) => id);
    };
    expect(await seen("gold=1")).toEqual([itemId, plain.itemId]);
    expect(await seen("state=submitted")).toEqual([itemId]);
    for (const query of [`assignee=${ann.user.id}`, "work=submitted", "threads=open"]) {
      expect([query, await seen(query)]).toEqual([query, []]);
    }
    const agreement = "projects/[projectId]/agreement";
    const body = { filter: { name: "item 1" } };
    expect(await ask(vera, agreement, { method: "POST", body })).toMatchObject({ status: 403 });
    expect(await ask(vera, agreement, { query: "of=filter" })).toMatchObject({ status: 403 });
    expect((await ask(vera, agreement)).status).toBe(200);
    const quality = "projects/[projectId]/models/[versionId]/quality";
    expect(
      (await ask(ann, quality, { versionId: version.id, query: "threshold=0.5" })).status,
    ).toBe(403);
    const history = (await ask(vera, "items/[itemId]/history", { itemId })).body as History;
    expect(history.entries.map(({ author }) => author?.name ?? null)).toEqual([null, "olga"]);
    const { activity } = (await ask(vera, "projects/[projectId]/statistics"))
      .body as ProjectStatistics;
    expect(activity.map(({ person }) => person?.name)).toEqual(["olga"]);
  });

  test("a rejection of before, and what becomes of the known answer, are not told of them", async () => {
    await changeWorkflow(app.store, { projectId, patch: goldFirst });
    const { itemId, layerId } = await makeGold();
    const { reviews } = app.store.tables;
    await app.store.transaction(({ db }) =>
      db.insert(reviews).values({
        ...{ id: uuidv7(), projectId, itemId, layerId, reviewerId: olga.user.id, rev: 1 },
        ...{ decision: "reject", reasons: '["sloppy"]', createdAt: 1 },
      }),
    );
    await next(ann);
    const reasons = await ask(ann, "projects/[projectId]/items", { query: "reason=sloppy" });
    expect(reasons.body).toMatchObject({ items: [] });
    const heard: LiveEvent[] = [];
    const told: LiveEvent[] = [];
    const { id: userId } = ann.user;
    const stops = [
      listen({ projectId, userId, tell: (event) => heard.push(event) }),
      listen({ projectId, userId: "rita", isReviewer: true, tell: (event) => told.push(event) }),
    ];
    onTestFinished(() => stops.forEach((stop) => void stop()));
    const op = { protocol: 1, clientId: "tab", opId: uuidv7(), baseRev: 9, changes: [], at: 1 };
    const body = { ...op, state: "skipped" };
    await ask(olga, "layers/[layerId]/ops", { method: "POST", layerId, body });
    expect(told).toMatchObject([
      { kind: "layer", itemId },
      { kind: "item", itemId },
    ]);
    expect(heard).toEqual([]);
  });
});
