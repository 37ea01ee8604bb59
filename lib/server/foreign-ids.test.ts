import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { eq, getTableName, is, Table } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { addInvitation } from "@/db/queries/invitations";
import { setMember } from "@/db/queries/members";
import { createProject } from "@/db/queries/projects";
import { apiRequest, openTestApp, type SignedIn, signUp } from "@/lib/testing/test-app";
import { addTestItem, addTestModel, boxAt } from "@/lib/testing/test-model";
import { createToken } from "./api-token";
import type { App } from "./app";
import type { RouteHandler } from "./route";

/** Stands in every name and text of the project that is tried to be reached. */
const SECRET = "Zugspitze";
const ROUTES_FOLDER = path.resolve("app/api/v1");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

type World = Awaited<ReturnType<typeof makeWorld>>;

/** A project with one of everything that has an id, and its manager and annotator. */
async function makeWorld(app: App, name: string) {
  const { store } = app;
  const manager = await signUp(app, `${name}-manager`, "member");
  const annotator = await signUp(app, `${name}-annotator`, "member");
  const projectId = await createProject(store, {
    project: {
      name: `${name} project`,
      mediaKind: "image",
      guide: `${name} guide`,
      labels: [{ name: `${name} car` }, { name: `${name} person` }, { name: `${name} dog` }],
    },
    userId: manager.user.id,
    now: 1,
  });
  const userId = annotator.user.id;
  await setMember(store, { projectId, userId, role: "annotator", now: 1 });
  const { itemId, layerId } = await addTestItem(app, { projectId, name: `${name}.jpg` });
  const { version, labels } = await addTestModel(app, { projectId, name: `${name} model` });
  const { token } = await createToken(store, manager.user, {
    ...{ name: `${name} token`, scopes: ["manage"], projectId, days: 1 },
  });
  const ids = {
    ...{ uploadId: uuidv7(), exportId: uuidv7(), acceptedId: uuidv7(), threadId: uuidv7() },
    ...{ commentId: uuidv7(), invitationId: uuidv7(), runId: uuidv7(), assignmentId: uuidv7() },
    ...{ reviewId: uuidv7(), notificationId: uuidv7(), opId: uuidv7(), annotationId: uuidv7() },
  };
  const hash = createHash("sha256").update(`${name} weights`).digest("hex");
  const row = { projectId, userId: manager.user.id, createdAt: 1, updatedAt: 1 };
  await store.transaction(async ({ db, tables }) => {
    const { uploads, jobs, threads, comments, modelRuns, modelRunItems, modelFiles } = tables;
    const upload = { id: ids.uploadId, name: `${name}.zip`, sizeBytes: 1, receivedBytes: 1 };
    await db.insert(uploads).values({ ...row, ...upload });
    const payload = '{"v":1,"value":{}}';
    const done = { ...row, state: "done" as const, payload };
    await db.insert(jobs).values({ ...done, id: ids.exportId, kind: "export" });
    await db.insert(jobs).values({ ...done, id: ids.acceptedId, kind: "auto-accept" });
    const times = { createdAt: 1, updatedAt: 1 };
    await db.insert(threads).values({ id: ids.threadId, projectId, itemId, layerId, ...times });
    const { threadId } = ids;
    const comment = { id: ids.commentId, threadId, authorId: manager.user.id, createdAt: 1 };
    await db.insert(comments).values({ ...comment, body: `${name} says` });
    const run = { id: ids.runId, projectId, versionId: version.id, state: "running" as const };
    await db.insert(modelRuns).values({ ...run, total: 1, startedAt: 1, ...times });
    await db.insert(modelRunItems).values({ runId: ids.runId, itemId, position: 1 });
    const blob = { hash, bytes: 1, mediaType: "application/octet-stream", createdAt: 1 };
    await db.insert(tables.blobs).values(blob);
    // The project's own model, not everybody's.
    const { modelVersions } = tables;
    await db.update(modelVersions).set({ projectId }).where(eq(modelVersions.id, version.id));
    await db.insert(modelFiles).values({ id: uuidv7(), hash, projectId, createdAt: 1 });
    await db.insert(tables.assignments).values({
      ...{ id: ids.assignmentId, projectId, itemId, userId, layerId, task: "annotate" },
      ...{ origin: "manual", state: "open", ...times },
    });
    await db.insert(tables.reviews).values({
      ...{ id: ids.reviewId, projectId, itemId, layerId, reviewerId: manager.user.id },
      ...{ decision: "accept", reasons: "[]", comment: `${name} fine`, rev: 0, createdAt: 1 },
    });
    await db.insert(tables.notifications).values({
      ...{ id: ids.notificationId, userId, projectId, itemId, kind: "mention" },
      ...{ data: JSON.stringify({ excerpt: `${name} says` }), createdAt: 1 },
    });
  });
  await addInvitation(store, {
    ...{ id: ids.invitationId, tokenHash: uuidv7(), email: `${name.toLowerCase()}@example.test` },
    ...{ projectId, role: "viewer", createdBy: manager.user.id, createdAt: 1, expiresAt: 9e15 },
  });
  const { apiTokens, sessions } = store.tables;
  const tokens = await store.db.select().from(apiTokens);
  const open = await store.db.select().from(sessions);
  return {
    ...ids,
    ...{ manager, annotator, projectId, itemId, layerId, hash, token, versionId: version.id },
    labelIds: labels.map(({ id }) => id),
    tokenId: tokens.find((row) => row.userId === manager.user.id)?.id ?? "",
    sessionId: open.find((row) => row.userId === manager.user.id)?.id ?? "",
  };
}

