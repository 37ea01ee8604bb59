import fs from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { GET as GET_HISTORY } from "@/app/api/v1/items/[itemId]/history/route";
import { GET as GET_SUGGESTIONS } from "@/app/api/v1/items/[itemId]/suggestions/route";
import { POST as POST_OPS } from "@/app/api/v1/layers/[layerId]/ops/route";
import { POST as POST_IMPORT } from "@/app/api/v1/projects/[projectId]/imports/route";
import { openDataset } from "@/db/queries/dataset-source";
import { readItem } from "@/db/queries/items";
import { listLabels } from "@/db/queries/labels";
import { setMember } from "@/db/queries/members";
import type { Annotation } from "@/lib/annotation/annotation";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { PROTOCOL_VERSION } from "@/lib/annotation/protocol";
import { importOptionsSchema } from "@/lib/api/imports";
import { historySchema } from "@/lib/api/items";
import { itemSuggestionsSchema, MAX_SUGGESTION_TITLE } from "@/lib/api/suggestion-layers";
import { collectDataset } from "@/lib/formats/testing/dataset";
import type { MediaKind } from "@/lib/media/media";
import { readCounters } from "@/lib/testing/recount";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addTestImage, drawBoxes, testPng } from "@/lib/testing/test-items";
import { addTestModel } from "@/lib/testing/test-model";
import { deleteLabel, mergeLabel, restoreLabel } from "../labels";
import { importDataset } from "./import-dataset";
import { openFiles } from "./open-files";
import { suggestionTitle } from "./suggestion-title";

type Box = { x: number; label?: string; score?: number; image?: string };

/** A COCO file about pictures that the project has. */
function cocoFile(boxes: readonly Box[], images = ["a.png", "b.png"]): string {
  const names = [...new Set(["car", ...boxes.map(({ label = "car" }) => label)])];
  return JSON.stringify({
    images: images.map((file_name, id) => ({ id, file_name, width: 64, height: 48 })),
    categories: names.map((name, id) => ({ id, name })),
    annotations: boxes.map(({ x, label = "car", image = "a.png", score }, id) => ({
      ...{ id, image_id: images.indexOf(image), category_id: names.indexOf(label) },
      bbox: [x, 5, 10, 10],
      ...(score === undefined ? {} : { score }),
    })),
  });
}

async function setUp(mediaKind: MediaKind = "image") {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["car", "dog"], mediaKind);
  const file = path.join(app.settings.dataDir, "results.json");
  const take = async (content: string, options: object = {}, name = "results.json") => {
    fs.writeFileSync(file, content);
    const files = await openFiles(file, name);
    const asked = { isDryRun: false, as: "suggestions", ...options };
    return importDataset({
      ...{ app, projectId, userId: user.id, files, name },
      options: importOptionsSchema.parse(asked),
    }).finally(() => files.close());
  };
  const layersOf = async (itemId: string) => {
    const response = await GET_SUGGESTIONS(apiRequest("GET", "/x", { cookie }), {
      params: Promise.resolve({ itemId }),
    });
    return itemSuggestionsSchema.parse(await response.json()).layers;
  };
  const op = (
    layerId: string,
    changes: { id: string; after: Annotation | null }[],
    { by = cookie, ...more }: { by?: string; state?: string } = {},
  ) => {
    const body = {
      ...{ protocol: PROTOCOL_VERSION, clientId: "tab", opId: crypto.randomUUID() },
      ...{ baseRev: 0, changes, at: 1, ...more },
    };
    return POST_OPS(apiRequest("POST", "/x", { cookie: by, body }), {
      params: Promise.resolve({ layerId }),
    });
  };
  return { app, user, cookie, projectId, take, layersOf, op };
}

async function withPhotos() {
  const made = await setUp();
  const { app, projectId } = made;
  const a = await addTestImage(app, { projectId, name: "a.png", bytes: await testPng(1) });
  const b = await addTestImage(app, { projectId, name: "b.png", bytes: await testPng(2) });
  const expectUntouched = async () => {
    for (const { itemId } of [a, b]) {
      const item = await readItem(app.store, itemId);
      expect(item).toMatchObject({ state: "new", annotationCount: 0, split: null });
    }
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);
  };
  return { ...made, a, b, expectUntouched };
}

