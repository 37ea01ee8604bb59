import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import type { EditorState } from "@/lib/annotation/item-state";
import { DEFAULT_WORKFLOW, type Workflow } from "@/lib/annotation/workflow";
import type { NextAnswer } from "@/lib/api/item-work";
import { type ItemChange, type ItemSelection, itemFilterSchema } from "@/lib/api/items";
import type { App } from "@/lib/server/app";
import { assignWork, changeWorkflow, takeBackWork } from "@/lib/server/work";
import { readCounters } from "@/lib/testing/recount";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { applyOp } from "../apply-op";
import { changeItems } from "../item-changes";
import { listItems } from "../item-list";
import { addItem } from "../items";
import { listLabels } from "../labels";
import { findShownAnswer, itemSight } from "../layer-access";
import { removeMember, setMember } from "../members";
import { changeUser } from "../people";
import { claimNext } from "./claim-next";
import { releaseItem } from "./leases";
import { setMemberWork } from "./member-work";

const MINUTE_MS = 60_000;

let app: App;
let projectId: string;
let labelId: string;
let people: Record<"ann" | "ben" | "cleo" | "rita" | "olga", string>;
let items: { itemId: string; layerId: string }[];
let n = 0;

beforeEach(async () => {
  app = openTestApp();
  const olga = (await signUp(app, "olga", "owner")).user;
  projectId = await testProject(app, olga);
  labelId = (await listLabels(app.store, projectId))[0]?.id ?? "";
  const add = async (name: string, role: "annotator" | "reviewer") => {
    const { user } = await signUp(app, name, "member");
    await setMember(app.store, { projectId, userId: user.id, role, now: 1 });
    return user.id;
  };
  people = {
    ann: await add("ann", "annotator"),
    ben: await add("ben", "annotator"),
    cleo: await add("cleo", "annotator"),
    rita: await add("rita", "reviewer"),
    olga: olga.id,
  };
  items = [];
});

async function addItems(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    n += 1;
    const blob = { hash: `hash ${n}`, bytes: 1, mediaType: "image/png", width: 100, height: 80 };
    items.push(await addItem(app.store, { projectId, item: { name: `${n}.png`, blob }, now: 1 }));
  }
}

function setWorkflow(patch: Partial<Workflow>): Promise<Workflow> {
  return changeWorkflow(app.store, { projectId, patch });
}

function next(
  who: keyof typeof people,
  { now = 0, ...ask }: { now?: number; itemId?: string; except?: string } = {},
): Promise<NextAnswer> {
  const role = who === "rita" ? "reviewer" : who === "olga" ? "manager" : "annotator";
  const of = { projectId, userId: people[who], role, task: "annotate", now } as const;
  return claimNext(app.store, { ...of, ...ask });
}

async function claimed(who: keyof typeof people, ask: Parameters<typeof next>[1] = {}) {
  const answer = await next(who, ask);
  if (answer.kind !== "item") throw new Error(`nothing: ${answer.reason}`);
  return answer.assignment;
}

function box(id: string): Annotation {
  return {
    ...{ id, labelId, geometry: { kind: "box", x: 1, y: 1, w: 10, h: 10 }, attributes: {} },
    ...{ order: 1, score: null, source: "manual", groupId: null },
  };
}

async function write(
  who: keyof typeof people,
  layerId: string,
  {
    state,
    isEmpty = false,
    now = 0,
  }: { state?: EditorState; isEmpty?: boolean; now?: number } = {},
) {
  n += 1;
  const id = `box ${n}`;
  const role = who === "rita" ? "reviewer" : who === "olga" ? "manager" : "annotator";
  return applyOp(app.store, {
    ...{ layerId, userId: people[who], role, cause: "edit", now },
    op: {
      ...{ clientId: "tab", opId: `op ${n}`, baseRev: 1_000, at: now },
      changes: isEmpty ? [] : [{ id, after: box(id) }],
      ...(state ? { state } : {}),
    },
  });
}

