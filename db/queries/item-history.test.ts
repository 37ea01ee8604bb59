import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { applyOp } from "./apply-op";
import { readHistory, restoreItem } from "./item-history";
import { addItem } from "./items";
import { readLayer } from "./layers";
import { readProject } from "./projects";

async function setUp() {
  const app = openTestApp();
  const { store } = app;
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const project = await readProject(store, { projectId, role: "manager", userId: null });
  const labelIds = (project?.labels ?? []).map(({ id }) => id);
  let n = 0;
  const newItem = () => {
    n += 1;
    const blob = { hash: `h${n}`, bytes: 1, mediaType: "image/jpeg", width: 100, height: 80 };
    return addItem(store, { projectId, item: { name: "a.jpg", blob }, now: 1 });
  };
  const box = (id: string, x: number, label = 0): Annotation => ({
    id,
    labelId: labelIds[label] ?? "",
    geometry: { kind: "box", x, y: 2, w: 10, h: 12 },
    attributes: {},
    order: 1,
    score: null,
    source: "manual",
    groupId: null,
  });
  const send = async (layerId: string, changes: { id: string; after: Annotation | null }[]) => {
    n += 1;
    const { rev } = (await readLayer(store, { layerId })) ?? { rev: 0 };
    return applyOp(store, {
      layerId,
      userId: user.id,
      op: { clientId: "tab", opId: `op${n}`, baseRev: rev, changes, at: 10 + n },
      cause: "edit",
      now: 100 + n,
    });
  };
  const contents = async (layerId: string) =>
    (await readLayer(store, { layerId }))?.records.map(({ annotation }) => annotation);
  return { app, store, user, projectId, labelIds, newItem, box, send, contents };
}

describe("history", () => {
  test("tells newest first who changed how much, page by page", async () => {
    const { store, user, labelIds, newItem, box, send } = await setUp();
    const { itemId, layerId } = await newItem();
    await send(layerId, [
      { id: "a", after: box("a", 1) },
      { id: "b", after: box("b", 2, 1) },
    ]);
    await send(layerId, [
      { id: "a", after: box("a", 3) },
      { id: "b", after: null },
    ]);
    const first = await readHistory(store, { itemId, limit: 1 });
    expect(first).toMatchObject({
      next: 2,
      entries: [
        {
          rev: 2,
          cause: "edit",
          state: null,
          author: { id: user.id, name: "olga" },
          created: 0,
          changed: 1,
          deleted: 1,
          labelIds,
        },
      ],
    });
    const second = await readHistory(store, { itemId, before: first.next ?? 0, limit: 1 });
    expect(second).toMatchObject({ next: null, entries: [{ rev: 1, created: 2, labelIds }] });
  });
});

describe("restore", () => {
  test("gives exactly what was there right after a revision, whatever happened since", async () => {
    const { store, user, newItem, box, send, contents } = await setUp();
    const change = fc.record({
      id: fc.constantFrom("a", "b", "c", "d"),
      x: fc.option(fc.nat(50), { nil: null }),
      label: fc.nat(1),
    });
    const ops = fc.array(fc.uniqueArray(change, { minLength: 1, selector: ({ id }) => id }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(ops, fc.nat(), async (all, pick) => {
        const { itemId, layerId } = await newItem();
        const after = [await contents(layerId)];
        for (const changes of all) {
          await send(
            layerId,
            changes.map(({ id, x, label }) => ({
              id,
              after: x === null ? null : box(id, x, label),
            })),
          );
          after.push(await contents(layerId));
        }
        const rev = pick % after.length;
        const restore = (to: number) =>
          restoreItem(store, { itemId, to: { rev: to }, userId: user.id, now: 1_000 });
        const head = after.length - 1;
        expect(await restore(rev)).toMatchObject({ kind: "restored" });
        expect(await contents(layerId)).toEqual(after[rev]);
        expect(await restore(rev)).toMatchObject({ kind: "restored", changes: 0 });
        expect(await restore(head)).toMatchObject({ kind: "restored" });
        expect(await contents(layerId)).toEqual(after[head]);
      }),
      { numRuns: 40 },
    );
  });

  test("a retry does not undo what others did meanwhile", async () => {
    const { store, user, newItem, box, send, contents } = await setUp();
    const { itemId, layerId } = await newItem();
    await send(layerId, [{ id: "a", after: box("a", 1) }]);
    await send(layerId, [{ id: "a", after: null }]);
    const restore = () =>
      restoreItem(store, { itemId, to: { rev: 1 }, userId: user.id, writeId: "w", now: 1_000 });
    expect(await restore()).toMatchObject({ kind: "restored", rev: 3, changes: 1 });
    await send(layerId, [{ id: "a", after: box("a", 9) }]);
    expect(await restore()).toMatchObject({ kind: "restored", rev: 4 });
    expect(await contents(layerId)).toEqual([box("a", 9)]);
    const { entries } = await readHistory(store, { itemId, limit: 20 });
    expect(entries.map(({ cause }) => cause)).toEqual(["edit", "restore", "edit", "edit"]);
  });

  test("refuses a revision or an operation that never was", async () => {
    const { store, user, newItem } = await setUp();
    const { itemId } = await newItem();
    const restore = (to: { rev: number } | { opId: string }) =>
      restoreItem(store, { itemId, to, userId: user.id, now: 1 });
    expect(await restore({ rev: 1 })).toEqual({ kind: "unknown_revision" });
    expect(await restore({ opId: "none" })).toEqual({ kind: "unknown_revision" });
    expect(
      await restoreItem(store, { itemId: "none", to: { rev: 0 }, userId: user.id, now: 1 }),
    ).toEqual({ kind: "missing" });
  });
});
