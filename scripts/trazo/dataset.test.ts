import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { applyOp } from "@/db/queries/apply-op";
import { findProjects } from "@/db/queries/find-projects";
import { findImportTargets, walkItemNames } from "@/db/queries/import-match";
import { readLayer } from "@/db/queries/layers";
import { readProject } from "@/db/queries/projects";
import type { ImportReport } from "@/lib/api/imports";
import { openZipTree } from "@/lib/formats/archive/zip-tree";
import { boundsOf } from "@/lib/geometry/geometry";
import type { App } from "@/lib/server/app";
import { runCli } from "@/lib/testing/run-cli";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addTestImage, drawBoxes, testPng } from "@/lib/testing/test-items";

// Each test starts the command line several times, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

function scratchFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-cli-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Six pictures in two folders; one is looked at and empty, one not looked at. */
async function filledProject() {
  const app = openTestApp();
  const { user } = await signUp(app, "ann", "owner");
  const projectId = await testProject(app, user, ["car", "person", "unused"]);
  for (let i = 0; i < 6; i++) {
    const name = `cam${i % 2}/shot ${i}.png`;
    const item = await addTestImage(app, { projectId, name, bytes: await testPng(i) });
    if (i === 5) continue;
    const boxes = [
      { label: "car", x: i + 0.1, y: 1.25, w: 10.5, h: 20 },
      { label: "person", x: 30, y: 2, w: 7, h: 9.75 },
    ];
    const { layerId } = item;
    const drawing = { projectId, layerId, userId: user.id, boxes: i === 4 ? [] : boxes };
    await drawBoxes(app, drawing);
  }
  return { app, user, projectId };
}

/** Everything that a dataset is about: names, states and boxes by label. */
async function content(app: App, projectId: string) {
  const project = await readProject(app.store, { projectId, role: "manager", userId: null });
  const labels = new Map(project?.labels.map(({ id, name }) => [id, name]));
  const items: unknown[] = [];
  for await (const { itemId } of walkItemNames(app.store, projectId)) {
    const [target] = await findImportTargets(app.store, { projectId, by: { itemId } });
    const layer = target && (await readLayer(app.store, { layerId: target.layerId }));
    const boxes = (layer?.records ?? []).flatMap(({ annotation }) => {
      if (!annotation) return [];
      const { x, y, w, h } = boundsOf(annotation.geometry);
      const round = (value: number) => Math.round(value * 1000) / 1000;
      return [[labels.get(annotation.labelId), ...[x, y, w, h].map(round)].join(" ")];
    });
    items.push({ name: target?.name, state: target?.state, boxes: boxes.sort() });
  }
  const order = project?.labels.map(({ name }) => name);
  return { order, items: items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
}

function parse(stdout: string): ImportReport {
  return JSON.parse(stdout) as ImportReport;
}

test.each([
  { format: "coco", split: [], ownSplit: [] },
  { format: "yolo", split: ["--split", "60/40"], ownSplit: ["--split", "own"] },
  { format: "darknet", split: [], ownSplit: [] },
])(
  "$format: export, import elsewhere, export again gives the same",
  async ({ format, split, ownSplit }) => {
    const { app, user, projectId } = await filledProject();
    const { dataDir } = app.settings;
    const folder = scratchFolder();
    const out = path.join(folder, "first.zip");
    const exported = await runCli(dataDir, [
      ...["export", projectId, "--format", format, "--out", out, "--images", "--json"],
      ...split,
    ]);
    expect(exported).toMatchObject({ code: 0, stderr: "" });
    const copyId = await testProject(app, user, []);

    const plan = await runCli(dataDir, ["import", copyId, out, "--dry-run", "--json"]);
    expect(plan).toMatchObject({ code: 0, stderr: "" });
    expect(parse(plan.stdout)).toMatchObject({
      format: { id: format },
      items: { listed: 5, added: 5, leftOut: 0 },
      annotations: { listed: 8, added: 8 },
      labels: [{ name: "car", status: "new" }, { name: "person" }, { name: "unused" }],
    });
    expect((await content(app, copyId)).items).toEqual([]);

    const done = await runCli(dataDir, ["import", copyId, out, "--json"]);
    expect(done).toMatchObject({ code: 0, stderr: "" });
    const { isDryRun: _, ...result } = parse(done.stdout);
    const { isDryRun: __, ...planned } = parse(plan.stdout);
    expect(result).toEqual(planned);
    const original = await content(app, projectId);
    const copy = await content(app, copyId);
    expect(copy.order).toEqual(original.order);
    expect(copy.items).toEqual(
      original.items.filter((item) => (item as { state: string }).state === "submitted"),
    );

    const again = await runCli(dataDir, ["import", copyId, out, "--json"]);
    expect(parse(again.stdout)).toMatchObject({
      items: { added: 0, matchedByContent: 5 },
      annotations: { added: 0, alreadyThere: 8, removed: 0 },
    });
    const second = path.join(folder, "second.zip");
    await runCli(dataDir, [
      "export",
      copyId,
      "--format",
      format,
      "--out",
      second,
      "--images",
      ...ownSplit,
    ]);
    expect(await contents(second)).toEqual(await contents(out));
  },
);

test("a dataset comes in as suggestions under a title, or its file's name, and changes no work", async () => {
  const { app, projectId } = await filledProject();
  const { dataDir } = app.settings;
  const out = path.join(scratchFolder(), "night.zip");
  await runCli(dataDir, ["export", projectId, "--format", "coco", "--out", out]);
  const before = await content(app, projectId);
  const given = ["import", projectId, out, "--as", "suggestions"];
  const named = await runCli(dataDir, [...given, "--title", "YOLO, night", "--json"]);
  expect(named).toMatchObject({ code: 0, stderr: "" });
  expect(parse(named.stdout)).toMatchObject({
    annotations: { listed: 0, added: 0 },
    suggestions: { listed: 8, added: 8, titles: ["YOLO, night"] },
  });
  expect(parse((await runCli(dataDir, [...given, "--json"])).stdout)).toMatchObject({
    suggestions: { added: 8, titles: ["night.zip"] },
  });
  const again = await runCli(dataDir, given);
  expect(again.stdout).toContain("suggestions  0 added, 8 already there");
  expect(await content(app, projectId)).toEqual(before);
});

async function contents(zip: string): Promise<Record<string, string>> {
  const tree = await openZipTree(zip);
  const all: Record<string, string> = {};
  for (const { path: inside } of tree.files()) {
    all[inside] = Buffer.from(await tree.bytes(inside)).toString("base64");
  }
  await tree.close();
  return all;
}

test("annotations without media find their items by name; edits of people are kept", async () => {
  const { app, user, projectId } = await filledProject();
  const { dataDir } = app.settings;
  const folder = scratchFolder();
  const coco = {
    images: [
      { id: 1, file_name: "shot 5.png", width: 64, height: 48 },
      { id: 2, file_name: "nowhere.png", width: 64, height: 48 },
      { id: 3, file_name: "shot 0.png", width: 640, height: 480 },
    ],
    categories: [
      { id: 7, name: "Car" },
      { id: 9, name: "bicycle" },
    ],
    annotations: [
      { id: 1, image_id: 1, category_id: 7, bbox: [1, 1, 5, 5], area: 25, iscrowd: 0 },
      { id: 2, image_id: 1, category_id: 9, bbox: [60, 40, 10, 20], area: 200, iscrowd: 0 },
      { id: 3, image_id: 1, category_id: 9, bbox: [10, 10, 5, 5], area: 25, iscrowd: 0 },
      { id: 4, image_id: 2, category_id: 9, bbox: [0, 0, 5, 5], area: 25, iscrowd: 0 },
      { id: 5, image_id: 3, category_id: 9, bbox: [0, 0, 5, 5], area: 25, iscrowd: 0 },
    ],
  };
  const file = path.join(folder, "instances.json");
  fs.writeFileSync(file, JSON.stringify(coco));
  const args = ["import", "Street", file, "--map", "Car=car", "--json"];
  const first = await runCli(dataDir, args);
  expect(first.code).toBe(3);
  const report = parse(first.stdout);
  expect(report).toMatchObject({
    items: { listed: 3, matchedByName: 1, leftOut: 2 },
    annotations: { listed: 5, added: 3, leftOut: 2 },
    labels: [
      { name: "Car", status: "mapped", projectLabel: "car" },
      { name: "bicycle", status: "new" },
    ],
  });
  const codes = report.dataset.issues.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(["no_media", "size_differs"]));

  const [target] = await findImportTargets(app.store, {
    projectId,
    by: { name: "cam1/shot 5.png" },
  });
  expect(target?.state).toBe("submitted");
  const layerId = target?.layerId ?? "";
  const layer = await readLayer(app.store, { layerId });
  const deleted = layer?.records.find(
    ({ annotation }) => annotation !== null && boundsOf(annotation.geometry).x === 10,
  );
  await applyOp(app.store, {
    ...{ layerId, userId: user.id, cause: "edit", now: Date.now() },
    op: {
      ...{ clientId: "test", opId: "op-1", baseRev: layer?.rev ?? 0, at: Date.now() },
      changes: [{ id: deleted?.id ?? "", after: null }],
    },
  });
  const second = parse((await runCli(dataDir, args)).stdout);
  expect(second.annotations).toMatchObject({ added: 0, alreadyThere: 2, keptAsEdited: 1 });
  const third = parse((await runCli(dataDir, [...args, "--mode", "replace"])).stdout);
  expect(third.annotations).toMatchObject({ added: 1, alreadyThere: 2, removed: 0 });
});

