import { expect, test } from "vitest";
import { changeItems } from "@/db/queries/item-changes";
import { readJob, updateJob } from "@/db/queries/jobs";
import { listLabels } from "@/db/queries/labels";
import { readLayer } from "@/db/queries/layers";
import { readProject } from "@/db/queries/projects";
import { anyLabelFileSchema, labelForFile } from "@/lib/api/labels";
import type { NewLabel } from "@/lib/api/projects";
import { readCounters } from "@/lib/testing/recount";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addTestImage, drawBoxes, testPng } from "@/lib/testing/test-items";
import { getApp } from "./app";
import { cancelJob, jobEnded, takeUpLeftOverJobs } from "./job-runner";
import {
  addLabels,
  changeLabel,
  deleteLabel,
  importLabels,
  labelUsage,
  mergeLabel,
  restoreLabel,
  setLabelOrder,
} from "./labels";

async function setUp(names = ["car", "person", "bus"]) {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, names);
  const labels = () => listLabels(app.store, projectId);
  const of = async (name: string) => {
    const label = (await labels()).find((each) => each.name === name);
    return { projectId, labelId: label?.id ?? "", userId: user.id };
  };
  const order = async () => (await labels()).map(({ name, position }) => `${position} ${name}`);
  const item = async (seed: number, boxes: string[]) => {
    const bytes = await testPng(seed);
    const added = await addTestImage(app, { projectId, name: `${seed}.png`, bytes });
    const drawn = boxes.map((label, x) => ({ label, x, y: 1, w: 5, h: 5 }));
    const { layerId } = added;
    await drawBoxes(app, { projectId, layerId, userId: user.id, boxes: drawn });
    return added;
  };
  const expectCounts = async () => {
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);
  };
  return { app, user, projectId, labels, of, order, item, expectCounts };
}

test("refuses names and keys that are taken, and skips names that are there", async () => {
  const { projectId, of, order } = await setUp();
  const added = await addLabels(projectId, [{ name: "car" }, { name: "tram" }, { name: "tram" }]);
  expect(added.skipped).toEqual(["car", "tram"]);
  expect(await order()).toEqual(["0 car", "1 person", "2 bus", "3 tram"]);
  await expect(addLabels(projectId, [{ name: "car" }])).rejects.toMatchObject({
    code: "name_taken",
  });
  const car = await of("car");
  await expect(changeLabel({ ...car, name: "bus" })).rejects.toMatchObject({ code: "name_taken" });
  for (const hotkey of ["2", "n", "N", "?", "+"]) {
    await expect(changeLabel({ ...car, hotkey })).rejects.toMatchObject({
      code: "hotkey_taken",
      errors: [{ path: "hotkey", code: "hotkey_taken" }],
    });
  }
  expect(await changeLabel({ ...car, name: "Car", hotkey: "9" })).toMatchObject({
    name: "Car",
    hotkey: "9",
  });
});

test("orders every label, and refuses half an order", async () => {
  const { projectId, labels, order } = await setUp();
  const ids = (await labels()).map(({ id }) => id).reverse();
  await setLabelOrder(projectId, ids);
  expect(await order()).toEqual(["0 bus", "1 person", "2 car"]);
  for (const wrong of [ids.slice(1), [...ids.slice(1), ids[1] ?? ""]]) {
    await expect(setLabelOrder(projectId, wrong)).rejects.toMatchObject({ code: "conflict" });
  }
});

test("deletes with the annotations, and brings both back exactly", async () => {
  const { app, projectId, of, order, item, expectCounts } = await setUp();
  const first = await item(1, ["car", "car", "person"]);
  await item(2, ["car"]);
  const car = await of("car");
  const before = await readLayer(app.store, { layerId: first.layerId });
  expect(await labelUsage(car)).toEqual({ annotations: 3, items: 2 });
  expect(await deleteLabel(car)).toEqual({ jobId: null, annotations: 3 });
  expect(await order()).toEqual(["0 person", "1 bus"]);
  const gone = await readLayer(app.store, { layerId: first.layerId, since: before?.rev });
  expect(gone?.records.map(({ annotation }) => annotation)).toEqual([null, null]);
  expect(gone?.state).toBe("submitted");
  await expectCounts();
  await restoreLabel(car);
  expect(await order()).toEqual(["0 car", "1 person", "2 bus"]);
  const after = await readLayer(app.store, { layerId: first.layerId });
  const shown = (layer: typeof before) => layer?.records.map(({ annotation }) => annotation);
  expect(shown(after)).toEqual(shown(before));
  await expectCounts();
  await expect(restoreLabel(await of("car"))).rejects.toMatchObject({ code: "not_found" });
  expect(
    (await readProject(app.store, { projectId, role: "manager", userId: null }))?.deletedLabels,
  ).toEqual([]);
});

test("merges through chains, in deleted items too, and later writes follow", async () => {
  const { app, user, projectId, labels, of, order, item, expectCounts } = await setUp();
  const first = await item(1, ["car", "person"]);
  const second = await item(2, ["car"]);
  const request = { select: { ids: [second.itemId] }, change: { kind: "delete" as const } };
  const by = { projectId, userId: user.id, now: Date.now() };
  const changed = await changeItems(app.store, { ...by, request });
  const [car, person, bus] = [await of("car"), await of("person"), await of("bus")];
  await mergeLabel({ ...car, into: person.labelId });
  await expectCounts();
  await mergeLabel({ ...person, into: bus.labelId });
  await expectCounts();
  expect(await order()).toEqual(["0 bus"]);
  const project = await readProject(app.store, { projectId, role: "manager", userId: null });
  expect(project?.deletedLabels.map(({ mergedInto }) => mergedInto)).toEqual(
    Array.from({ length: 2 }, () => bus.labelId),
  );
  expect((await labels())[0]?.annotationCount).toBe(2);
  const undo = changed.undo?.[0];
  if (undo) await changeItems(app.store, { ...by, request: undo });
  await expectCounts();
  expect((await labels())[0]?.annotationCount).toBe(3);
  const layer = await readLayer(app.store, { layerId: first.layerId });
  expect(layer?.records.map(({ annotation }) => annotation?.labelId)).toEqual([
    bus.labelId,
    bus.labelId,
  ]);
  await expect(restoreLabel(car)).rejects.toMatchObject({ code: "conflict" });
  await expect(mergeLabel({ ...bus, into: bus.labelId })).rejects.toMatchObject({
    code: "invalid_request",
  });
});