async function readItem(index: number) {
  const rows = await app.store.db.select().from(app.store.tables.items);
  const found = rows.find(({ id }) => id === items[index]?.itemId);
  if (!found) throw new Error("no such item");
  return found;
}

describe("the queue", () => {
  test("hands each item to one person, what they have first, and says why there is nothing", async () => {
    await addItems(2);
    const [first, second] = [await claimed("ann"), await claimed("ben")];
    expect([first.itemId, second.itemId]).toEqual(items.map(({ itemId }) => itemId));
    expect((await claimed("ann")).itemId).toBe(first.itemId);
    expect(await next("cleo")).toEqual({ kind: "nothing", reason: "with-others" });
    await write("ann", first.layerId, { state: "submitted" });
    await write("ben", second.layerId, { state: "submitted", isEmpty: true });
    expect(await next("ann")).toEqual({ kind: "nothing", reason: "done" });
  });

  test("a lease that ends frees the place, and what was drawn stays", async () => {
    await addItems(1);
    const mine = await claimed("ann");
    await write("ann", mine.layerId);
    const later = 16 * MINUTE_MS;
    expect((await claimed("ben", { now: later })).itemId).toBe(mine.itemId);
    expect(await readItem(0)).toMatchObject({
      state: "in_progress",
      annotationCount: 1,
      openSlots: 0,
    });
    expect(await next("ann", { now: later })).toEqual({ kind: "nothing", reason: "with-others" });
    // Work that comes late is kept, but does not hand in what another has.
    expect(await write("ann", mine.layerId, { state: "submitted", now: later })).toMatchObject({
      ...{ kind: "accepted", state: "in_progress" },
    });
    expect((await readItem(0)).annotationCount).toBe(2);
  });

  test("an item that was closed without work goes back; one with work does not", async () => {
    await addItems(2);
    const first = await claimed("ann");
    await releaseItem(app.store, { itemId: first.itemId, userId: people.ann, now: 1 });
    expect((await claimed("ben", { now: MINUTE_MS })).itemId).toBe(first.itemId);
    await write("ben", first.layerId, { now: MINUTE_MS });
    await releaseItem(app.store, { itemId: first.itemId, userId: people.ben, now: MINUTE_MS });
    expect((await claimed("ann", { now: 2 * MINUTE_MS })).itemId).toBe(items[1]?.itemId);
  });

  test("`except` leaves the open one for the end", async () => {
    await addItems(2);
    const first = await claimed("ann");
    const second = await claimed("ann", { except: first.itemId });
    expect(second.itemId).toBe(items[1]?.itemId);
    await write("ann", second.layerId, { state: "submitted" });
    expect((await claimed("ann", { except: first.itemId })).itemId).toBe(first.itemId);
  });

  test.each(["position", "random", "priority", "uncertainty"] as const)("by %s", async (order) => {
    await addItems(30);
    const { tables, transaction } = app.store;
    const columns = await transaction(async ({ db }) => {
      const rows = await db.select().from(tables.items);
      for (const [at, { id }] of rows.entries()) {
        const set = { priority: at % 3, uncertainty: at % 4 === 0 ? null : (at % 4) / 4 };
        await db.update(tables.items).set(set).where(eq(tables.items.id, id));
      }
      return db.select().from(tables.items);
    });
    await setWorkflow({ order });
    const keyOf = {
      position: (row: (typeof columns)[number]) => row.position,
      random: (row: (typeof columns)[number]) => row.shuffle,
      priority: (row: (typeof columns)[number]) => -row.priority,
      uncertainty: (row: (typeof columns)[number]) => -(row.uncertainty ?? -1),
    }[order];
    const wanted = [...columns].sort((a, b) => keyOf(a) - keyOf(b) || a.position - b.position);
    const given: string[] = [];
    for (let at = 0; at < 30; at += 1) {
      const { itemId, layerId } = await claimed("ann");
      given.push(itemId);
      await write("ann", layerId, { state: "submitted" });
    }
    expect(given).toEqual(wanted.map(({ id }) => id));
    expect(await next("ann")).toEqual({ kind: "nothing", reason: "done" });
  });
});

