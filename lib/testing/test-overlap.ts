import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { readProject } from "@/db/queries/projects";
import type { AssignmentOrigin } from "@/lib/annotation/assignment";
import type { App } from "@/lib/server/app";
import { drawBoxes, type TestBox } from "./test-items";

/** One person's own layer of an item, with an assignment to it that they handed in. */
export async function addOwnLayer(
  app: App,
  work: {
    projectId: string;
    itemId: string;
    userId: string;
    boxes: readonly TestBox[];
    origin?: AssignmentOrigin;
    now?: number;
  },
): Promise<{ layerId: string; assignmentId: string; ids: string[] }> {
  const { projectId, itemId, userId, boxes, origin = "queue", now = 1 } = work;
  const layerId = await addLayer(app, { projectId, itemId, kind: "person", userId });
  const ids = await drawBoxes(app, { projectId, layerId, userId, boxes });
  const assignmentId = uuidv7();
  await app.store.transaction(async ({ db, tables: { assignments } }) => {
    await db.insert(assignments).values({
      ...{ id: assignmentId, projectId, itemId, userId, layerId, origin },
      ...{ task: "annotate", state: "submitted" },
      ...{ createdAt: now, updatedAt: now, submittedAt: now },
    });
  });
  return { layerId, assignmentId, ids };
}

/** A layer with the known answer of an item. */
export async function addGoldLayer(
  app: App,
  gold: { projectId: string; itemId: string; userId: string; boxes: readonly TestBox[] },
): Promise<string> {
  const layerId = await addLayer(app, { ...gold, kind: "gold" });
  await drawBoxes(app, { ...gold, layerId });
  return layerId;
}

async function addLayer(
  app: App,
  layer: { projectId: string; itemId: string; kind: "person" | "gold"; userId: string },
): Promise<string> {
  const id = uuidv7();
  const { projectId, itemId, kind, userId } = layer;
  await app.store.transaction(async ({ db, tables: { layers } }) => {
    await db.insert(layers).values({
      ...{ id, itemId, projectId, kind, isResult: false, authorId: userId },
      ...{ createdAt: 1, updatedAt: 1 },
    });
  });
  return id;
}

/** Label ids by name. */
export async function labelIdsOf(app: App, projectId: string): Promise<Map<string, string>> {
  const project = await readProject(app.store, { projectId, role: "manager", userId: null });
  return new Map(project?.labels.map(({ id, name }) => [name, id]));
}

/** A layer's row. */
export async function readLayerRow(app: App, layerId: string) {
  const { db, tables } = app.store;
  const rows = await db.select().from(tables.layers).where(eq(tables.layers.id, layerId));
  const row = rows[0];
  if (!row) throw new Error(`There is no layer ${layerId}.`);
  return row;
}
