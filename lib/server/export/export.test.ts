import fs from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { z } from "zod";
import { GET as downloadRoute } from "@/app/api/v1/projects/[projectId]/exports/[exportId]/download/route";
import {
  DELETE as cancelRoute,
  GET as statusRoute,
} from "@/app/api/v1/projects/[projectId]/exports/[exportId]/route";
import { POST as createRoute } from "@/app/api/v1/projects/[projectId]/exports/route";
import { GET as jobsRoute } from "@/app/api/v1/projects/[projectId]/jobs/route";
import { countDataset } from "@/db/queries/dataset-counts";
import { readProject } from "@/db/queries/projects";
import { exportCreatedSchema, exportStatusSchema } from "@/lib/api/exports";
import { openZipTree } from "@/lib/formats/archive/zip-tree";
import type { App } from "@/lib/server/app";
import { jobEnded } from "@/lib/server/job-runner";
import {
  apiRequest,
  openTestApp,
  type SignedIn,
  signUp,
  testProject,
} from "@/lib/testing/test-app";
import { addTestImage, drawBoxes, testPng } from "@/lib/testing/test-items";

const ITEMS = 12;

async function labelledProject(app: App): Promise<SignedIn & { projectId: string }> {
  const owner = await signUp(app, "ann", "owner");
  const projectId = await testProject(app, owner.user, ["car", "person"]);
  for (let i = 0; i < ITEMS; i++) {
    const name = `cam${i % 2}/shot-${i}.png`;
    const item = await addTestImage(app, { projectId, name, bytes: await testPng(i) });
    const box = { label: i % 3 === 0 ? "person" : "car", x: i, y: 1.25, w: 10.5, h: 20 };
    await drawBoxes(app, {
      projectId,
      layerId: item.layerId,
      userId: owner.user.id,
      boxes: i === 5 ? [] : [box],
      state: i === 7 ? "in_progress" : "submitted",
    });
  }
  return { ...owner, projectId };
}

async function createExport(
  { cookie, projectId }: { cookie: string; projectId: string },
  body: unknown,
) {
  const response = await createRoute(apiRequest("POST", "/", { cookie, body }), {
    params: Promise.resolve({ projectId }),
  });
  expect(response.status, await response.clone().text()).toBe(200);
  const { exportId } = exportCreatedSchema.parse(await response.json());
  await jobEnded(exportId);
  const context = { params: Promise.resolve({ projectId, exportId }) };
  const status = await statusRoute(apiRequest("GET", "/", { cookie }), context);
  return { exportId, context, status: exportStatusSchema.parse(await status.json()) };
}

async function download(app: App, cookie: string, context: Parameters<typeof downloadRoute>[1]) {
  const response = await downloadRoute(apiRequest("GET", "/", { cookie }), context);
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  const file = path.join(app.settings.dataDir, "out.zip");
  fs.writeFileSync(file, bytes);
  return { response, bytes, tree: await openZipTree(file) };
}

const cocoSchema = z.object({
  images: z.array(z.object({ id: z.number(), file_name: z.string() })),
  categories: z.array(z.object({ id: z.number(), name: z.string() })),
  annotations: z.array(
    z.object({
      id: z.number(),
      image_id: z.number(),
      category_id: z.number(),
      bbox: z.array(z.number()),
    }),
  ),
});

test("previews an export, then streams the same as a zip, byte for byte twice", async () => {
  const app = openTestApp();
  const owner = await labelledProject(app);
  const { status, context } = await createExport(owner, { format: "coco", hasMedia: true });
  expect(status).toMatchObject({
    state: "done",
    report: { items: { total: 11 }, negatives: { total: 1 }, annotations: { total: 10 } },
  });
  expect(status.done).toBe(status.total);

  const first = await download(app, owner.cookie, context);
  expect(first.response.headers.get("content-disposition")).toBe(
    `attachment; filename="Street-coco.zip"; filename*=UTF-8''Street-coco.zip`,
  );
  const coco = cocoSchema.parse(
    JSON.parse(await first.tree.text("annotations/instances_default.json")),
  );
  expect(coco.images).toHaveLength(11);
  expect(coco.annotations.map(({ id }) => id).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 10 }, (_, i) => i + 1),
  );
  expect(coco.annotations[1]?.bbox).toEqual([1, 1.25, 10.5, 20]);
  expect(coco.categories.map(({ name }) => name)).toEqual(["car", "person"]);
  for (const { file_name } of coco.images) expect(first.tree.has(`images/${file_name}`)).toBe(true);
  expect(await first.tree.text("trazo-report.txt")).toContain("Nothing was left out");
  await first.tree.close();

  const second = await download(app, owner.cookie, context);
  expect(second.bytes.equals(first.bytes)).toBe(true);
  await second.tree.close();
  const after = exportStatusSchema.parse(
    await (await statusRoute(apiRequest("GET", "/", { cookie: owner.cookie }), context)).json(),
  );
  expect(after.download).toMatchObject({ state: "done", bytes: first.bytes.length });
  const jobs = await jobsRoute(apiRequest("GET", "/", { cookie: owner.cookie }), context);
  expect(await jobs.json()).toMatchObject({ jobs: [{ kind: "export", state: "done" }] });
});