const startsOf = (layer: { records: { annotation: Annotation | null }[] } | undefined) =>
  layer?.records.map(({ annotation }) =>
    annotation?.geometry.kind === "box" ? annotation.geometry.x : null,
  );

describe("a dataset that is imported as suggestions", () => {
  test("lies in a layer of its title, with scores; items stay as they are, the history names it", async () => {
    const { cookie, a, b, take, layersOf, expectUntouched } = await withPhotos();
    const report = await take(
      cocoFile([{ x: 1, score: 0.75 }, { x: 20 }, { x: 3, image: "b.png" }]),
      { title: "  Night \n run " },
    );
    expect(report).toMatchObject({
      annotations: { listed: 0, added: 0 },
      suggestions: { listed: 3, added: 3, leftOut: 0, titles: ["Night run"] },
      items: { matchedByName: 2, added: 0 },
    });
    const [layer, ...others] = await layersOf(a.itemId);
    expect(others).toEqual([]);
    expect(layer).toMatchObject({ model: null, title: "Night run", rev: 1 });
    expect(layer?.records.map(({ annotation }) => annotation)).toMatchObject([
      { score: 0.75, source: "import", geometry: { x: 1 } },
      { score: null, source: "import", geometry: { x: 20 } },
    ]);
    expect(await layersOf(b.itemId)).toHaveLength(1);
    await expectUntouched();
    const history = await GET_HISTORY(apiRequest("GET", "/x", { cookie }), {
      params: Promise.resolve({ itemId: a.itemId }),
    });
    expect(historySchema.parse(await history.json()).entries).toMatchObject([
      { cause: "import", created: 2, model: null, title: "Night run" },
    ]);
  });

  test("a dry run says the same and writes nothing; nothing comes of an item without any", async () => {
    const { b, a, take, layersOf } = await withPhotos();
    const content = cocoFile([{ x: 1 }, { x: 20, label: "tram" }]);
    const looked = await take(content, { isDryRun: true });
    expect(looked.suggestions).toMatchObject({ added: 2, titles: ["results.json"] });
    expect(await layersOf(a.itemId)).toEqual([]);
    const done = await take(content);
    expect(done).toMatchObject({ suggestions: looked.suggestions, labels: looked.labels });
    expect(await layersOf(b.itemId)).toEqual([]);
  });

  test("the same again changes nothing; another file of that title replaces what is open", async () => {
    const { a, take, layersOf, op } = await withPhotos();
    const title = "v1";
    await take(cocoFile([{ x: 1 }, { x: 15 }, { x: 30 }]), { title });
    const before = await layersOf(a.itemId);
    const again = await take(cocoFile([{ x: 1 }, { x: 15 }, { x: 30 }]), { title });
    expect(again.suggestions).toMatchObject({ added: 0, alreadyThere: 3, withdrawn: 0 });
    expect(await layersOf(a.itemId)).toEqual(before);

    const [layer] = before;
    const [accepted, rejected] = layer?.records ?? [];
    if (!layer || !accepted || !rejected) throw new Error("There are three.");
    await op(a.layerId, [{ id: accepted.id, after: accepted.annotation }]);
    await op(layer.layerId, [{ id: rejected.id, after: null }]);
    const other = cocoFile([{ x: 1.2 }, { x: 15 }, { x: 45, score: 0.5 }]);
    const looked = await take(other, { title, isDryRun: true });
    const replaced = await take(other, { title });
    const figures = { added: 1, alreadyThere: 0, decided: 2, withdrawn: 1 };
    expect(looked.suggestions).toMatchObject(figures);
    expect(replaced.suggestions).toMatchObject(figures);
    expect(startsOf((await layersOf(a.itemId))[0])).toEqual([1, 45]);

    // Of another title it stands beside, and an empty file takes back what is open.
    await take(cocoFile([{ x: 8 }]), { title: "v2" });
    expect((await layersOf(a.itemId)).map(({ title: of }) => of)).toEqual(["v1", "v2"]);
    await take(cocoFile([]), { title: "v2" });
    expect((await layersOf(a.itemId)).map(startsOf)).toEqual([[1, 45], []]);
  });

  test("of pictures that come along: they are new, and whoever opens one finds it beside", async () => {
    const { app, projectId, user, layersOf } = await setUp();
    const folder = path.join(app.settings.dataDir, "given");
    fs.mkdirSync(path.join(folder, "images/val"), { recursive: true });
    fs.mkdirSync(path.join(folder, "labels/val"), { recursive: true });
    fs.writeFileSync(path.join(folder, "data.yaml"), "val: images/val\nnames: [car, dog]\n");
    fs.writeFileSync(path.join(folder, "images/val/c.png"), await testPng(3));
    fs.writeFileSync(
      path.join(folder, "labels/val/c.txt"),
      "0 0.5 0.5 0.25 0.5 0.875\n1 0.25 0.25 0.125 0.125 0.3\n",
    );
    const files = await openFiles(folder);
    const options = importOptionsSchema.parse({ isDryRun: false, as: "suggestions" });
    const input = { app, projectId, userId: user.id, files, options, name: "runs" };
    const report = await importDataset(input).finally(() => files.close());
    expect(report).toMatchObject({ items: { added: 1 }, suggestions: { titles: ["runs"] } });
    const [item] = await app.store.db.select().from(app.store.tables.items);
    expect(item).toMatchObject({ state: "new", split: "val", annotationCount: 0 });
    const [layer] = await layersOf(item?.id ?? "");
    expect(layer?.records.map(({ annotation }) => annotation?.score)).toEqual([0.875, 0.3]);
  });
});