type Attempt = {
  file: string;
  method: Method;
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
};

/** Requests of the manager of `own` that name things of `theirs`, each of them valid but for that. */
function attempts(own: World, theirs: World): Attempt[] {
  const [label = "", other = ""] = theirs.labelIds;
  const [ownLabel = ""] = own.labelIds;
  const P = "projects/[projectId]";
  const settings = { mapping: {}, threshold: 0.5, minScore: null, iouThreshold: null };
  const using = { settings: { ...settings, resize: null }, isDefault: false };
  const ids = { ids: [theirs.itemId] };
  const person = theirs.annotator.user.id;
  const nothing = { userId: uuidv7() };
  const { versionId, runId, exportId, hash } = theirs;
  const newModel = {
    ...{ name: "m", version: "1", adapterId: "nanodet", classes: ["a"], licence: "" },
    ...{ provenance: "", files: [{ role: "model", name: "m.onnx", hash }], assets: [] },
    options: { minScore: 0.1, iouThreshold: 0.5, maxSuggestions: 100, extra: {} },
  };
  const box = {
    ...{ id: theirs.annotationId, geometry: { kind: "box", x: 1, y: 1, w: 9, h: 9 }, order: 1 },
    ...{ attributes: {}, score: null, source: "manual", groupId: null },
  };
  const op = { protocol: 1, clientId: "c", opId: uuidv7(), baseRev: 0, at: 1 };
  const suggested = {
    ...{ itemId: theirs.itemId, suggestions: [boxAt(5)], totalMs: 1, inferMs: 1 },
  };
  const suggest = { clientId: "c", results: [suggested] };
  const said = { id: uuidv7(), body: "?", mentions: [person] };
  const model = `${P}/models/[versionId]`;
  const run = `${P}/model-runs/[runId]`;
  const exported = `${P}/exports/[exportId]`;
  const labelled = `${P}/labels/[labelId]`;
  const member = `${P}/members/[userId]`;
  return [
    // In the path, under one's own project.
    { file: run, method: "GET", params: { runId } },
    { file: run, method: "PUT", params: { runId }, body: { state: "cancelled" } },
    { file: `${run}/claim`, method: "POST", params: { runId }, body: { clientId: "c", max: 8 } },
    { file: exported, method: "GET", params: { exportId } },
    { file: exported, method: "DELETE", params: { exportId } },
    { file: `${exported}/download`, method: "GET", params: { exportId } },
    {
      ...{ file: labelled, method: "PATCH", params: { labelId: label } },
      body: { name: "mine", answer: null, attributes: [] },
    },
    { file: labelled, method: "DELETE", params: { labelId: label } },
    { file: `${labelled}/usage`, method: "GET", params: { labelId: label } },
    { file: `${labelled}/restore`, method: "POST", params: { labelId: label } },
    {
      ...{ file: `${labelled}/merge`, method: "POST", params: { labelId: label } },
      body: { into: ownLabel },
    },
    { file: `${model}/quality`, method: "GET", params: { versionId }, query: "threshold=0.5" },
    { file: model, method: "PUT", params: { versionId }, body: using },
    { file: model, method: "DELETE", params: { versionId }, query: "library=1" },
    { file: `${model}/labels`, method: "POST", params: { versionId } },
    {
      ...{ file: `${model}/auto-accept`, method: "POST", params: { versionId } },
      body: { threshold: 0.5, auditShare: 0 },
    },
    {
      ...{ file: `${model}/auto-accept/undo`, method: "POST", params: { versionId } },
      body: { jobId: theirs.acceptedId },
    },
    { file: `${P}/model-files/[hash]`, method: "GET", params: { hash } },
    { file: member, method: "PUT", params: nothing, body: { role: "viewer" } },
    { file: member, method: "DELETE", params: { userId: person } },
    { file: `${member}/work`, method: "PATCH", params: { userId: person }, body: { itemLimit: 1 } },
    {
      ...{ file: `${P}/invitations/[invitationId]`, method: "DELETE" },
      params: { invitationId: theirs.invitationId },
    },
    {
      ...{ file: "account/sessions/[sessionId]", method: "DELETE" },
      params: { sessionId: theirs.sessionId },
    },
    {
      ...{ file: "account/tokens/[tokenId]", method: "DELETE" },
      params: { tokenId: theirs.tokenId },
    },
    // In the body or the query.
    {
      ...{ file: `${labelled}/merge`, method: "POST", params: { labelId: ownLabel } },
      body: { into: label },
    },
    { file: `${P}/labels/order`, method: "PUT", body: { ids: [label, other] } },
    { file: `${P}/items/boxes`, method: "GET", query: `ids=${theirs.itemId}` },
    { file: `${P}/items`, method: "GET", query: `label=${label}&assignee=${person}` },
    {
      ...{ file: `${P}/items/changes`, method: "POST" },
      body: { select: ids, change: { kind: "delete" } },
    },
    {
      ...{ file: `${P}/items/changes`, method: "POST" },
      body: { select: ids, change: { kind: "state", state: "accepted" } },
    },
    {
      ...{ file: `${P}/items/changes`, method: "POST" },
      body: { select: ids, change: { kind: "requeue" } },
    },
    {
      ...{ file: `${P}/assignments`, method: "POST" },
      body: { select: ids, userIds: [own.annotator.user.id], divide: "each" },
    },
    {
      ...{ file: `${P}/assignments`, method: "POST" },
      body: { select: { ids: [own.itemId] }, userIds: [person], divide: "each" },
    },
    { file: `${P}/assignments`, method: "GET", query: `user=${person}` },
    {
      ...{ file: `${P}/assignments`, method: "DELETE" },
      body: { assignmentIds: [theirs.assignmentId] },
    },
    { file: `${P}/assignments`, method: "DELETE", body: { userId: person } },
    { file: `${P}/assignments`, method: "DELETE", body: { select: ids } },
    { file: `${P}/next`, method: "POST", body: { itemId: theirs.itemId } },
    { file: `${P}/next`, method: "POST", body: { itemId: theirs.itemId, task: "review" } },
    { file: `${P}/reviews`, method: "GET", query: `user=${person}&label=${label}` },
    { file: `${P}/people/statistics`, method: "GET", query: `user=${person}` },
    { file: `${P}/audit`, method: "GET", query: `projectId=${theirs.projectId}` },
    { file: `${P}/audit/csv`, method: "GET", query: `projectId=${theirs.projectId}` },
    { file: `${P}/consolidate`, method: "POST", body: { select: ids, isDryRun: false } },
    { file: `${P}/exports`, method: "POST", body: { format: "coco", labelIds: [label] } },
    { file: `${P}/models`, method: "POST", body: newModel },
    { file: `${P}/model-runs`, method: "POST", body: { versionId, skipsDone: false } },
    {
      ...{ file: `${P}/model-runs`, method: "POST" },
      body: { versionId: own.versionId, itemIds: [theirs.itemId], skipsDone: false },
    },
    { file: `${P}/suggestions`, method: "POST", body: { ...suggest, versionId } },
    {
      ...{ file: `${P}/suggestions`, method: "POST" },
      body: { ...suggest, versionId: own.versionId, runId: own.runId },
    },
    {
      ...{ file: `${P}/suggestions`, method: "POST" },
      body: {
        ...{ versionId: own.versionId, runId, clientId: "c" },
        results: [{ ...suggested, itemId: own.itemId }],
      },
    },
    {
      ...{ file: model, method: "PUT", params: { versionId: own.versionId } },
      body: { ...using, settings: { ...using.settings, mapping: { "0": label } } },
    },
    { file: `${P}/imports`, method: "POST", body: { uploadId: theirs.uploadId } },
    { file: `${P}/imports/preview`, method: "POST", body: { uploadId: theirs.uploadId } },
    {
      ...{ file: "layers/[layerId]/ops", method: "POST" },
      body: { ...op, changes: [{ id: box.id, after: { ...box, labelId: label } }] },
    },
    {
      ...{ file: "items/[itemId]/threads", method: "POST" },
      body: { id: uuidv7(), layerId: theirs.layerId, comment: said },
    },
    {
      ...{ file: "items/[itemId]/threads", method: "POST" },
      body: { id: theirs.threadId, layerId: own.layerId, comment: said },
    },
    {
      ...{ file: "threads/[threadId]/comments", method: "POST" },
      body: { ...said, id: theirs.commentId },
    },
    { file: "items/[itemId]/review", method: "DELETE", body: { reviewId: theirs.reviewId } },
    {
      ...{ file: "items/[itemId]/review", method: "POST" },
      body: { writeId: theirs.reviewId, decision: "accept", rev: 0, userIds: [person] },
    },
    { file: "items/[itemId]/restore", method: "POST", body: { opId: theirs.opId } },
    { file: "notifications/read", method: "POST", body: { ids: [theirs.notificationId] } },
    {
      ...{ file: "account/tokens", method: "POST" },
      body: { name: "t", scopes: ["read"], projectId: theirs.projectId },
    },
  ];
}

