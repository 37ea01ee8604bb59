import sharp from "sharp";
import { v7 as uuidv7 } from "uuid";
import { applyOp } from "@/db/queries/apply-op";
import { type AddedItem, addItem } from "@/db/queries/items";
import { readProject } from "@/db/queries/projects";
import type { EditorState, Split } from "@/lib/annotation/item-state";
import type { App } from "@/lib/server/app";
import { ingestImage } from "@/lib/server/media/ingest-image";
import { openMedia } from "@/lib/server/media/open-media";

/** A small real picture; another `seed` is another picture. */
export function testPng(seed: number, size = { width: 64, height: 48 }): Promise<Buffer> {
  const background = { r: seed % 256, g: (seed * 7) % 256, b: Math.floor(seed / 256) % 256 };
  return sharp({ create: { ...size, channels: 3, background } })
    .png()
    .toBuffer();
}

/** Puts a picture into the project as an upload would. */
export async function addTestImage(
  app: App,
  image: { projectId: string; name: string; bytes: Buffer; split?: Split },
): Promise<AddedItem> {
  const store = await openMedia(app.settings);
  const { name } = image;
  const info = await ingestImage({ store, source: image.bytes, name });
  const { hash, sizeBytes, mediaType, width, height } = info;
  return addItem(app.store, {
    projectId: image.projectId,
    item: {
      name,
      blob: { hash, bytes: sizeBytes, mediaType, width, height, info: JSON.stringify(info) },
      split: image.split ?? null,
    },
    now: Date.now(),
  });
}

export type TestBox = { label: string; x: number; y: number; w: number; h: number };

/** Draws boxes on the item's result layer, as a person would, and gives the item its state. */
export async function drawBoxes(
  app: App,
  drawing: {
    projectId: string;
    layerId: string;
    userId: string;
    boxes: readonly TestBox[];
    state?: EditorState;
  },
): Promise<string[]> {
  const { projectId, layerId, userId, boxes, state = "submitted" } = drawing;
  const project = await readProject(app.store, { projectId, role: "manager", userId: null });
  const labels = new Map(project?.labels.map(({ name, id }) => [name, id]));
  const ids = boxes.map(() => uuidv7());
  const changes = boxes.map(({ label, ...box }, order) => ({
    id: ids[order] ?? "",
    after: {
      id: ids[order] ?? "",
      labelId: labels.get(label) ?? "",
      geometry: { kind: "box" as const, ...box },
      attributes: {},
      order,
      score: null,
      source: "manual" as const,
      groupId: null,
    },
  }));
  const now = Date.now();
  const op = { clientId: "test", opId: uuidv7(), baseRev: 1_000_000, changes, state, at: now };
  const result = await applyOp(app.store, { layerId, userId, op, cause: "edit", now });
  if (result.kind !== "accepted") throw new Error(JSON.stringify(result));
  return ids;
}
