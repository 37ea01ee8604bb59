import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { POST as heartbeat } from "@/app/api/v1/items/[itemId]/heartbeat/route";
import { POST as release } from "@/app/api/v1/items/[itemId]/release/route";
import { POST as writeOps } from "@/app/api/v1/layers/[layerId]/ops/route";
import type { LiveEvent } from "@/lib/api/live";
import { createToken } from "@/lib/server/api-token";
import { addMember } from "@/lib/server/members";
import { nextItem } from "@/lib/server/work";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addTestImage, testPng } from "@/lib/testing/test-items";
import { creditActive, creditPerson } from "./active-credit";
import { listen } from "./bus";
import { presenceOf } from "./presence";

async function setUp() {
  const app = openTestApp();
  const owner = await signUp(app, "owner", "owner");
  const ann = await signUp(app, "ann", "member");
  const projectId = await testProject(app, owner.user);
  await addMember(app.store, { projectId, email: ann.user.email, role: "annotator" });
  const item = await addTestImage(app, { projectId, name: "a.png", bytes: await testPng(1) });
  async function beat(body: { clientId: string; activeMs: number; annotationId?: string }) {
    const { itemId } = item;
    const options = { cookie: ann.cookie, body };
    const request = apiRequest("POST", `/api/v1/items/${itemId}/heartbeat`, options);
    const response = await heartbeat(request, { params: Promise.resolve({ itemId }) });
    expect(response.status).toBe(200);
    return response.json();
  }
  return { app, owner, ann, projectId, ...item, beat };
}

test("a sign of an editor shows who is where, and writes only what was worked", async () => {
  const { app, ann, projectId, itemId, layerId, beat } = await setUp();
  const { workDays } = app.store.tables;
  const clientId = uuidv7();
  const answer = await beat({ clientId, activeMs: 0, annotationId: "box" });
  expect(answer).toMatchObject({ assignment: null, standing: "free", readReason: null });
  const { id: userId, name } = ann.user;
  expect(presenceOf(projectId)).toEqual([
    { userId, name, itemId, layerId, clientId, annotationId: "box", mayWrite: true },
  ]);
  expect(await app.store.db.select().from(workDays)).toEqual([]);
  await beat({ clientId, activeMs: 1_500 });
  await beat({ clientId, activeMs: 500 });
  const [day] = await app.store.db.select().from(workDays);
  expect(day?.activeMs).toBe(2_000);
});

test("a lease goes on while the editor gives signs, and time is counted on the assignment", async () => {
  const { app, ann, projectId, itemId, layerId, beat } = await setUp();
  const { assignments } = app.store.tables;
  const now = Date.now();
  const id = uuidv7();
  await app.store.transaction(({ db }) =>
    db.insert(assignments).values({
      ...{ id, projectId, itemId, layerId, userId: ann.user.id },
      ...{ task: "annotate", origin: "gold", state: "open" },
      leaseUntil: now + 60_000,
      createdAt: now,
      updatedAt: now,
    }),
  );
  const { assignment } = await beat({ clientId: uuidv7(), activeMs: 7_000 });
  expect(assignment.leaseUntil).toBeGreaterThanOrEqual(now + 15 * 60_000);
  // Nothing tells that its answer is known.
  expect(assignment).toMatchObject({ id, origin: "queue", state: "open" });
  const read = () => app.store.db.select().from(assignments).where(eq(assignments.id, id));
  expect((await read())[0]?.activeMs).toBe(7_000);

  await app.store.transaction(({ db }) =>
    db
      .update(assignments)
      .set({ leaseUntil: now - 1 })
      .where(eq(assignments.id, id)),
  );
  // Nobody was given it meanwhile: after a sleep it goes on as if nothing had happened.
  expect(await beat({ clientId: uuidv7(), activeMs: 0 })).toMatchObject({ standing: "held" });
  const [renewed] = await read();
  expect(renewed?.leaseUntil).toBeGreaterThanOrEqual(now + 15 * 60_000);
  await beat({ clientId: uuidv7(), activeMs: 1_000 });
  expect((await read())[0]).toMatchObject({ state: "open", activeMs: 8_000 });
});

test("no tab counts more time than has passed since it was first heard of", () => {
  const key = uuidv7();
  const take = (activeMs: number, now: number) => creditActive({ key, activeMs, now });
  expect(take(100_000, 0)).toBe(100_000);
  expect(take(100_000, 0)).toBe(20_000);
  expect(take(100_000, 30_000)).toBe(30_000);
  expect(take(10_000, 60_000)).toBe(10_000);
});

test("a person in several tabs is no more at work than all the time", () => {
  const userId = uuidv7();
  const take = (clientId: string, now: number) =>
    creditPerson(userId, { clientId, activeMs: 100_000, now });
  expect([take("a", 0), take("b", 0), take("c", 0)]).toEqual([100_000, 20_000, 0]);
  expect([take("a", 60_000), take("b", 60_000)]).toEqual([60_000, 0]);
});

test("who has the project open hears of others' edits", async () => {
  const { ann, projectId, itemId, layerId } = await setUp();
  const heard: LiveEvent[] = [];
  const stop = listen({ projectId, userId: "x", tell: (event) => heard.push(event) });
  const op = {
    ...{ protocol: 1, clientId: uuidv7(), opId: uuidv7(), baseRev: 0 },
    ...{ changes: [], state: "submitted", at: Date.now() },
  };
  const options = { cookie: ann.cookie, body: op };
  const request = apiRequest("POST", `/api/v1/layers/${layerId}/ops`, options);
  const response = await writeOps(request, { params: Promise.resolve({ layerId }) });
  stop();
  expect(response.status).toBe(200);
  expect(heard).toEqual([
    { kind: "layer", itemId, layerId, rev: 1, clientId: op.clientId },
    { kind: "item", itemId, state: "submitted" },
  ]);
});

test("a viewer who closes an item is gone at once; work is given back by those who may annotate", async () => {
  const { app, ann, projectId, itemId } = await setUp();
  const vera = await signUp(app, "vera", "member");
  await addMember(app.store, { projectId, email: vera.user.email, role: "viewer" });
  const params = Promise.resolve({ itemId });
  const post = (send: typeof heartbeat, headers: object, body: object) =>
    send(apiRequest("POST", "/x", { ...headers, body }), { params });
  for (const { cookie } of [vera, ann]) {
    await post(heartbeat, { cookie }, { clientId: "tab", activeMs: 0 });
  }
  const claim = { projectId, userId: ann.user.id, role: "annotator", task: "annotate" } as const;
  const { itemId: claimed } = (await nextItem(app.store, claim)) as { itemId?: string };
  expect(claimed).toBe(itemId);
  const { assignments } = app.store.tables;
  const lease = async () => (await app.store.db.select().from(assignments))[0]?.leaseUntil ?? 0;
  const before = await lease();

  expect((await post(release, vera, { clientId: "tab" })).status).toBe(204);
  expect(presenceOf(projectId).map(({ name }) => name)).toEqual(["ann"]);
  // A token that may only read: its person has left, but gives nothing back.
  const given = { name: "reads", scopes: ["read" as const], projectId, days: 1 };
  const { token } = await createToken(app.store, ann.user, given);
  const headers = { headers: { authorization: `Bearer ${token}` } };
  expect((await post(release, headers, { clientId: "tab" })).status).toBe(204);
  expect([presenceOf(projectId), await lease()]).toEqual([[], before]);
  await post(release, ann, { clientId: "tab" });
  expect(await lease()).toBeLessThan(before);
});