/** Every row of the database that names one of the ids or says the secret. */
async function rowsWith(app: App, marks: readonly string[]): Promise<string[]> {
  const { db, tables } = app.store;
  const rows: string[] = [];
  for (const table of Object.values(tables)) {
    if (!is(table, Table)) continue;
    for (const row of await db.select().from(table)) {
      const text = `${getTableName(table)} ${JSON.stringify(row)}`;
      if (marks.some((mark) => text.includes(mark))) rows.push(text);
    }
  }
  return rows.sort();
}

async function send(app: App, person: SignedIn, own: World, attempt: Attempt) {
  const { file, method, params = {}, query = "", body } = attempt;
  const route: Record<string, unknown> = await import(path.join(ROUTES_FOLDER, file, "route.ts"));
  const handler = route[method] as RouteHandler;
  const request = apiRequest(method, `/api/v1/x?${query}`, {
    cookie: person.cookie,
    ...(body === undefined ? {} : { body }),
  });
  const { projectId, itemId, layerId, threadId } = own;
  const at = { projectId, itemId, layerId, threadId, ...params };
  const response = await handler(request, { params: Promise.resolve(at) });
  const text = await response.text();
  await jobsEnded(app);
  return { status: response.status, text };
}

async function jobsEnded({ store: { db, tables } }: App): Promise<void> {
  await expect
    .poll(async () => {
      const jobs = await db.select({ state: tables.jobs.state }).from(tables.jobs);
      return jobs.filter(({ state }) => state === "queued" || state === "running").length;
    })
    .toBe(0);
}

