import "server-only";
import { createLabels, listLabels } from "@/db/queries/labels";
import type { Store } from "@/db/store";
import { MAX_LABEL_NAME } from "@/lib/annotation/label";
import { MAX_NEW_LABELS } from "@/lib/api/labels";
import type { ModelSettings, ModelVersion } from "@/lib/api/models";
import type { NewLabel } from "@/lib/api/projects";
import { findAdapter } from "@/lib/models/adapters";
import { AppError } from "../app-error";
import { takeIntoUse, usedModel } from "./model-library";

/** What a text detector read stands under this name, and people can correct it. */
const READ_TEXT = { kind: "text", name: "text" } as const;

/**
 * Gives a label to every class that has none: the one of its name, or a new one. Afterwards a project that has
 * just taken the model into use can work with it.
 */
export async function labelClasses(
  store: Store,
  { projectId, versionId }: { projectId: string; versionId: string },
): Promise<{ mapping: ModelSettings["mapping"]; created: number }> {
  const { version, settings, isDefault } = await usedModel(store, { projectId, versionId });
  const isFree = ({ classIndex }: NamedClass) => !settings.mapping[String(classIndex)];
  const free = classesOf(version).filter(isFree);
  if (free.length > MAX_NEW_LABELS) {
    const message = `The model has ${free.length} classes; at most ${MAX_NEW_LABELS} labels are made at once.`;
    throw new AppError("refused", message, { extra: { reason: "too_many_classes" } });
  }
  const { labels } = await createLabels(store, {
    projectId,
    wanted: free.map(({ name }) => newLabel(version, name)),
    now: Date.now(),
  });
  const all = await listLabels(store, projectId);
  const byName = new Map(all.map(({ name, id }) => [name, id]));
  const mapping = { ...settings.mapping };
  for (const { classIndex, name } of free) mapping[String(classIndex)] = byName.get(name) ?? null;
  await takeIntoUse(store, {
    ...{ projectId, versionId, isDefault },
    settings: { ...settings, mapping },
  });
  return { mapping, created: labels.length };
}

type NamedClass = { classIndex: number; name: string };

/** The classes that suggestions can have; a name is given to those that have none. */
function classesOf({ adapterId, classes }: ModelVersion): NamedClass[] {
  const all = classes.map((name, classIndex) => ({ classIndex, name }));
  const used = findAdapter(adapterId)?.usedClasses?.(classes) ?? all;
  return used.map(({ classIndex, name }) => ({
    classIndex,
    name: name.trim().slice(0, MAX_LABEL_NAME) || `${classIndex}`,
  }));
}

function newLabel({ adapterId, task }: ModelVersion, name: string): NewLabel {
  const geometry = findAdapter(adapterId)?.geometry;
  return {
    name,
    ...(geometry ? { geometries: [geometry] } : {}),
    ...(task === "text-detection" ? { attributes: [READ_TEXT] } : {}),
  };
}