describe("several people on one item", () => {
  test("each has a layer of their own; the last one's submission makes the result", async () => {
    await setWorkflow({ overlap: 2 });
    await addItems(1);
    const [ann, ben] = [await claimed("ann"), await claimed("ben")];
    expect(new Set([ann.layerId, ben.layerId, items[0]?.layerId]).size).toBe(3);
    expect(await next("cleo")).toEqual({ kind: "nothing", reason: "with-others" });
    expect(await write("ann", ann.layerId, { state: "submitted" })).toMatchObject({
      state: "submitted",
    });
    expect(await readItem(0)).toMatchObject({ state: "in_progress", annotationCount: 0 });
    await write("ben", ben.layerId, { state: "submitted" });
    expect(await readItem(0)).toMatchObject({ state: "submitted", openSlots: 0 });
    expect((await readItem(0)).needs).not.toBeNull();
  });

  test("a skip counts as done, and all skips skip the item", async () => {
    await setWorkflow({ overlap: 2 });
    await addItems(1);
    for (const who of ["ann", "ben"] as const) {
      await write(who, (await claimed(who)).layerId, { state: "skipped", isEmpty: true });
    }
    expect(await readItem(0)).toMatchObject({ state: "skipped", openSlots: 0, needs: null });
  });

  test("the overlap applies to items that nobody was handed", async () => {
    await addItems(20);
    const mine = await claimed("ann");
    await setWorkflow({ overlap: 1.5 });
    const rows = await app.store.db.select().from(app.store.tables.items);
    expect(rows.find(({ id }) => id === mine.itemId)).toMatchObject({ required: 1, openSlots: 0 });
    const twice = rows.filter(({ required }) => required === 2);
    expect(twice.length).toBeGreaterThan(3);
    expect(twice.every(({ openSlots }) => openSlots === 2)).toBe(true);
    await setWorkflow({ overlap: 1 });
    const after = await app.store.db.select().from(app.store.tables.items);
    expect(after.every(({ required }) => required === 1)).toBe(true);
  });
});

describe("locks", () => {
  test("submitted and accepted work is locked for annotators, and what is sent again is answered", async () => {
    await addItems(1);
    const { layerId } = await claimed("ann");
    const now = 0;
    const id = "box of ann";
    const input = {
      ...({ layerId, userId: people.ann, role: "annotator", cause: "edit", now } as const),
      op: {
        ...({ clientId: "tab", opId: "the op", baseRev: 0, at: now, state: "submitted" } as const),
        changes: [{ id, after: box(id) }],
      },
    };
    const first = await applyOp(app.store, input);
    expect(first).toMatchObject({ kind: "accepted", state: "submitted" });
    expect(await applyOp(app.store, input)).toEqual(first);
    expect(await write("ann", layerId)).toMatchObject({ reason: "locked_submitted" });
    expect(await write("ben", layerId)).toMatchObject({ reason: "locked_submitted" });
    expect(await write("rita", layerId)).toMatchObject({ kind: "accepted", state: "submitted" });
    expect(await write("olga", layerId, { state: "in_progress" })).toMatchObject({
      state: "in_progress",
    });
  });

  test("nobody writes into another's layer, nor past their own into the result", async () => {
    await setWorkflow({ overlap: 2 });
    await addItems(1);
    const { layerId } = await claimed("ann");
    for (const who of ["ben", "rita", "olga"] as const) {
      expect(await write(who, layerId)).toMatchObject({ reason: "not_yours" });
    }
    expect(await write("ann", items[0]?.layerId ?? "")).toMatchObject({ reason: "not_yours" });
  });

  test("where only what was handed out may be done, nothing else is written", async () => {
    await setWorkflow({ isPickingAllowed: false });
    await addItems(1);
    const layerId = items[0]?.layerId ?? "";
    expect(await write("ann", layerId)).toMatchObject({ reason: "not_handed" });
    const itemId = items[0]?.itemId ?? "";
    expect(await next("ann", { itemId })).toMatchObject({ kind: "nothing" });
    await claimed("ann");
    expect(await write("ann", layerId)).toMatchObject({ kind: "accepted" });
  });
});

