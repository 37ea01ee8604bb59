import { createHash } from "node:crypto";
import { addItem } from "@/db/queries/items";
import { addVersion, findProjectModel, putProjectModel } from "@/db/queries/models";
import { readProject } from "@/db/queries/projects";
import type { ModelVersion, PutSuggestions } from "@/lib/api/models";
import type { App } from "@/lib/server/app";

export type Sent = PutSuggestions["results"][number]["suggestions"][number];

/** A detector of three classes; only its files are missing. */
export function testVersion(given: Partial<ModelVersion> = {}): ModelVersion {
  return {
    id: crypto.randomUUID(),
    projectId: null,
    isBuiltIn: false,
    name: "Detector",
    version: "1",
    adapterId: "nanodet",
    task: "detection",
    media: "image",
    classes: ["car", "person", "dog"],
    options: { minScore: 0.1, iouThreshold: 0.5, maxSuggestions: 100, extra: {} },
    licence: "MIT",
    provenance: "made for a test",
    files: [],
    assets: [],
    createdAt: 1,
    ...given,
  };
}

/** The project uses the version, whose classes are its labels in order (the third has none). */
export async function addTestModel(
  app: App,
  { projectId, ...given }: { projectId: string } & Partial<ModelVersion>,
) {
  const version = testVersion(given);
  await addVersion(app.store, { version, userId: null });
  const project = await readProject(app.store, { projectId, role: "manager", userId: null });
  const labels = project?.labels ?? [];
  const mapping: Record<string, string | null> = {};
  version.classes.forEach((_, index) => {
    mapping[String(index)] = labels[index]?.id ?? null;
  });
  const settings = { mapping, threshold: 0.5, minScore: null, iouThreshold: null, resize: null };
  await putProjectModel(app.store, { projectId, version, settings, isDefault: true, now: 1 });
  const model = await findProjectModel(app.store, { projectId, versionId: version.id });
  if (!model) throw new Error("The model is not there.");
  return { model, version, labels };
}

export function addTestItem(
  app: App,
  { projectId, name = "a.jpg" }: { projectId: string; name?: string },
) {
  const hash = createHash("sha256").update(name).digest("hex");
  const blob = { hash, bytes: 1, mediaType: "image/jpeg", width: 100, height: 80 };
  return addItem(app.store, { projectId, item: { name, blob }, now: 1 });
}

/** A box of 10 by 10. */
export function boxAt(x: number, given: Partial<Sent> = {}): Sent {
  return { geometry: { kind: "box", x, y: 5, w: 10, h: 10 }, classIndex: 0, score: 0.9, ...given };
}