describe("a layer of imported suggestions", () => {
  test("is for annotators to reject and bring back, not to write; strangers and viewers do neither", async () => {
    const { app, a, projectId, take, layersOf, op, expectUntouched } = await withPhotos();
    await take(cocoFile([{ x: 1 }, { x: 15 }]));
    const people = { annotator: "", viewer: "", stranger: "" };
    for (const role of ["annotator", "viewer", "stranger"] as const) {
      const { user, cookie } = await signUp(app, role, "member");
      people[role] = cookie;
      if (role !== "stranger") {
        await setMember(app.store, { projectId, userId: user.id, role, now: 1 });
      }
    }
    const [layer] = await layersOf(a.itemId);
    const [one] = layer?.records ?? [];
    if (!layer || !one?.annotation) throw new Error("There are two.");
    const by = people.annotator;
    const { layerId } = layer;
    const reject = [{ id: one.id, after: null }];
    expect((await op(layerId, reject, { by: people.stranger })).status).toBe(404);
    expect((await op(layerId, reject, { by: people.viewer })).status).toBe(403);
    expect((await op(layerId, reject, { by })).status).toBe(200);
    expect(startsOf((await layersOf(a.itemId))[0])).toEqual([15]);
    expect((await op(layerId, [{ id: one.id, after: one.annotation }], { by })).status).toBe(200);
    expect(startsOf((await layersOf(a.itemId))[0])).toEqual([1, 15]);
    const reasonOf = async (response: Response) => {
      const { reason } = (await response.json()) as { reason?: string };
      return [response.status, reason];
    };
    const moved = { ...one.annotation, score: 1 };
    const changed = await op(layerId, [{ id: one.id, after: moved }], { by });
    expect(await reasonOf(changed)).toEqual([422, "suggestion_changed"]);
    const own = { ...one.annotation, id: "own" };
    const added = await op(layerId, [{ id: "own", after: own }], { by });
    expect(await reasonOf(added)).toEqual([422, "suggestion_changed"]);
    const state = await op(layerId, reject, { by, state: "submitted" });
    expect(await reasonOf(state)).toEqual([422, "state_on_suggestions"]);
    await expectUntouched();

    const body = { uploadId: "none", as: "suggestions" };
    const request = apiRequest("POST", "/x", { cookie: by, body });
    const context = { params: Promise.resolve({ projectId }) };
    expect((await POST_IMPORT(request, context)).status).toBe(403);
  });

  test("follows its labels when they are merged, deleted and brought back", async () => {
    const { app, user, projectId, a, take, layersOf } = await withPhotos();
    await take(cocoFile([{ x: 1 }, { x: 15, label: "dog" }]));
    const labels = await listLabels(app.store, projectId);
    const idOf = (name: string) => labels.find((label) => label.name === name)?.id ?? "";
    const at = { projectId, userId: user.id };
    const labelsOf = async () =>
      (await layersOf(a.itemId))[0]?.records.map(({ annotation }) => annotation?.labelId);
    await mergeLabel({ ...at, labelId: idOf("dog"), into: idOf("car") });
    expect(await labelsOf()).toEqual([idOf("car"), idOf("car")]);
    await deleteLabel({ ...at, labelId: idOf("car") });
    expect(await labelsOf()).toEqual([]);
    await restoreLabel({ ...at, labelId: idOf("car") });
    expect(await labelsOf()).toEqual([idOf("car"), idOf("car")]);
  });

  test("is exported only as far as it was accepted, and says nothing of how sure models are", async () => {
    const { app, projectId, a, b, user, take, layersOf, op } = await withPhotos();
    await addTestModel(app, { projectId });
    await take(cocoFile([{ x: 1, score: 0.4 }, { x: 15 }, { x: 3, image: "b.png" }]));
    const [layer] = await layersOf(a.itemId);
    const [one] = layer?.records ?? [];
    await op(a.layerId, [{ id: one?.id ?? "", after: one?.annotation ?? null }]);
    await drawBoxes(app, { projectId, layerId: b.layerId, userId: user.id, boxes: [] });
    const choice = { projectId, states: [...ITEM_STATES], labelIds: null, splitOf: () => null };
    const { annotations } = await collectDataset((await openDataset(app.store, choice)).events());
    expect(annotations).toMatchObject([{ geometry: { x: 1 }, score: 0.4 }]);
    const rows = await app.store.db.select().from(app.store.tables.items);
    expect(rows.map(({ uncertainty }) => uncertainty)).toEqual([null, null]);
  });

  test.each([
    ["</script><img src=x onerror=alert(1)>", "</script><img src=x onerror=alert(1)>"],
    ["__proto__", "__proto__"],
    ["' or 1=1; drop table layers --", "' or 1=1; drop table layers --"],
    ["a\u0000b\u202ec\u200f\r\nd", "a b c d"],
    ["\ud83d\ude00\ud800", "\ud83d\ude00"],
    ["  \u0007 ", "results.json"],
  ])("is called what a line can show: %j", async (title, shown) => {
    const { a, take, layersOf } = await withPhotos();
    for (let time = 0; time < 2; time += 1) await take(cocoFile([{ x: 1 }]), { title });
    const layers = await layersOf(a.itemId);
    expect(layers.map((layer) => layer.title)).toEqual([shown]);
  });

  test("a title is refused when it is too long to be one, and a file's is cut", () => {
    const long = "x".repeat(MAX_SUGGESTION_TITLE + 1);
    expect(importOptionsSchema.safeParse({ title: long }).success).toBe(false);
    expect(suggestionTitle(long)).toHaveLength(MAX_SUGGESTION_TITLE);
    const cutThrough = `${"x".repeat(MAX_SUGGESTION_TITLE - 1)}\u{1f600}`;
    expect(suggestionTitle(cutThrough)).toBe("x".repeat(MAX_SUGGESTION_TITLE - 1));
  });
});

