import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { GET as layersRoute } from "@/app/api/v1/items/[itemId]/layers/route";
import { DELETE as backRoute, POST as reviewRoute } from "@/app/api/v1/items/[itemId]/review/route";
import { GET as reviewsRoute } from "@/app/api/v1/items/[itemId]/reviews/route";
import { GET as queueRoute } from "@/app/api/v1/projects/[projectId]/reviews/route";
import { applyOp } from "@/db/queries/apply-op";
import { addItem, readItem } from "@/db/queries/items";
import { removeMember, setMember } from "@/db/queries/members";
import { claimReview } from "@/db/queries/work/claim-review";
import { dayOf } from "@/db/queries/work-days";
import type { ItemNeed } from "@/db/schema/items";
import type { ItemLayers, ReviewAnswer, ReviewQueue } from "@/lib/api/review";
import type { RouteHandler } from "@/lib/server/route";
import {
  apiRequest,
  openTestApp,
  type SignedIn,
  signUp,
  testProject,
} from "@/lib/testing/test-app";
import { drawBoxes } from "@/lib/testing/test-items";

const BOX = { label: "car", x: 1, y: 2, w: 10, h: 12 };
const MINUTE_MS = 60_000;

async function setUp() {
  const app = openTestApp();
  const { store } = app;
  const olga = await signUp(app, "olga", "owner");
  const [rita, rob] = [await signUp(app, "rita", "member"), await signUp(app, "rob", "member")];
  const [ana, ben] = [await signUp(app, "ana", "member"), await signUp(app, "ben", "member")];
  const projectId = await testProject(app, olga.user);
  const roles = [
    [rita, "reviewer"],
    [rob, "reviewer"],
    [ana, "annotator"],
    [ben, "annotator"],
  ] as const;
  for (const [{ user }, role] of roles) {
    await setMember(store, { projectId, userId: user.id, role, now: 1 });
  }
  let n = 0;
  /** Handed in by `who`, each in a layer of their own where there are several. */
  async function handedIn(who: readonly SignedIn[], needs: ItemNeed = "review") {
    n += 1;
    const blob = { hash: `h${n}`, bytes: 1, mediaType: "image/png", width: 100, height: 80 };
    const { itemId, layerId } = await addItem(store, {
      projectId,
      item: { name: `${n}.png`, blob },
      now: n,
    });
    const people: string[] = [];
    for (const { user } of who) {
      const own = who.length > 1 ? uuidv7() : layerId;
      people.push(own);
      await store.transaction(async ({ db, tables }) => {
        if (own === layerId) return;
        await db.insert(tables.layers).values({
          ...{ id: own, itemId, projectId, kind: "person", authorId: user.id, isResult: false },
          ...{ createdAt: n, updatedAt: n },
        });
      });
      await drawBoxes(app, { projectId, layerId: own, userId: user.id, boxes: [BOX] });
      await store.transaction(async ({ db, tables: { assignments } }) => {
        await db
          .delete(assignments)
          .where(and(eq(assignments.itemId, itemId), eq(assignments.userId, user.id)));
        await db.insert(assignments).values({
          ...{ id: uuidv7(), projectId, itemId, userId: user.id, task: "annotate", layerId: own },
          ...{ origin: "queue", state: "submitted", submittedAt: n, createdAt: n, updatedAt: n },
        });
      });
    }
    await store.transaction(async ({ db, tables: { items } }) => {
      await db
        .update(items)
        .set({ needs, submittedAt: n, state: "submitted", required: who.length })
        .where(eq(items.id, itemId));
    });
    return { itemId, layerId, people };
  }
  const revOf = async (layerId: string) => {
    const { layers } = store.tables;
    const [row] = await store.db.select().from(layers).where(eq(layers.id, layerId));
    return row?.revision ?? -1;
  };
  const decide = async (
    { cookie }: SignedIn,
    item: { itemId: string; layerId: string },
    body: Record<string, unknown> = {},
  ) =>
    call(reviewRoute, "POST", {
      cookie,
      params: { itemId: item.itemId },
      body: { writeId: uuidv7(), decision: "accept", rev: await revOf(item.layerId), ...body },
    });
  const takeBack = ({ cookie }: SignedIn, itemId: string, reviewId: string) =>
    call(backRoute, "DELETE", { cookie, params: { itemId }, body: { reviewId } });
  const queueOf = async ({ cookie }: SignedIn, query = "") =>
    call(queueRoute, "GET", { cookie, params: { projectId }, query });
  const reviewsOf = ({ cookie }: SignedIn, itemId: string) =>
    call(reviewsRoute, "GET", { cookie, params: { itemId } });
  const assignmentOf = async (itemId: string, { user }: SignedIn, task = "annotate" as const) => {
    const { assignments } = store.tables;
    const rows = await store.db
      .select()
      .from(assignments)
      .where(
        and(
          eq(assignments.itemId, itemId),
          eq(assignments.userId, user.id),
          eq(assignments.task, task),
        ),
      );
    return rows[0];
  };
  const dayWork = async ({ user }: SignedIn) => {
    const { workDays } = store.tables;
    const rows = await store.db
      .select()
      .from(workDays)
      .where(and(eq(workDays.userId, user.id), eq(workDays.day, dayOf(Date.now()))));
    const { accepted = 0, acceptedFirst = 0, rejected = 0, reviewed = 0 } = rows[0] ?? {};
    return { accepted, acceptedFirst, rejected, reviewed };
  };
  return {
    ...{ app, store, projectId, olga, rita, rob, ana, ben },
    ...{ handedIn, decide, takeBack, queueOf, reviewsOf, assignmentOf, dayWork, revOf },
  };
}