test("splits by ratio the same way for the same seed, every item once", async () => {
  const app = openTestApp();
  const owner = await labelledProject(app);
  const request = {
    format: "yolo",
    splitMode: "ratio",
    ratios: { train: 60, val: 20, test: 20 },
    seed: 7,
  };
  const { status, context } = await createExport(owner, request);
  const items = status.report?.items;
  expect(items).toMatchObject({ none: 0, total: 11 });
  expect((items?.train ?? 0) + (items?.val ?? 0) + (items?.test ?? 0)).toBe(11);
  const { tree } = await download(app, owner.cookie, context);
  expect(tree.has("data.yaml")).toBe(true);
  await tree.close();
  const again = await createExport(owner, request);
  expect(again.status.report).toEqual(status.report);
});

test("takes only the chosen labels and keeps items without them as negatives", async () => {
  const app = openTestApp();
  const owner = await labelledProject(app);
  const project = await readProject(app.store, {
    projectId: owner.projectId,
    role: "viewer",
    userId: null,
  });
  const person = project?.labels.find(({ name }) => name === "person");
  const { status } = await createExport(owner, { format: "darknet", labelIds: [person?.id] });
  expect(status.report).toMatchObject({
    items: { total: 11 },
    annotations: { total: 4 },
    labels: [{ name: "person", position: 0 }],
  });
});

test("a geometry that the format has no place for is left out and reported, not an error", async () => {
  const app = openTestApp();
  const owner = await labelledProject(app);
  const db = new BetterSqlite3(app.settings.databaseFile);
  db.prepare(
    `update annotations set kind = 'span', geometry = '{"v":1,"kind":"span","start":1,"end":4}'
     where rowid in (select rowid from annotations limit 3)`,
  ).run();
  db.close();
  const { status } = await createExport(owner, { format: "coco" });
  expect(status.report).toMatchObject({
    items: { total: 11 },
    issues: [{ code: "geometry_not_carried", count: 3 }],
  });
});

test("refuses a format that is not there, a label of elsewhere, and the export of another project", async () => {
  const app = openTestApp();
  const owner = await labelledProject(app);
  const other = await testProject(app, owner.user);
  const post = (body: unknown) =>
    createRoute(apiRequest("POST", "/", { cookie: owner.cookie, body }), {
      params: Promise.resolve({ projectId: owner.projectId }),
    });
  expect((await post({ format: "nope" })).status).toBe(400);
  expect((await post({ format: "coco", labelIds: ["nope"] })).status).toBe(400);
  const { exportId } = await createExport(owner, { format: "coco" });
  const elsewhere = { params: Promise.resolve({ projectId: other, exportId }) };
  expect(
    (await downloadRoute(apiRequest("GET", "/", { cookie: owner.cookie }), elsewhere)).status,
  ).toBe(404);
});

test("a reader who goes away ends the work; the progress says so", async () => {
  const app = openTestApp();
  const owner = await labelledProject(app);
  const { context } = await createExport(owner, { format: "coco", hasMedia: true });
  const response = await downloadRoute(apiRequest("GET", "/", { cookie: owner.cookie }), context);
  await response.body?.cancel();
  // The work notices in its own time.
  const readState = async () => {
    const answer = await cancelRoute(apiRequest("DELETE", "/", { cookie: owner.cookie }), context);
    return exportStatusSchema.parse(await answer.json()).download?.state;
  };
  await expect.poll(readState).not.toBe("running");
  expect(["cancelled", "done"]).toContain(await readState());
});

test("a snapshot does not see what is written after it was taken", async () => {
  const app = openTestApp();
  const owner = await labelledProject(app);
  await app.store.snapshot(async (snapshot) => {
    const choice = { projectId: owner.projectId, states: ["submitted"] as const };
    const before = await countDataset(snapshot, choice);
    const item = await addTestImage(app, {
      projectId: owner.projectId,
      name: "late.png",
      bytes: await testPng(999),
    });
    await drawBoxes(app, {
      projectId: owner.projectId,
      layerId: item.layerId,
      userId: owner.user.id,
      boxes: [],
    });
    expect(await countDataset(snapshot, choice)).toEqual(before);
    expect((await countDataset(app.store, choice)).items).toBe(before.items + 1);
    await expect(snapshot.transaction(async () => {})).rejects.toThrow("cannot be written");
  });
});