describe("results of COCO without their images", () => {
  const result = (image_id: number | string, category_id: number, x: number, score: number) => ({
    ...{ image_id, category_id, score },
    bbox: [x, 5, 10, 10],
  });

  test("are about items that came with these ids, and labels too; the rest is named", async () => {
    const { take, layersOf, app, projectId, a, b, expectUntouched } = await withPhotos();
    const { items } = app.store.tables;
    const metadata = JSON.stringify({ sourceId: "139" });
    await app.store.transaction(async (tx) => {
      await tx.db.update(items).set({ metadata }).where(eq(items.id, b.itemId));
    });
    const dog = (await listLabels(app.store, projectId))[1]?.id;
    const content = JSON.stringify([
      result(139, 2, 1, 0.9),
      result("a", 1, 7, 0.25),
      result(139, 90, 20, 0.5),
      result(1, 1, 1, 0.5),
    ]);
    // Predictions are nobody's work, whatever was chosen.
    const report = await take(content, { as: "work" }, "yolo.json");
    expect(report).toMatchObject({
      format: { id: "coco" },
      items: { matchedByName: 2, leftOut: 1 },
      annotations: { listed: 0 },
      suggestions: { listed: 4, added: 3, leftOut: 1, titles: ["yolo.json"] },
    });
    expect(report.labels).toMatchObject([
      { name: "category 2", status: "mapped", projectLabel: "dog" },
      { name: "category 1", status: "mapped", projectLabel: "car" },
      { name: "category 90", status: "new" },
    ]);
    const [layer] = await layersOf(b.itemId);
    expect(layer?.records.map(({ annotation }) => annotation)).toMatchObject([
      { labelId: dog, score: 0.9, geometry: { x: 1 } },
      { score: 0.5, geometry: { x: 20 } },
    ]);
    expect(startsOf((await layersOf(a.itemId))[0])).toEqual([7]);
    await expectUntouched();
  });

  test("beside the file of the images they are suggested under their own name", async () => {
    const { app, projectId, user, a, layersOf } = await withPhotos();
    const folder = path.join(app.settings.dataDir, "given");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "instances.json"), cocoFile([{ x: 1, label: "dog" }]));
    const results = [result(0, 1, 1, 0.75), result(0, 7, 1, 0.5), result(8, 1, 1, 0.5)];
    fs.writeFileSync(path.join(folder, "yolo-v9.json"), JSON.stringify(results));
    const files = await openFiles(folder);
    const options = importOptionsSchema.parse({ isDryRun: false, state: "in_progress" });
    const input = { app, projectId, userId: user.id, files, options, name: "given" };
    const report = await importDataset(input).finally(() => files.close());
    expect(report).toMatchObject({
      annotations: { listed: 1, added: 1 },
      suggestions: { listed: 1, added: 1, titles: ["yolo-v9"] },
    });
    expect(report.dataset.issues.map(({ code }) => code).sort()).toEqual([
      "unknown_category",
      "unknown_image",
    ]);
    const [layer] = await layersOf(a.itemId);
    expect(layer?.records[0]?.annotation).toMatchObject({ score: 0.75, geometry: { x: 1 } });
  });
});

