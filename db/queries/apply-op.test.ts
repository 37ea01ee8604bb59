import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { applyOp } from "./apply-op";
import { addItem, readItem } from "./items";
import { readLayer } from "./layers";
import { readProject } from "./projects";

async function setUp() {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const item = await addItem(app.store, {
    projectId,
    item: {
      name: "a.jpg",
      blob: { hash: "h1", bytes: 1, mediaType: "image/jpeg", width: 100, height: 80 },
    },
    now: 1,
  });
  const project = await readProject(app.store, { projectId, role: "manager", userId: null });
  const labels = project?.labels ?? [];
  const box = (id: string, x = 1, labelIndex = 0): Annotation => ({
    id,
    labelId: labels[labelIndex]?.id ?? "",
    geometry: { kind: "box", x, y: 2, w: 10, h: 12.25 },
    attributes: {},
    order: 1,
    score: null,
    source: "manual",
    groupId: null,
  });
  let n = 0;
  const send = (
    baseRev: number,
    changes: { id: string; after: Annotation | null }[],
    extra: { opId?: string; state?: "submitted" } = {},
  ) => {
    n += 1;
    return applyOp(app.store, {
      layerId: item.layerId,
      userId: user.id,
      op: {
        clientId: "tab",
        opId: extra.opId ?? `op${n}`,
        baseRev,
        changes,
        at: 1,
        ...(extra.state ? { state: extra.state } : {}),
      },
      cause: "edit",
      now: 2,
    });
  };
  return { app, user, projectId, item, box, send };
}

describe("applyOp", () => {
  test("stores boxes exactly and keeps every counter in step", async () => {
    const { app, projectId, item, box, send } = await setUp();
    const exact = {
      ...box("a"),
      geometry: { kind: "box" as const, x: 0.1, y: 1 / 3, w: 7e-7 + 1, h: 2 },
    };
    expect(
      await send(0, [
        { id: "a", after: exact },
        { id: "b", after: box("b", 1, 1) },
      ]),
    ).toMatchObject({
      kind: "accepted",
      rev: 1,
      state: "in_progress",
    });
    const layer = await readLayer(app.store, { layerId: item.layerId });
    expect(layer?.records.map((record) => record.annotation)).toEqual([exact, box("b", 1, 1)]);
    await send(1, [{ id: "b", after: null }], { state: "submitted" });
    expect(await readItem(app.store, item.itemId)).toMatchObject({
      annotationCount: 1,
      state: "submitted",
    });
    const project = await readProject(app.store, { projectId, role: "manager", userId: null });
    expect(project?.labels.map((label) => label.annotationCount)).toEqual([1, 0]);
    expect(project?.counts).toMatchObject({ new: 0, in_progress: 0, submitted: 1 });
  });

  test("an operation sent twice is applied once", async () => {
    const { app, item, box, send } = await setUp();
    const first = await send(0, [{ id: "a", after: box("a") }], { opId: "same" });
    expect(await send(0, [{ id: "a", after: box("a") }], { opId: "same" })).toEqual(first);
    expect(await readItem(app.store, item.itemId)).toMatchObject({ annotationCount: 1 });
  });

  test("conflicts only over a record that changed to something else since", async () => {
    const { box, send } = await setUp();
    await send(0, [
      { id: "a", after: box("a") },
      { id: "b", after: box("b") },
    ]);
    await send(1, [{ id: "a", after: box("a", 5) }]);
    expect(await send(1, [{ id: "b", after: box("b", 6) }])).toMatchObject({
      kind: "accepted",
      rev: 3,
      records: [{ id: "a", rev: 2 }],
    });
    expect(await send(1, [{ id: "a", after: box("a", 7) }])).toMatchObject({
      kind: "conflict",
      rev: 3,
    });
    expect(await send(1, [{ id: "a", after: null }])).toMatchObject({ kind: "conflict" });
    expect(await send(1, [{ id: "a", after: box("a", 5) }])).toMatchObject({ kind: "accepted" });
  });

  test("a tombstone is seen by a late write", async () => {
    const { box, send } = await setUp();
    await send(0, [{ id: "a", after: box("a") }]);
    await send(1, [{ id: "a", after: null }]);
    expect(await send(1, [{ id: "a", after: box("a", 9) }])).toMatchObject({
      kind: "conflict",
      records: [{ id: "a", rev: 2, annotation: null }],
    });
  });

  test("refuses what does not fit and writes nothing of it", async () => {
    const { app, item, box, send } = await setUp();
    const outside = await send(0, [
      { id: "ok", after: box("ok") },
      { id: "a", after: box("a", 95) },
    ]);
    expect(outside).toMatchObject({ kind: "refused", reason: "outside" });
    expect(await send(0, [{ id: "a", after: { ...box("a"), labelId: "nobody" } }])).toMatchObject({
      kind: "refused",
      reason: "unknown_label",
    });
    expect(await readLayer(app.store, { layerId: item.layerId })).toMatchObject({
      rev: 0,
      records: [],
    });
  });
});