test("drawing where a place is free takes it; the numbers of the day and every counter are right", async () => {
  await addItems(2);
  const layerId = items[0]?.layerId ?? "";
  expect(DEFAULT_WORKFLOW.isPickingAllowed).toBe(true);
  await write("ann", layerId);
  expect((await claimed("ben")).itemId).toBe(items[1]?.itemId);
  await write("ann", layerId, { state: "submitted" });
  const days = await app.store.db.select().from(app.store.tables.workDays);
  expect(days).toMatchObject([{ userId: people.ann, submitted: 1, created: 2, changed: 0 }]);
  const { kept, counted } = await readCounters(app.store);
  expect(kept).toEqual(counted);
});

describe("dividing by hand", () => {
  const assign = (request: Partial<Parameters<typeof assignWork>[1]>) =>
    assignWork(app.store, {
      ...{ projectId, assignedBy: people.olga, task: "annotate", divide: "split", dueAt: null },
      ...{ select: { ids: items.map(({ itemId }) => itemId) }, userIds: [people.ann, people.ben] },
      ...request,
    });

  test("splits evenly, tells the people, and can be taken back", async () => {
    await addItems(7);
    const { undo, ...answer } = await assign({ dueAt: 99 });
    expect(answer).toEqual({
      ...{ assigned: 7, left: 0, perUser: { [people.ann]: 4, [people.ben]: 3 } },
    });
    expect(await next("cleo")).toMatchObject({ kind: "nothing", reason: "with-others" });
    expect(await claimed("ann")).toMatchObject({ origin: "manual", leaseUntil: null, dueAt: 99 });
    const told = await app.store.db.select().from(app.store.tables.notifications);
    expect(told.map(({ userId, data }) => [userId, JSON.parse(data).count])).toEqual([
      [people.ann, 4],
      [people.ben, 3],
    ]);
    expect(await assign({})).toMatchObject({ assigned: 0, left: 7 });
    const request = { assignmentIds: undo ?? [] };
    expect(await takeBackWork(app.store, { projectId, request })).toEqual({ count: 7 });
    expect((await readItem(6)).openSlots).toBe(1);
    expect((await claimed("cleo")).itemId).toBe(items[0]?.itemId);
  });

  test("comes by when it is due, and then in the order in which it was given", async () => {
    await addItems(5);
    const give = (index: number, dueAt: number | null) =>
      assign({ select: { ids: [items[index]?.itemId ?? ""] }, userIds: [people.ann], dueAt });
    await give(0, null);
    await give(1, 5_000);
    await give(2, null);
    await give(3, 2_000);
    await give(4, 9_000);
    const given: number[] = [];
    for (const _ of items) {
      const { itemId, layerId } = await claimed("ann", { now: 4_000 });
      given.push(items.findIndex((item) => item.itemId === itemId));
      await write("ann", layerId, { state: "submitted", now: 4_000 });
    }
    expect(given).toEqual([3, 1, 4, 0, 2]);
  });

  test("gives every item to all, as far as it has places; whoever had it is left out", async () => {
    await setWorkflow({ overlap: 2 });
    await addItems(2);
    const mine = await claimed("ann", { now: Date.now() });
    const { assigned, left, perUser } = await assign({
      ...{ divide: "each", userIds: [people.ann, people.ben, people.cleo] },
    });
    expect({ assigned, left }).toEqual({ assigned: 3, left: 0 });
    expect(perUser).toEqual({ [people.ann]: 1, [people.ben]: 2, [people.cleo]: 0 });
    const rows = await app.store.db.select().from(app.store.tables.assignments);
    const ofFirst = rows.filter(({ itemId }) => itemId === mine.itemId);
    expect(new Set(ofFirst.map(({ layerId }) => layerId)).size).toBe(2);
  });

  test("a filter is divided too; people who may not are refused", async () => {
    await addItems(3);
    const filter = itemFilterSchema.parse({ name: ".png" });
    expect(await assign({ select: { filter } })).toMatchObject({ assigned: 3 });
    await expect(assign({ userIds: ["nobody"] })).rejects.toMatchObject({
      code: "invalid_request",
    });
    await expect(assign({ task: "review" })).rejects.toMatchObject({ code: "invalid_request" });
    const request = { select: { filter: itemFilterSchema.parse({ assignee: people.ann }) } };
    expect(await takeBackWork(app.store, { projectId, request })).toEqual({ count: 2 });
  });

  test("what a person handed in within a time is found by them, whoever finished the item later", async () => {
    await addItems(1);
    await setWorkflow({ overlap: 2 });
    await write("ann", (await claimed("ann")).layerId, { state: "submitted", now: 5 });
    await write("ben", (await claimed("ben")).layerId, { state: "submitted", now: 50 });
    const found = async (assignee: string, from: number, to: number) => {
      const filter = itemFilterSchema.parse({ assignee, from, to });
      const { items: page } = await listItems(app.store, { projectId, filter, limit: 10 });
      return page.length;
    };
    expect(await found(people.ann, 0, 10)).toBe(1);
    expect(await found(people.ann, 40, 60)).toBe(0);
    expect(await found(people.ben, 40, 60)).toBe(1);
  });

  test("who leaves the project, or is deactivated, leaves their open items to others", async () => {
    await addItems(2);
    await assign({ userIds: [people.ann] });
    await claimed("ann");
    await removeMember(app.store, { projectId, userId: people.ann });
    expect((await claimed("ben")).itemId).toBe(items[0]?.itemId);
    await changeUser(app.store, { userId: people.ben, isDeactivated: true, now: 1 });
    expect((await claimed("cleo")).itemId).toBe(items[0]?.itemId);
  });

  test("whose new role does not allow their work leaves it to others, and nothing else", async () => {
    await addItems(2);
    const [first, second] = items.map(({ itemId }) => itemId);
    const { layerId } = await claimed("rita");
    await write("ben", (await claimed("ben")).layerId, { state: "submitted" });
    const common = { projectId, userId: people.rita, now: 2 };
    const review = { ...common, itemId: second, task: "review", role: "reviewer" } as const;
    expect(await claimNext(app.store, review)).toMatchObject({ kind: "item", itemId: second });
    const inHand = async () => {
      const rows = await app.store.db.select().from(app.store.tables.assignments);
      return rows
        .filter(({ userId, state }) => userId === people.rita && state !== "released")
        .map(({ task, itemId }) => ({ task, itemId }));
    };
    expect(await inHand()).toHaveLength(2);
    await setMember(app.store, { ...common, role: "annotator" });
    expect(await inHand()).toEqual([{ task: "annotate", itemId: first }]);
    await write("rita", layerId);
    await setMember(app.store, { ...common, role: "viewer" });
    expect(await inHand()).toEqual([]);
    expect((await claimed("cleo")).itemId).toBe(first);
    expect(await readItem(0)).toMatchObject({ annotationCount: 1 });
  });
});

