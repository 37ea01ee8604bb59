import { eq } from "drizzle-orm";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import {
  DELETE as deleteComment,
  PATCH as patchComment,
} from "@/app/api/v1/comments/[commentId]/route";
import { GET as listThreads, POST as postThread } from "@/app/api/v1/items/[itemId]/threads/route";
import { POST as postRead } from "@/app/api/v1/notifications/read/route";
import { GET as listNotifications } from "@/app/api/v1/notifications/route";
import { POST as postComment } from "@/app/api/v1/threads/[threadId]/comments/route";
import { PATCH as patchThread } from "@/app/api/v1/threads/[threadId]/route";
import type { LiveEvent } from "@/lib/api/live";
import { notificationPageSchema, type Thread, threadListSchema } from "@/lib/api/talk";
import { addMember } from "@/lib/server/members";
import { readCounters } from "@/lib/testing/recount";
import {
  apiRequest,
  openTestApp,
  type SignedIn,
  signUp,
  testProject,
} from "@/lib/testing/test-app";
import { addTestImage, testPng } from "@/lib/testing/test-items";
import { listen } from "./live/bus";
import type { RouteHandler } from "./route";
import { answerThread, beginThread, resolveThread, takeBackComment } from "./talk";

async function setUp() {
  const app = openTestApp();
  const owner = await signUp(app, "olga", "owner");
  const ann = await signUp(app, "ann", "member");
  const ben = await signUp(app, "ben", "member");
  const projectId = await testProject(app, owner.user);
  for (const { user } of [ann, ben]) {
    await addMember(app.store, { projectId, email: user.email, role: "annotator" });
  }
  const item = await addTestImage(app, { projectId, name: "a.png", bytes: await testPng(1) });
  const openThreads = async () => {
    const { items } = app.store.tables;
    const rows = await app.store.db.select().from(items).where(eq(items.id, item.itemId));
    return rows[0]?.openThreads;
  };
  return { app, owner, ann, ben, projectId, ...item, openThreads };
}

type Call = { body?: unknown; params?: Record<string, string> };