test("ids of another project or person open, tell and change nothing, wherever they stand", async () => {
  const app = openTestApp();
  await signUp(app, "owner", "owner");
  const own = await makeWorld(app, "Own");
  const theirs = await makeWorld(app, SECRET);
  const all = Object.values(theirs).flatMap((value) => (typeof value === "string" ? [value] : []));
  const marks = [SECRET, ...all, ...theirs.labelIds, theirs.annotator.user.id];
  // What one asks for oneself may stand in one's own jobs.
  const isTheirs = (row: string) => !(row.startsWith("jobs ") && row.includes(own.projectId));
  const rows = async () => (await rowsWith(app, marks)).filter(isTheirs);
  const before = await rows();
  expect(before.length).toBeGreaterThan(20);

  const told: string[] = [];
  const opened: string[] = [];
  for (const attempt of attempts(own, theirs)) {
    const { file, method, params } = attempt;
    const { status, text } = await send(app, own.manager, own, attempt);
    const what = `${method} ${file} ${JSON.stringify(attempt.body ?? attempt.query ?? "")}`;
    expect(status, `${what}: ${text}`).toBeLessThan(500);
    // A request that is wrong in itself would prove nothing.
    expect(text, what).not.toContain("is not as it should be");
    if (text.includes(SECRET)) told.push(`${what}: ${text}`);
    const isForeign = Object.values(params ?? {}).some((id) => marks.includes(id));
    if (isForeign && status !== 404) opened.push(`${what}: ${status} ${text}`);
    expect(await rows(), what).toEqual(before);
  }
  expect(told).toEqual([]);
  expect(opened).toEqual([]);
}, 60_000);

test("every id that stands in a path beside the one that gives the project is tried", () => {
  const scopes = /\[(projectId|itemId|layerId|uploadId|jobId|threadId|commentId)\]/;
  // Owners may name everybody; the token of an invitation is the permission; variants are no ids.
  const open = /^(users|models|invitations)\/|\[\.\.\.variant\]/;
  const world = { labelIds: [], manager: { user: {} }, annotator: { user: {} } };
  const tried = new Set(
    attempts(world as unknown as World, world as unknown as World).map(
      ({ file, method }) => `${method} ${file}`,
    ),
  );
  const missing: string[] = [];
  const files = fs.readdirSync(ROUTES_FOLDER, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => path.basename(name) === "route.ts")) {
    const folder = path.dirname(file);
    const others = folder.replace(scopes, "");
    if (!others.includes("[") || open.test(folder)) continue;
    const source = fs.readFileSync(path.join(ROUTES_FOLDER, file), "utf8");
    for (const method of METHODS) {
      if (!source.includes(`export const ${method} =`)) continue;
      if (!tried.has(`${method} ${folder}`)) missing.push(`${method} ${folder}`);
    }
  }
  expect(missing).toEqual([]);
});