test("limits of the project and of a person", async () => {
  await addItems(4);
  await setWorkflow({ itemLimit: 1 });
  const { layerId } = await claimed("ann");
  await write("ann", layerId, { state: "submitted" });
  expect(await next("ann")).toEqual({ kind: "nothing", reason: "limit" });
  await setMemberWork(app.store, { projectId, userId: people.ann, itemLimit: 2, now: 1 });
  await write("ann", (await claimed("ann")).layerId, { state: "submitted" });
  expect(await next("ann")).toEqual({ kind: "nothing", reason: "limit" });
});

describe("many items at once", () => {
  const change = (wanted: ItemChange, select: ItemSelection) =>
    changeItems(app.store, {
      ...{ projectId, userId: people.olga, now: 5, request: { select, change: wanted } },
    });
  const all = () => ({ ids: items.map(({ itemId }) => itemId) });

  test("handed out anew, an item is given to anybody again with what is drawn on it", async () => {
    await addItems(1);
    const { layerId } = await claimed("ann");
    await write("ann", layerId, { state: "submitted" });
    expect(await change({ kind: "requeue" }, all())).toMatchObject({ count: 1 });
    expect(await readItem(0)).toMatchObject({ state: "in_progress", openSlots: 1, needs: null });
    await write("ben", (await claimed("ben")).layerId, { state: "submitted" });
    expect(await readItem(0)).toMatchObject({ state: "submitted", annotationCount: 2 });
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);
  });

  test("handing out anew is undone where nobody has gone on since", async () => {
    await setWorkflow({ overlap: 1, review: { ...DEFAULT_WORKFLOW.review, share: 1 } });
    await addItems(4);
    const submitted = await claimed("ann");
    await write("ann", submitted.layerId, { state: "submitted", now: 5 });
    const given = await assignWork(app.store, {
      ...{ projectId, assignedBy: people.olga, task: "annotate", divide: "split", dueAt: 77 },
      ...{ select: { ids: [items[1]?.itemId ?? ""] }, userIds: [people.ben] },
    });
    expect(given.assigned).toBe(1);
    const skipped = await claimed("cleo");
    await write("cleo", skipped.layerId, { state: "skipped" });
    const open = await claimed("cleo");
    const { assignments } = app.store.tables;
    const works = () => app.store.db.select().from(assignments).orderBy(assignments.id);
    const indexes = [0, 1, 2, 3];
    const states = () => Promise.all(indexes.map(readItem));
    const before = [await works(), await states()];
    const { count, undo } = await change({ kind: "requeue" }, all());
    expect(count).toBe(4);
    for (const request of undo ?? []) {
      expect(await change(request.change, request.select)).toMatchObject({ count: 4, undo: null });
      // Once more there is nothing that is as the requeue left it.
      expect(await change(request.change, request.select)).toMatchObject({ count: 0 });
    }
    const bare = (rows: object[]) => rows.map((row) => ({ ...row, updatedAt: 0 }));
    expect(await works()).toEqual(before[0]);
    expect(bare(await states())).toEqual(bare(before[1] ?? []));
    expect((await claimed("ben")).dueAt).toBe(77);
    await write("ann", submitted.layerId, { state: "submitted" });
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);

    const again = await change({ kind: "requeue" }, all());
    expect(again.count).toBe(4);
    const taken = await claimed("rita");
    expect(taken.itemId).toBe(items[0]?.itemId);
    const [request] = again.undo ?? [];
    if (!request) throw new Error("no way back");
    await write("olga", open.layerId);
    expect(await change(request.change, request.select)).toMatchObject({ count: 2 });
    expect(await readItem(0)).toMatchObject({ state: "in_progress", needs: null, openSlots: 0 });
    const after = await works();
    expect(after.find(({ userId }) => userId === people.ann)?.state).toBe("released");
    expect(after.find(({ id }) => id === open.id)?.state).toBe("released");
    const last = await readCounters(app.store);
    expect(last.kept).toEqual(last.counted);
  });

  test("a state that a manager gives moves what people handed in, and back", async () => {
    await addItems(1);
    const { layerId } = await claimed("ann");
    await write("ann", layerId, { state: "submitted" });
    const { undo } = await change({ kind: "state", state: "rejected" }, all());
    expect(await claimed("ann")).toMatchObject({ state: "returned" });
    for (const request of undo ?? []) await change(request.change, request.select);
    expect(await readItem(0)).toMatchObject({ state: "submitted", needs: "review" });
    expect(await write("ann", layerId)).toMatchObject({ reason: "locked_submitted" });
  });

  test("priority comes first and is taken back", async () => {
    await addItems(3);
    await setWorkflow({ order: "priority" });
    const ids = [items[2]?.itemId ?? ""];
    const { undo } = await change({ kind: "priority", priority: 5 }, { ids });
    expect((await claimed("ann")).itemId).toBe(ids[0]);
    expect(undo).toEqual([{ select: { ids }, change: { kind: "priority", priority: 0 } }]);
  });
});