test("predictions of Label Studio are suggested by their model; what people did is work", async () => {
  const { app, take, layersOf } = await setUp("text");
  const span = (label: string, end: number) => ({
    ...{ id: "r", from_name: "label", to_name: "text", type: "labels" },
    value: { start: 0, end, text: "Ada Bob".slice(0, end), labels: [label] },
  });
  const predictions = [
    { model_version: "m1", score: 0.5, result: [span("P", 3)] },
    { model_version: "m2", score: 0.25, result: [span("P", 7)] },
    { result: [span("Q", 3)] },
  ];
  const content = JSON.stringify([
    { id: 1, data: { text: "Ada Bob" }, annotations: [{ result: [span("P", 3)] }], predictions },
    { id: 2, data: { text: "Ada Bob!" }, annotations: [], predictions },
    { id: 3, data: { text: "Nobody" }, annotations: [{ result: [] }] },
  ]);
  const report = await take(content, { as: "work" }, "tasks.json");
  expect(report).toMatchObject({
    annotations: { listed: 1, added: 1 },
    suggestions: { listed: 6, added: 6, titles: ["m1", "m2", "tasks.json"] },
  });
  const rows = await app.store.db.select().from(app.store.tables.items);
  const items = rows.toSorted((x, y) => x.position - y.position);
  expect(items.map(({ state, annotationCount }) => [state, annotationCount])).toEqual([
    ["submitted", 1],
    ["new", 0],
    ["submitted", 0],
  ]);
  const said = async (at: number) =>
    (await layersOf(items[at]?.id ?? "")).map(({ title, records }) => [
      title,
      records.map(({ annotation }) => [annotation?.score, annotation?.text]),
    ]);
  const all = [
    ["m1", [[0.5, "Ada"]]],
    ["m2", [[0.25, "Ada Bob"]]],
    ["tasks.json", [[null, "Ada"]]],
  ];
  expect(await said(0)).toEqual(all);
  expect(await said(1)).toEqual(all);
  expect(await said(2)).toEqual([]);
  expect((await take(content, { as: "work" }, "tasks.json")).suggestions).toMatchObject({
    added: 0,
    alreadyThere: 6,
  });
});
