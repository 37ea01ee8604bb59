import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { POST as heartbeat } from "@/app/api/v1/items/[itemId]/heartbeat/route";
import { changeItems } from "@/db/queries/item-changes";
import { removeMember, setMember } from "@/db/queries/members";
import { applyOpWithOthers } from "@/db/queries/op-queue";
import { claimNext } from "@/db/queries/work/claim-next";
import type { ProjectRole } from "@/db/schema/projects";
import type { ItemChange } from "@/lib/api/items";
import type { LiveEvent } from "@/lib/api/live";
import { type HeartbeatAnswer, heartbeatAnswerSchema } from "@/lib/api/work";
import type { App } from "@/lib/server/app";
import { changeMember, dropMember } from "@/lib/server/members";
import { changeWorkflow, nextItem, takeBackWork } from "@/lib/server/work";
import {
  apiRequest,
  openTestApp,
  type SignedIn,
  signUp,
  testProject,
} from "@/lib/testing/test-app";
import { addTestImage, testPng } from "@/lib/testing/test-items";
import { listen } from "./bus";

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
  for (const { user } of [ann, ben]) await join(user.id, "annotator");
});

function join(userId: string, role: ProjectRole): Promise<void> {
  return setMember(app.store, { projectId, userId, role, now: 1 });
}

let n = 0;
async function newItem() {
  n += 1;
  return addTestImage(app, { projectId, name: `${n}.png`, bytes: await testPng(n) });
}

async function claim({ user }: SignedIn, role: ProjectRole = "annotator") {
  const who = { projectId, userId: user.id, role, task: "annotate" } as const;
  const answer = await claimNext(app.store, { ...who, now: Date.now() });
  if (answer.kind === "nothing") throw new Error(answer.reason);
  return answer.assignment;
}

async function ask({ cookie }: SignedIn, itemId: string): Promise<Response> {
  const body = { clientId: uuidv7(), activeMs: 0 };
  const request = apiRequest("POST", `/api/v1/items/${itemId}/heartbeat`, { cookie, body });
  return heartbeat(request, { params: Promise.resolve({ itemId }) });
}

async function beat(who: SignedIn, itemId: string): Promise<HeartbeatAnswer> {
  const response = await ask(who, itemId);
  expect(response.status).toBe(200);
  return heartbeatAnswerSchema.parse(await response.json());
}

async function standing(who: SignedIn, itemId: string): Promise<string> {
  return (await beat(who, itemId)).standing;
}

/** As if the editor had given no sign for longer than the lease. */
async function sleep(assignmentId: string): Promise<void> {
  const { assignments } = app.store.tables;
  await app.store.transaction(({ db }) =>
    db.update(assignments).set({ leaseUntil: 1 }).where(eq(assignments.id, assignmentId)),
  );
}

function submit(who: SignedIn, layerId: string, role: ProjectRole = "annotator") {
  const op = {
    ...{ clientId: "tab", opId: uuidv7(), baseRev: 1_000, changes: [], at: Date.now() },
    state: "submitted",
  } as const;
  const now = Date.now();
  return applyOpWithOthers(app.store, {
    ...{ layerId, userId: who.user.id, role, op, cause: "edit", now },
  });
}

async function stateOf(itemId: string): Promise<string | undefined> {
  const { items } = app.store.tables;
  const rows = await app.store.db.select().from(items).where(eq(items.id, itemId));
  return rows[0]?.state;
}

function change(itemId: string, what: ItemChange) {
  const request = { select: { ids: [itemId] }, change: what };
  return changeItems(app.store, {
    ...{ projectId, userId: olga.user.id, request, now: Date.now() },
  });
}

test("a lease that ended in a sleep goes on when nobody was given the item", async () => {
  const { itemId } = await newItem();
  const own = await claim(ann);
  await sleep(own.id);
  const answer = await beat(ann, itemId);
  expect(answer).toMatchObject({ standing: "held", readReason: null });
  expect(answer.assignment?.leaseUntil).toBeGreaterThan(answer.now);
  await expect(claim(ben)).rejects.toThrow("with-others");
});

