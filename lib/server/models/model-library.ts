import "server-only";
import { v7 as uuidv7 } from "uuid";
import {
  addVersion,
  dropProjectModel,
  findModelFiles,
  findProjectModel,
  findVersion,
  listProjectModels,
  listVersions,
  ModelRefused,
  putProjectModel,
  retireVersion,
} from "@/db/queries/models";
import { readMediaKind } from "@/db/queries/projects";
import type { Store } from "@/db/store";
import type {
  ModelFile,
  ModelSettings,
  ModelVersion,
  NewModel,
  ProjectModel,
  ProjectModels,
} from "@/lib/api/models";
import { findAdapter } from "@/lib/models/adapters";
import { AppError } from "../app-error";
import { BUILT_INS, builtInFile, findBuiltIn } from "./built-ins";

const CLASS_INDEX = /^(0|[1-9]\d{0,8})$/;

/** Every model that the instance has for all projects: built in or uploaded. */
export async function instanceModels(store: Store): Promise<{ models: ModelVersion[] }> {
  const uploaded = await listVersions(store, { projectId: null });
  return { models: [...BUILT_INS, ...uploaded] };
}

/** What the project uses, and everything that it could use for its kind of media. */
export async function projectModels(store: Store, projectId: string): Promise<ProjectModels> {
  const kind = await readMediaKind(store, projectId);
  const models = await listProjectModels(store, projectId);
  const own = await listVersions(store, { projectId });
  const available = [...BUILT_INS, ...own];
  return { models, available: available.filter(({ media }) => media === kind) };
}

/** Keeps a version whose files were uploaded before; for everybody when `projectId` is null. */
export async function saveModel(
  store: Store,
  { model, projectId, userId }: { model: NewModel; projectId: string | null; userId: string },
): Promise<ModelVersion> {
  const adapter = findAdapter(model.adapterId);
  if (!adapter) throw refused("adapterId", "unknown_adapter", "There is no such family of models.");
  const kind = projectId === null ? adapter.media : await readMediaKind(store, projectId);
  if (kind !== adapter.media) {
    const message = `This model is for items of the kind ${adapter.media}.`;
    throw refused("adapterId", "wrong_media", message);
  }
  checkRoles("files", model.files, adapter.roles);
  checkRoles("assets", model.assets, adapter.assets);
  const hashes = [...model.files, ...model.assets].map(({ hash }) => hash);
  const sizes = await findModelFiles(store, { hashes, projectId });
  const sized = (file: NewModel["files"][number]): ModelFile => {
    const bytes = sizes.get(file.hash) ?? builtInFile(file.hash)?.bytes;
    if (bytes === undefined) {
      throw refused("files", "missing_file", `The file ${file.name} was not uploaded.`);
    }
    return { ...file, bytes };
  };
  const version: ModelVersion = {
    ...model,
    id: uuidv7(),
    projectId,
    isBuiltIn: false,
    task: adapter.task,
    media: adapter.media,
    files: model.files.map(sized),
    assets: model.assets.map(sized),
    createdAt: Date.now(),
  };
  await addVersion(store, { version, userId });
  return version;
}

/** Each role that the adapter has, once, and no other. */
function checkRoles(
  path: "files" | "assets",
  given: readonly { role: string }[],
  wanted: readonly string[],
): void {
  const roles = given.map(({ role }) => role);
  const isComplete = wanted.every((role) => roles.includes(role));
  if (isComplete && roles.length === wanted.length) return;
  const message = `This family of models has ${wanted.join(", ") || "nothing"} under ${path}; ${roles.join(", ") || "nothing"} was given.`;
  throw refused(path, "wrong_files", message);
}

export async function deleteModel(
  store: Store,
  { versionId, projectId }: { versionId: string; projectId: string | null },
): Promise<void> {
  if (findBuiltIn(versionId)) {
    throw new AppError("conflict", "This model comes with Trazo and cannot be deleted.", {
      extra: { reason: "built_in" },
    });
  }
  await retireVersion(store, { versionId, projectId, now: Date.now() }).catch(rethrow);
}

/** Takes a version into use, or changes how it is used. */
export async function takeIntoUse(
  store: Store,
  wanted: { projectId: string; versionId: string; settings: ModelSettings; isDefault: boolean },
): Promise<ProjectModel> {
  const { projectId, versionId, settings, isDefault } = wanted;
  const version = findBuiltIn(versionId) ?? (await findVersion(store, { versionId, projectId }));
  if (!version) throw rethrown(new ModelRefused("not_found"));
  const kind = await readMediaKind(store, projectId);
  if (version.media !== kind) {
    const message = `This model is for items of the kind ${version.media}.`;
    throw refused("versionId", "wrong_media", message);
  }
  const outside = Object.keys(settings.mapping).find(
    (index) => !CLASS_INDEX.test(index) || Number(index) >= version.classes.length,
  );
  if (outside !== undefined) {
    const message = `The model has no class ${outside}.`;
    throw refused("settings.mapping", "unknown_class", message);
  }
  const change = { projectId, version, settings, isDefault, now: Date.now() };
  await putProjectModel(store, change).catch(rethrow);
  return { version, settings, isDefault };
}

/** Out of use; `isForgotten`: out of the project's own library, too. What it suggested stays. */
export async function stopUsingModel(
  store: Store,
  { projectId, versionId, isForgotten }: OfProject & { isForgotten: boolean },
): Promise<void> {
  const isUsed = (await findProjectModel(store, { projectId, versionId })) !== null;
  if (isUsed || !isForgotten) {
    await dropProjectModel(store, { projectId, versionId }).catch(rethrow);
  }
  if (isForgotten) await deleteModel(store, { versionId, projectId });
}

type OfProject = { projectId: string; versionId: string };

/** The version with the project's settings; throws `not_found`. */
export async function usedModel(store: Store, of: OfProject): Promise<ProjectModel> {
  const model = await findProjectModel(store, of);
  if (!model) throw rethrown(new ModelRefused("not_found"));
  return model;
}

function rethrow(error: unknown): never {
  throw rethrown(error);
}

function rethrown(error: unknown): unknown {
  if (!(error instanceof ModelRefused)) return error;
  switch (error.reason) {
    case "not_found":
      return new AppError("not_found", "There is no such model.");
    case "in_use":
      return new AppError("conflict", `This model is used in: ${error.what.join(", ")}.`, {
        extra: { reason: "in_use", projects: error.what },
      });
    case "unknown_label":
      return refused(
        "settings.mapping",
        "unknown_label",
        `This project does not have the labels ${error.what.join(", ")}.`,
      );
  }
}

function refused(path: string, code: string, message: string): AppError {
  const errors = [{ path, code, message }];
  return new AppError("refused", message, { errors, extra: { reason: code } });
}