async function call(handler: RouteHandler, who: SignedIn, { body, params = {} }: Call = {}) {
  const request = apiRequest(body === undefined ? "GET" : "POST", "/", {
    cookie: who.cookie,
    ...(body === undefined ? {} : { body }),
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  return { status: response.status, json: await response.json() };
}

function comment(body: string, mentions: string[] = []) {
  return { id: uuidv7(), body, mentions };
}

async function notificationsOf(who: SignedIn) {
  const { json } = await call(listNotifications, who);
  const { notifications, unread } = notificationPageSchema.parse(json);
  return { notifications, unread, kinds: notifications.map(({ kind }) => kind) };
}

test("a thread is begun, answered, resolved, opened again; each is told to whom it concerns", async () => {
  const { owner, ann, ben, projectId, itemId, layerId, openThreads } = await setUp();
  const heard: LiveEvent[] = [];
  const stop = listen({ projectId, userId: ann.user.id, tell: (event) => heard.push(event) });
  const thread = {
    ...{ id: uuidv7(), layerId, annotationId: "box-1", point: { x: 4, y: 5 } },
    comment: comment("@ann is this\na car?", [ann.user.id]),
  };
  const params = { itemId, threadId: thread.id };
  const begun = await call(postThread, owner, { params, body: thread });
  expect(begun.status).toBe(200);
  expect(begun.json).toMatchObject({
    annotationId: "box-1",
    point: { x: 4, y: 5 },
    resolvedAt: null,
    comments: [
      { author: { name: "olga" }, body: "@ann is this\na car?", mentions: [{ name: "ann" }] },
    ],
  });
  expect(await openThreads()).toBe(1);
  // Sent again, because the answer was lost: nothing more is written.
  expect((await call(postThread, owner, { params, body: thread })).json).toEqual(begun.json);
  expect(await openThreads()).toBe(1);
  expect(heard).toEqual([
    { kind: "thread", itemId, threadId: thread.id },
    { kind: "notification", unread: 1 },
  ]);
  expect(await notificationsOf(ann)).toMatchObject({
    unread: 1,
    notifications: [
      {
        kind: "mention",
        project: { id: projectId },
        item: { id: itemId, name: "a.png" },
        threadId: thread.id,
        actor: { name: "olga" },
        data: { excerpt: "@ann is this a car?" },
      },
    ],
  });

  const reply = comment("Yes.");
  await call(postComment, ann, { params, body: reply });
  const again = await call(postComment, ann, { params, body: reply });
  expect(again.json.comments).toHaveLength(2);
  expect((await notificationsOf(owner)).kinds).toEqual(["reply"]);
  expect((await notificationsOf(ben)).kinds).toEqual([]);
  // Somebody else's id is no way to write over what they said.
  expect((await call(postComment, ben, { params, body: reply })).status).toBe(200);
  expect((await call(listThreads, ben, { params })).json.threads[0].comments).toHaveLength(2);

  const resolved = await call(patchThread, ann, { params, body: { isResolved: true } });
  expect(resolved.json).toMatchObject({ resolvedBy: { name: "ann" } });
  expect(await openThreads()).toBe(0);
  await call(patchThread, ben, { params, body: { isResolved: true } });
  expect(await openThreads()).toBe(0);
  await call(patchThread, ben, { params, body: { isResolved: false } });
  expect(await openThreads()).toBe(1);
  // Who resolves a thread has seen what was said in it.
  expect((await notificationsOf(ann)).unread).toBe(0);
  stop();
});

test("a comment is changed by its author alone, and taken back by them or a manager", async () => {
  const { owner, ann, ben, itemId, layerId, openThreads } = await setUp();
  const thread = { id: uuidv7(), layerId, comment: comment("First") };
  const params = { itemId, threadId: thread.id, commentId: thread.comment.id };
  await call(postThread, ann, { params, body: thread });
  const rewritten = { body: "Better", mentions: [ben.user.id] };
  expect((await call(patchComment, ben, { params, body: rewritten })).status).toBe(422);
  const changed = await call(patchComment, ann, { params, body: rewritten });
  expect(changed.json.comments).toMatchObject([{ body: "Better", mentions: [{ name: "ben" }] }]);
  expect(changed.json.comments[0].editedAt).toBeGreaterThan(0);
  expect((await notificationsOf(ben)).kinds).toEqual(["mention"]);
  await call(patchComment, ann, { params, body: { ...rewritten, body: "Best" } });
  expect((await notificationsOf(ben)).kinds).toEqual(["mention"]);

  expect((await call(deleteComment, ben, { params, body: {} })).status).toBe(422);
  const gone = await call(deleteComment, owner, { params, body: {} });
  expect(gone.json).toEqual({ thread: null });
  expect(await openThreads()).toBe(0);
  expect((await call(listThreads, ann, { params })).json.threads).toEqual([]);
  // What it told of is gone with it.
  expect((await notificationsOf(ben)).kinds).toEqual([]);
});

test("nobody reads or hears of comments on a layer that they may not read", async () => {
  const { app, owner, ann, ben, projectId, itemId, layerId } = await setUp();
  const { layers, items } = app.store.tables;
  const now = Date.now();
  const own = uuidv7();
  await app.store.transaction(async ({ db }) => {
    await db.update(items).set({ required: 2 }).where(eq(items.id, itemId));
    await db.insert(layers).values({
      ...{ id: own, itemId, projectId, kind: "person", authorId: ann.user.id, isResult: false },
      ...{ createdAt: now, updatedAt: now },
    });
  });
  const aboutAnn = { id: uuidv7(), layerId: own, comment: comment("@ben look", [ben.user.id]) };
  const aboutResult = { id: uuidv7(), layerId, comment: comment("All of it") };
  const params = { itemId, threadId: aboutAnn.id };
  await call(postThread, owner, { params, body: aboutAnn });
  await call(postThread, owner, { params, body: aboutResult });
  const seenBy = async (who: SignedIn) => {
    const { json } = await call(listThreads, who, { params });
    return threadListSchema.parse(json).threads.map(({ id }: Thread) => id);
  };
  expect(await seenBy(owner)).toEqual([aboutAnn.id, aboutResult.id]);
  expect(await seenBy(ann)).toEqual([aboutAnn.id]);
  expect(await seenBy(ben)).toEqual([]);
  // About Ann's work, which is hers; Ben was mentioned in vain.
  expect((await notificationsOf(ann)).kinds).toEqual(["comment"]);
  expect((await notificationsOf(ben)).kinds).toEqual([]);
  expect((await call(postComment, ben, { params, body: comment("Hm") })).status).toBe(404);
  const closing = await call(patchThread, ben, { params, body: { isResolved: true } });
  expect(closing.status).toBe(404);
  const elsewhere = { ...aboutResult, id: uuidv7(), comment: comment("Me too") };
  expect((await call(postThread, ben, { params, body: elsewhere })).status).toBe(404);
});

test("notifications are read one by one or all at once, page by page", async () => {
  const { owner, ann, itemId, layerId } = await setUp();
  for (const word of ["one", "two", "three"]) {
    const body = { id: uuidv7(), layerId, comment: comment(word, [ann.user.id]) };
    await call(postThread, owner, { params: { itemId }, body });
  }
  const { notifications, unread } = await notificationsOf(ann);
  expect(unread).toBe(3);
  expect(notifications.map(({ data }) => data.excerpt)).toEqual(["three", "two", "one"]);
  const [newest] = notifications;
  const request = apiRequest("GET", `/?limit=2&cursor=${newest?.id}`, { cookie: ann.cookie });
  const page = await (await listNotifications(request, { params: Promise.resolve({}) })).json();
  expect(page.notifications).toHaveLength(2);
  expect(page.next).toBeNull();
  const one = await call(postRead, ann, { body: { ids: [newest?.id] } });
  expect(one.json).toEqual({ unread: 2 });
  // Somebody else cannot read them away.
  await call(postRead, owner, { body: { ids: notifications.map(({ id }) => id) } });
  expect((await notificationsOf(ann)).unread).toBe(2);
  expect((await call(postRead, ann, { body: { all: true } })).json).toEqual({ unread: 0 });
});

test("whatever people do, and send again, the open threads of an item are counted right", async () => {
  const { app, owner, ann, projectId, itemId, layerId } = await setUp();
  const { store } = app;
  const speakers = [
    { projectId, userId: owner.user.id, role: "manager" },
    { projectId, userId: ann.user.id, role: "annotator" },
  ] as const;
  const step = fc.record({
    kind: fc.constantFrom("begin", "answer", "resolve", "reopen", "remove"),
    who: fc.nat({ max: 1 }),
    which: fc.nat({ max: 5 }),
    isTwice: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const ids = Array.from({ length: 6 }, () => uuidv7());
      const first = ids.map((id) => `${id}-first`);
      for (const { kind, who, which, isTwice } of steps) {
        const speaker = speakers[who] ?? speakers[0];
        const threadId = ids[which] ?? "";
        const said = comment("Words");
        const run = () => {
          switch (kind) {
            case "begin": {
              const opening = { ...said, id: first[which] ?? "" };
              const thread = { id: threadId, layerId, annotationId: null, point: null };
              return beginThread(store, {
                ...{ ...speaker, itemId },
                thread: { ...thread, comment: opening },
              });
            }
            case "answer":
              return answerThread(store, { ...speaker, threadId, comment: said });
            case "remove":
              return takeBackComment(store, { ...speaker, commentId: first[which] ?? "" });
            default:
              return resolveThread(store, { ...speaker, threadId, isResolved: kind === "resolve" });
          }
        };
        // What is not there, or is somebody else's, is refused.
        await run().catch(() => undefined);
        if (isTwice) await run().catch(() => undefined);
      }
      const { kept, counted } = await readCounters(store);
      expect(kept.openThreads).toEqual(counted.openThreads);
    }),
    { numRuns: 15 },
  );
});