test("bad files are named with the reason, the others go on; wrong usage ends with 2", async () => {
  const { app } = await filledProject();
  const { dataDir } = app.settings;
  const folder = scratchFolder();
  fs.writeFileSync(path.join(folder, "good.png"), await testPng(77));
  fs.writeFileSync(path.join(folder, "cut.png"), (await testPng(78)).subarray(0, 60));
  fs.writeFileSync(path.join(folder, "drawing.png"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
  const result = await runCli(dataDir, ["import", "Street", folder, "--json"]);
  expect(result.code).toBe(3);
  const report = parse(result.stdout);
  expect(report).toMatchObject({ format: { id: "files" }, items: { added: 1, leftOut: 2 } });
  const names = report.dataset.issues.flatMap(({ examples }) => examples.map(({ where }) => where));
  expect(names.sort()).toEqual(["cut.png", "drawing.png"]);
  const [good] = await findImportTargets(app.store, {
    projectId: report && (await idOf(app)),
    by: { name: "good.png" },
  });
  expect(good?.state).toBe("new");

  const missing = await runCli(dataDir, ["import", "Street", path.join(folder, "nothing")]);
  expect(missing.code).toBe(1);
  expect(missing.stderr.trim().split("\n")).toHaveLength(1);
  expect((await runCli(dataDir, ["import", "Nowhere", folder])).code).toBe(1);
  expect((await runCli(dataDir, ["export", "Street", "--format", "voc", "--out", "x"])).code).toBe(
    2,
  );
  expect((await runCli(dataDir, ["import", "Street"])).code).toBe(2);
});

async function idOf(app: App): Promise<string> {
  return (await findProjects(app.store, "Street"))[0]?.id ?? "";
}