test("what is stopped half way goes on: sent again, or by itself when the server starts", async () => {
  const { app, of, labels, item, expectCounts } = await setUp();
  const items: Awaited<ReturnType<typeof item>>[] = [];
  const boxes = Array.from({ length: 50 }, () => "car");
  for (let n = 0; n < 44; n += 1) items.push(await item(n, boxes));
  const [car, bus] = [await of("car"), await of("bus")];
  const left = async () => {
    const layers = items.map(({ layerId }) => readLayer(app.store, { layerId }));
    const records = (await Promise.all(layers)).flatMap((layer) => layer?.records ?? []);
    return records.filter(({ annotation }) => annotation?.labelId === car.labelId).length;
  };
  /** The state that a killed server leaves: a part of the layers written, the job running. */
  const killHalfWay = async ({ jobId }: { jobId: string | null }) => {
    expect(jobId).not.toBeNull();
    const id = jobId ?? "";
    await cancelJob(app, id);
    await updateJob(app.store, id, { state: "running", now: Date.now() });
    return id;
  };

  const stopped = await killHalfWay(await deleteLabel(car));
  await takeUpLeftOverJobs(app);
  await jobEnded(stopped);
  expect(await readJob(app.store, stopped)).toMatchObject({ state: "done" });
  expect(await left()).toBe(0);
  await expectCounts();

  await cancelJob(app, (await restoreLabel(car)).jobId ?? "");
  expect(await left()).toBeLessThan(2_200);
  // Deleted again before all were back: the next restore knows those of both deletions.
  await jobEnded((await deleteLabel(car)).jobId ?? "");
  await cancelJob(app, (await restoreLabel(car)).jobId ?? "");
  await jobEnded((await restoreLabel(car)).jobId ?? "");
  expect(await left()).toBe(2_200);
  await expectCounts();

  const merge = { ...car, into: bus.labelId };
  await cancelJob(app, (await mergeLabel(merge)).jobId ?? "");
  expect(await left()).toBeGreaterThan(0);
  await jobEnded((await mergeLabel(merge)).jobId ?? "");
  expect(await left()).toBe(0);
  expect((await labels()).find(({ name }) => name === "bus")?.annotationCount).toBe(2_200);
  await expectCounts();
});

test("reads its own file, CVAT's labels and plain names", async () => {
  const { projectId, labels, order } = await setUp(["car"]);
  const cvat = anyLabelFileSchema.parse([
    { id: 7, name: "car", color: "#ff0000", type: "any", attributes: [] },
    { name: "tram", color: "", type: "rectangle", attributes: [] },
  ]);
  expect(await importLabels(projectId, cvat)).toEqual({ created: 1, updated: 1, skipped: [] });
  expect((await labels())[0]?.color).toBe("#ff0000");
  const names = anyLabelFileSchema.parse(["bus", "tram", "bus"]);
  expect(await importLabels(projectId, names)).toEqual({
    created: 1,
    updated: 1,
    skipped: ["bus"],
  });
  expect(await order()).toEqual(["0 car", "1 tram", "2 bus"]);
  const own = { trazo: "labels", version: 1, labels: [{ name: "bus", hotkey: "n" }] };
  await importLabels(projectId, anyLabelFileSchema.parse(own));
  expect((await labels())[2]?.hotkey).toBe("3");
});

test("what labels are for and what is asked with them travels in the file, and can be taken back", async () => {
  const { projectId, labels } = await setUp([]);
  const wanted: NewLabel[] = [
    { name: "knows", geometries: ["relation"] },
    {
      name: "sport",
      geometries: ["whole"],
      answer: { question: "Topic", kind: "one" },
      attributes: [{ kind: "choice", name: "tone", options: ["warm", "cold"] }],
    },
    { name: "summary", geometries: ["whole"], answer: { question: "", kind: "text" } },
  ];
  await addLabels(projectId, wanted);
  const file = { trazo: "labels", version: 1, labels: (await labels()).map(labelForFile) };
  const copyId = (await setUp([])).projectId;
  await importLabels(copyId, anyLabelFileSchema.parse(JSON.parse(JSON.stringify(file))));
  const copy = await listLabels(getApp().store, copyId);
  expect(copy.map(labelForFile)).toEqual(file.labels);
  expect(copy).toMatchObject(wanted);

  const sport = { projectId: copyId, labelId: copy[1]?.id ?? "" };
  const changed = await changeLabel({ ...sport, geometries: ["interval"], answer: null });
  expect(changed).not.toHaveProperty("answer");
  expect(changed).toMatchObject({ geometries: ["interval"], attributes: wanted[1]?.attributes });
  const plain = [{ name: "summary", geometries: ["interval"] }];
  await importLabels(copyId, anyLabelFileSchema.parse(plain));
  expect((await listLabels(getApp().store, copyId))[2]).not.toHaveProperty("answer");
});