describe("gold items", () => {
  async function makeGold(count: number): Promise<void> {
    await addItems(count);
    for (const { layerId } of items) await write("olga", layerId, { state: "submitted" });
    const select = { ids: items.map(({ itemId }) => itemId) };
    const request = { select, change: { kind: "gold", isGold: true } as const };
    await changeItems(app.store, { projectId, userId: people.olga, now: 1, request });
  }

  test("are mixed in, each once, and measured; the item itself stays as it was", async () => {
    await makeGold(2);
    await addItems(1);
    await setWorkflow({ gold: { share: 1, isAnswerShown: false, training: null } });
    const first = await claimed("ann");
    expect(first).toMatchObject({ origin: "queue", state: "open" });
    expect((await write("ann", first.layerId, { state: "submitted" })).kind).toBe("accepted");
    const other = await claimed("ann");
    await write("ann", other.layerId, { state: "submitted", isEmpty: true });
    expect(new Set([first.itemId, other.itemId]).size).toBe(2);
    expect((await claimed("ann")).itemId).toBe(items[2]?.itemId);
    const before = await readItem(0);
    expect(before).toMatchObject({ state: "submitted", annotationCount: 1, openSlots: 0 });
    const days = await app.store.db.select().from(app.store.tables.workDays);
    const mine = days.find(({ userId }) => userId === people.ann);
    expect(mine).toMatchObject({ submitted: 2, goldItems: 2 });
    expect(mine?.goldScore).toBeCloseTo(1);
  });

  test("the answer is shown to whom it measured, afterwards, and only where the project wants it", async () => {
    await makeGold(1);
    await setWorkflow({ gold: { share: 1, isAnswerShown: false, training: null } });
    const { itemId, layerId } = await claimed("ann");
    const answer = async (who: "ann" | "ben") => {
      const viewer = { userId: people[who], role: "annotator" } as const;
      const sight = await itemSight(app.store, { itemId, viewer });
      return sight && findShownAnswer(app.store, { itemId, sight });
    };
    expect(await answer("ann")).toBeNull();
    await write("ann", layerId, { state: "submitted" });
    expect(await answer("ann")).toBeNull();
    await setWorkflow({ gold: { share: 1, isAnswerShown: true, training: null } });
    expect(await answer("ann")).toMatchObject({ score: 1 });
    expect((await answer("ann"))?.layerId).not.toBe(layerId);
    expect(await answer("ben")).toBeNull();
  });

  test("a training goes before the work, and is passed or not", async () => {
    await makeGold(3);
    await addItems(1);
    const training = { items: 2, passAt: 0.9 };
    await setWorkflow({ gold: { share: 0, isAnswerShown: false, training } });
    for (let n = 0; n < 2; n += 1) {
      await write("ann", (await claimed("ann")).layerId, { state: "submitted" });
    }
    expect((await claimed("ann")).itemId).toBe(items[3]?.itemId);
    for (let n = 0; n < 3; n += 1) {
      const { layerId } = await claimed("ben");
      await write("ben", layerId, { state: "submitted", isEmpty: true });
    }
    expect(await next("ben")).toEqual({ kind: "nothing", reason: "training-failed" });
    await setMemberWork(app.store, { projectId, userId: people.ben, isTrained: true, now: 1 });
    expect(await next("ben")).toEqual({ kind: "nothing", reason: "with-others" });
  });

  test("what comes after the last item of a training is asked for ahead, and not given before it is handed in", async () => {
    await makeGold(1);
    await addItems(1);
    const training = { items: 1, passAt: 0.9 };
    await setWorkflow({ gold: { share: 0, isAnswerShown: false, training } });
    const { itemId, layerId } = await claimed("ann");
    expect((await claimed("ann", { except: itemId })).itemId).toBe(itemId);
    await write("ann", layerId, { state: "submitted", isEmpty: true });
    const nothing = { kind: "nothing", reason: "training-failed" };
    expect(await next("ann", { except: itemId })).toEqual(nothing);
  });
});