test("when somebody else has it, submitting hands in nothing; when they finish it, it is finished", async () => {
  const { itemId, layerId } = await newItem();
  const own = await claim(ann);
  await sleep(own.id);
  await claim(ben);
  expect(await beat(ann, itemId)).toMatchObject({ standing: "taken", readReason: "not-yours" });
  expect(await standing(ben, itemId)).toBe("held");
  expect((await submit(ann, layerId)).kind).toBe("accepted");
  expect(await stateOf(itemId)).toBe("in_progress");
  await submit(ben, layerId);
  expect(await beat(ann, itemId)).toMatchObject({
    standing: "finished",
    readReason: "submitted",
  });
  expect((await submit(ann, layerId)).kind).toBe("refused");
});

test("what a manager takes back is free, and whoever submits it there hands it in", async () => {
  const { itemId, layerId } = await newItem();
  const own = await claim(ann);
  const request = { assignmentIds: [own.id] };
  await takeBackWork(app.store, { projectId, request });
  expect(await beat(ann, itemId)).toMatchObject({ standing: "free", readReason: null });
  const of = { projectId, userId: ann.user.id, role: "annotator", task: "annotate" } as const;
  expect((await nextItem(app.store, { ...of, itemId })).kind).toBe("item");
  expect(await standing(ann, itemId)).toBe("held");
  await change(itemId, { kind: "requeue" });
  expect(await standing(ann, itemId)).toBe("free");
  await submit(ann, layerId);
  expect(await stateOf(itemId)).toBe("submitted");
  expect(await beat(ann, itemId)).toMatchObject({ standing: "held", readReason: "submitted" });
});

test("with several people on an item it is the places that count", async () => {
  await changeWorkflow(app.store, { projectId, patch: { overlap: 2 } });
  const { itemId } = await newItem();
  const cleo = await signUp(app, "cleo", "member");
  await join(cleo.user.id, "annotator");
  const own = await claim(ann);
  const others = await claim(ben);
  await sleep(own.id);
  await claim(cleo);
  expect(await standing(ann, itemId)).toBe("taken");
  await submit(ann, own.layerId);
  expect(await standing(ann, itemId)).toBe("taken");
  await submit(ben, others.layerId);
  expect(await stateOf(itemId)).toBe("in_progress");
});

test("a deleted item is gone, and comes back as it was", async () => {
  const { itemId } = await newItem();
  await claim(ann);
  const { undo } = await change(itemId, { kind: "delete" });
  expect(await standing(ann, itemId)).toBe("gone");
  for (const request of undo ?? []) {
    await changeItems(app.store, { projectId, userId: olga.user.id, request, now: Date.now() });
  }
  expect(await standing(ann, itemId)).toBe("held");
});

test("another role is told, and who is removed learns nothing more", async () => {
  const { itemId } = await newItem();
  await claim(ann);
  const heard: LiveEvent[] = [];
  const stop = listen({ projectId, userId: ann.user.id, tell: (event) => heard.push(event) });
  await changeMember(app.store, { projectId, userId: ann.user.id, role: "viewer" });
  expect(heard).toContainEqual({ kind: "work" });
  expect(await beat(ann, itemId)).toMatchObject({ standing: "viewer", readReason: "viewer" });
  await dropMember(app.store, { projectId, userId: ann.user.id });
  expect(heard.filter(({ kind }) => kind === "work")).toHaveLength(2);
  stop();
  expect((await ask(ann, itemId)).status).toBe(404);
});

test("where people see only what they are handed, what they were not is hidden", async () => {
  const { itemId } = await newItem();
  expect(await standing(ann, itemId)).toBe("free");
  await changeWorkflow(app.store, { projectId, patch: { isPickingAllowed: false } });
  expect(await standing(ann, itemId)).toBe("hidden");
});

test("managers and reviewers go on in the result, and not in a layer that nobody waits for", async () => {
  const { itemId, layerId } = await newItem();
  const own = await claim(olga, "manager");
  await sleep(own.id);
  await claim(ben);
  expect(await beat(olga, itemId)).toMatchObject({ standing: "shared", readReason: null });
  await submit(olga, layerId, "manager");
  expect(await stateOf(itemId)).toBe("submitted");

  await changeWorkflow(app.store, { projectId, patch: { overlap: 2 } });
  const twice = await newItem();
  const apart = await claim(olga, "manager");
  expect(apart.itemId).toBe(twice.itemId);
  await sleep(apart.id);
  await claim(ben);
  await claim(ann);
  expect(await standing(olga, twice.itemId)).toBe("taken");
  await removeMember(app.store, { projectId, userId: ann.user.id });
  expect(await standing(olga, twice.itemId)).toBe("free");
});
