import { expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addItem } from "./items";
import { readLayer } from "./layers";
import { applyOpWithOthers } from "./op-queue";
import { readProject } from "./projects";

async function setUp() {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user);
  const blob = { hash: "h1", bytes: 1, mediaType: "image/jpeg", width: 100, height: 80 };
  const { layerId } = await addItem(app.store, {
    projectId,
    item: { name: "a.jpg", blob },
    now: 1,
  });
  const project = await readProject(app.store, { projectId, role: "manager", userId: null });
  const labelId = project?.labels[0]?.id ?? "";
  const send = (id: string, userId = user.id) => {
    const after: Annotation = {
      id,
      labelId,
      geometry: { kind: "box", x: 1, y: 2, w: 10, h: 12 },
      attributes: {},
      order: 1,
      score: null,
      source: "manual",
      groupId: null,
    };
    const op = {
      clientId: "tab",
      opId: `op-${id}`,
      baseRev: 0,
      changes: [{ id, after }],
      at: 1,
    };
    return applyOpWithOthers(app.store, { layerId, userId, op, cause: "edit", now: 2 });
  };
  return { app, layerId, send };
}

test("operations that come in together are all written, in the order in which they came", async () => {
  const { app, layerId, send } = await setUp();
  const ids = Array.from({ length: 100 }, (_, n) => `a${n}`);
  const results = await Promise.all(ids.map((id) => send(id)));
  expect(results.map((result) => result.kind === "accepted" && result.rev)).toEqual(
    ids.map((_, n) => n + 1),
  );
  const layer = await readLayer(app.store, { layerId });
  expect(layer?.records).toHaveLength(100);
});

test("one that fails takes none of the others with it", async () => {
  const { app, layerId, send } = await setUp();
  const results = await Promise.allSettled([send("a"), send("b", "nobody"), send("c")]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  const layer = await readLayer(app.store, { layerId });
  expect(layer?.records.map(({ id }) => id).sort()).toEqual(["a", "c"]);
});