/** The members of every answer that a test looks at; which of them are there is the test's to know. */
type Answer = { status: number; body: ReviewAnswer & ReviewQueue & ItemLayers & Rest };
type Rest = { reviews: unknown[]; detail: string };

async function call(
  handler: RouteHandler,
  method: string,
  of: { cookie: string; params: Record<string, string>; body?: unknown; query?: string },
): Promise<Answer> {
  const request = apiRequest(method, `/api/v1/x${of.query ?? ""}`, {
    cookie: of.cookie,
    ...(of.body === undefined ? {} : { body: of.body }),
  });
  const response = await handler(request, { params: Promise.resolve(of.params) });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

test("what is accepted leaves the queue and counts for both; sent again it is decided once", async () => {
  const { handedIn, decide, queueOf, store, ana, rita, assignmentOf, dayWork } = await setUp();
  const first = await handedIn([ana]);
  const second = await handedIn([ana]);
  const before = await queueOf(rita);
  expect(before.body.items.map((item) => item.itemId)).toEqual([first.itemId, second.itemId]);
  expect(before.body.items[0]).toMatchObject({
    needs: "review",
    annotationCount: 1,
    people: [{ name: "ana", rounds: 0 }],
    heldBy: null,
  });
  expect(before.body.counts).toEqual({ review: 2, adjudication: 0 });

  const writeId = uuidv7();
  const accepted = await decide(rita, first, { writeId });
  expect(accepted).toMatchObject({ status: 200, body: { decision: "accept", state: "accepted" } });
  const again = await decide(rita, first, { writeId, rev: 0 });
  expect(again.body).toEqual(accepted.body);
  expect((await readItem(store, first.itemId))?.state).toBe("accepted");
  expect(await assignmentOf(first.itemId, ana)).toMatchObject({ state: "accepted", rounds: 0 });
  expect(await dayWork(ana)).toMatchObject({ accepted: 1, acceptedFirst: 1 });
  expect(await dayWork(rita)).toMatchObject({ reviewed: 1 });
  const after = await queueOf(rita);
  expect(after.body).toMatchObject({ counts: { review: 1 }, doneToday: 1, next: null });
});

test("a rejected item goes back with its reasons, to its annotator alone", async () => {
  const { handedIn, decide, reviewsOf, assignmentOf, dayWork, ana, ben, rita, store } =
    await setUp();
  const item = await handedIn([ana]);
  const silent = await decide(rita, item, { decision: "reject" });
  expect(silent).toMatchObject({ status: 422, body: { reason: "reason_missing" } });
  const stranger = await decide(rita, item, { decision: "reject", userIds: [ben.user.id] });
  expect(stranger.body).toMatchObject({ reason: "reason_missing" });
  const wrong = { decision: "reject", reasons: ["Box too loose"], comment: "Left wheel" };
  const others = await decide(rita, item, { ...wrong, userIds: [ben.user.id] });
  expect(others).toMatchObject({ status: 422, body: { reason: "unknown_people" } });

  expect((await decide(rita, item, wrong)).body).toMatchObject({ state: "rejected" });
  expect((await readItem(store, item.itemId))?.state).toBe("rejected");
  expect(await assignmentOf(item.itemId, ana)).toMatchObject({ state: "returned", rounds: 1 });
  expect(await dayWork(ana)).toMatchObject({ rejected: 1, accepted: 0 });
  const seen = await reviewsOf(ana, item.itemId);
  expect(seen.body.reviews).toMatchObject([
    {
      decision: "reject",
      reasons: ["Box too loose"],
      comment: "Left wheel",
      reviewer: { name: "rita" },
    },
  ]);
  expect((await reviewsOf(ben, item.itemId)).body.reviews).toEqual([]);
  expect((await reviewsOf(rita, item.itemId)).body.reviews).toHaveLength(1);
});

test("only what was looked at is decided on", async () => {
  const { handedIn, decide, app, projectId, ana, rita, revOf } = await setUp();
  const item = await handedIn([ana]);
  const rev = await revOf(item.layerId);
  await drawBoxes(app, {
    ...{ projectId, layerId: item.layerId, userId: rita.user.id },
    ...{ boxes: [BOX], state: "submitted" },
  });
  const late = await decide(rita, item, { rev });
  expect(late.status).toBe(409);
  expect(late.body).toMatchObject({ code: "conflict", state: "submitted" });
  expect(late.body.detail).toMatch(/changed this item since/);
});

test("accepted after the reviewer mended something is a fix, and no first pass", async () => {
  const { handedIn, decide, store, ana, rita, dayWork, revOf } = await setUp();
  const item = await handedIn([ana]);
  const { annotations } = store.tables;
  const [row] = await store.db
    .select()
    .from(annotations)
    .where(eq(annotations.layerId, item.layerId));
  const mended = await applyOp(store, {
    layerId: item.layerId,
    userId: rita.user.id,
    op: {
      ...{ clientId: "tab", opId: uuidv7(), baseRev: await revOf(item.layerId), at: 1 },
      changes: [{ id: row?.id ?? "", after: null }],
    },
    cause: "edit",
    now: Date.now(),
  });
  expect(mended.kind).toBe("accepted");
  expect((await decide(rita, item)).body).toMatchObject({ decision: "fix", state: "accepted" });
  expect(await dayWork(ana)).toMatchObject({ accepted: 1, acceptedFirst: 0 });
});

test("a decision can be taken back until somebody goes on", async () => {
  const { handedIn, decide, takeBack, queueOf, app, store, projectId, ...people } = await setUp();
  const { ana, rita, rob, assignmentOf, dayWork, reviewsOf } = people;
  const item = await handedIn([ana]);
  const { body } = await decide(rita, item, { decision: "reject", reasons: ["Wrong label"] });
  const byOther = await takeBack(rob, item.itemId, body.reviewId);
  expect(byOther).toMatchObject({ status: 409, body: { code: "conflict" } });

  const back = await takeBack(rita, item.itemId, body.reviewId);
  expect(back).toMatchObject({ status: 200, body: { state: "submitted" } });
  expect(await takeBack(rita, item.itemId, body.reviewId)).toEqual(back);
  expect((await readItem(store, item.itemId))?.state).toBe("submitted");
  expect(await assignmentOf(item.itemId, ana)).toMatchObject({ state: "submitted", rounds: 0 });
  expect(await dayWork(ana)).toMatchObject({ rejected: 0 });
  expect(await dayWork(rita)).toMatchObject({ reviewed: 0 });
  expect((await reviewsOf(ana, item.itemId)).body.reviews).toEqual([]);
  expect((await queueOf(rita)).body.counts.review).toBe(1);

  const anew = await decide(rita, item, { decision: "reject", reasons: ["Wrong label"] });
  await drawBoxes(app, {
    ...{ projectId, layerId: item.layerId, userId: ana.user.id, boxes: [BOX] },
    state: "in_progress",
  });
  const late = await takeBack(rita, item.itemId, anew.body.reviewId);
  expect(late.status).toBe(409);
  expect(late.body.detail).toMatch(/gone on/);
});

test("of several people's work it goes back to those who are named", async () => {
  const { handedIn, decide, takeBack, assignmentOf, ana, ben, rita, reviewsOf } = await setUp();
  const item = await handedIn([ana, ben], "adjudication");
  const why = { decision: "reject", reasons: ["Missing things"], userIds: [ben.user.id] };
  const { body } = await decide(rita, item, why);
  expect(await assignmentOf(item.itemId, ana)).toMatchObject({ state: "submitted" });
  expect(await assignmentOf(item.itemId, ben)).toMatchObject({ state: "returned", rounds: 1 });
  expect((await reviewsOf(ana, item.itemId)).body.reviews).toEqual([]);
  expect((await reviewsOf(ben, item.itemId)).body.reviews).toHaveLength(1);
  expect((await takeBack(rita, item.itemId, body.reviewId)).status).toBe(200);
  expect(await assignmentOf(item.itemId, ben)).toMatchObject({ state: "submitted", rounds: 0 });
});

test("nobody reviews their own work while others can; alone, one does", async () => {
  const { handedIn, decide, queueOf, store, projectId, rita, rob, olga } = await setUp();
  const item = await handedIn([rita]);
  expect((await queueOf(rita)).body.items).toEqual([]);
  expect(await decide(rita, item)).toMatchObject({ status: 422, body: { reason: "own_work" } });
  const claimed = (userId: string) => claimReview(store, { projectId, userId, now: Date.now() });
  expect(await claimed(rita.user.id)).toEqual({ kind: "nothing", reason: "with-others" });
  expect(await claimed(rob.user.id)).toMatchObject({ kind: "item", itemId: item.itemId });
  for (const { user } of [rob, olga]) {
    await removeMember(store, { projectId, userId: user.id });
  }
  expect((await queueOf(rita)).body.items).toHaveLength(1);
  expect((await decide(rita, item)).status).toBe(200);
});

test("an item is with one reviewer at a time, until the lease ends", async () => {
  const { handedIn, store, projectId, rita, rob, ana, queueOf } = await setUp();
  const items = [await handedIn([ana]), await handedIn([ana])].map(({ itemId }) => itemId);
  const now = Date.now();
  const claim = (who: SignedIn, more: { itemId?: string; except?: string; now?: number } = {}) =>
    claimReview(store, { projectId, userId: who.user.id, now, ...more });
  const [a, b] = await Promise.all([claim(rita), claim(rob)]);
  expect([a, b].map((answer) => (answer.kind === "item" ? answer.itemId : "")).sort()).toEqual(
    [...items].sort(),
  );
  // Asked again, one goes on with what one has.
  expect(await claim(rita)).toMatchObject({ itemId: items[0] });
  expect(await claim(rob, { itemId: items[0] ?? "" })).toEqual({
    kind: "nothing",
    reason: "with-others",
  });
  const queue = await queueOf(rob);
  expect(queue.body.items[0]?.heldBy).toMatchObject({ name: "rita" });
  const later = await claim(rob, { itemId: items[0] ?? "", now: now + 16 * MINUTE_MS });
  expect(later).toMatchObject({ kind: "item", itemId: items[0] });
});

test("people's layers are shown to those who review, and to nobody else", async () => {
  const { handedIn, ana, ben, rita } = await setUp();
  const item = await handedIn([ana, ben], "adjudication");
  const ask = ({ cookie }: SignedIn) =>
    call(layersRoute, "GET", { cookie, params: { itemId: item.itemId } });
  const { body } = await ask(rita);
  expect(body.needs).toBe("adjudication");
  expect(
    body.layers.map((layer) => [layer.isResult, layer.author?.name, layer.records.length]),
  ).toEqual([
    [true, undefined, 0],
    [false, "ana", 1],
    [false, "ben", 1],
  ]);
  expect((await ask(ana)).status).toBe(403);
});

test("the queue comes by page, by person, by label and by agreement", async () => {
  const { handedIn, store, ana, ben, rita, queueOf } = await setUp();
  const made = [
    await handedIn([ana]),
    await handedIn([ben]),
    await handedIn([ana, ben], "adjudication"),
  ];
  const ids = made.map(({ itemId }) => itemId);
  const idsOf = ({ body }: Answer) => body.items.map((item) => item.itemId);
  const first = await queueOf(rita, "?limit=2");
  const cursor = encodeURIComponent(first.body.next ?? "");
  const second = await queueOf(rita, `?limit=2&cursor=${cursor}`);
  expect([...idsOf(first), ...idsOf(second)]).toEqual(ids);
  expect(second.body.next).toBeNull();
  expect(idsOf(await queueOf(rita, "?needs=adjudication"))).toEqual([ids[2]]);
  expect(idsOf(await queueOf(rita, `?user=${ben.user.id}`))).toEqual([ids[1], ids[2]]);
  expect(idsOf(await queueOf(rita, "?label=none"))).toEqual([]);
  await store.transaction(async ({ db, tables: { items } }) => {
    await db
      .update(items)
      .set({ agreement: 0.2 })
      .where(eq(items.id, ids[2] ?? ""));
  });
  expect(idsOf(await queueOf(rita, "?order=low-agreement"))[0]).toBe(ids[2]);
  expect((await queueOf(rita, "?cursor=nonsense")).status).toBe(400);
});

test("who worked without having been handed the item gets it back all the same", async () => {
  const { handedIn, decide, takeBack, store, assignmentOf, ana, rita } = await setUp();
  const item = await handedIn([ana]);
  await store.transaction(async ({ db, tables: { assignments } }) => {
    await db.delete(assignments).where(eq(assignments.itemId, item.itemId));
  });
  const { body } = await decide(rita, item, { decision: "reject", comment: "Look again" });
  expect(await assignmentOf(item.itemId, ana)).toMatchObject({
    state: "returned",
    origin: "picked",
  });
  expect((await takeBack(rita, item.itemId, body.reviewId)).status).toBe(200);
  expect(await assignmentOf(item.itemId, ana)).toBeUndefined();
});
