import { and, asc, desc, eq, inArray, isNull, or } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { ModelSettings, ModelVersion, ProjectModel } from "@/lib/api/models";
import type { Store } from "../store";
import { toSettings, toSettingsColumn, toVersion, toVersionColumns } from "./model-row";

export type ModelRefusal = "not_found" | "in_use" | "unknown_label";

/** Thrown when a change to models cannot be; nothing was written. `what` names what is in the way. */
export class ModelRefused extends Error {
  readonly reason: ModelRefusal;
  readonly what: readonly string[];
  constructor(reason: ModelRefusal, what: readonly string[] = []) {
    super(reason);
    this.reason = reason;
    this.what = what;
  }
}

/** Uploaded versions, newest first: those of everybody and, with a project, its own. */
export async function listVersions(
  { db, tables: { modelVersions } }: Store,
  { projectId }: { projectId: string | null },
): Promise<ModelVersion[]> {
  const isTheirs = projectId === null ? undefined : eq(modelVersions.projectId, projectId);
  const rows = await db
    .select()
    .from(modelVersions)
    .where(
      and(
        or(isNull(modelVersions.projectId), isTheirs),
        eq(modelVersions.isBuiltIn, false),
        isNull(modelVersions.deletedAt),
      ),
    )
    .orderBy(desc(modelVersions.createdAt), desc(modelVersions.id));
  return rows.map(toVersion);
}

/** A version that the project may use; deleted ones not. Built-in ones only when they were used before. */
export async function findVersion(
  { db, tables: { modelVersions } }: Store,
  { versionId, projectId }: { versionId: string; projectId: string },
): Promise<ModelVersion | null> {
  const rows = await db
    .select()
    .from(modelVersions)
    .where(
      and(
        eq(modelVersions.id, versionId),
        or(isNull(modelVersions.projectId), eq(modelVersions.projectId, projectId)),
        isNull(modelVersions.deletedAt),
      ),
    );
  return rows[0] ? toVersion(rows[0]) : null;
}

export async function addVersion(
  store: Store,
  { version, userId }: { version: ModelVersion; userId: string | null },
): Promise<void> {
  await store.transaction(async ({ db, tables: { modelVersions } }) => {
    await db.insert(modelVersions).values({ ...toVersionColumns(version), createdBy: userId });
  });
}

/**
 * Takes a version out of the library: of everybody (`projectId` null), or the project's own. Its suggestions
 * stay, with its name. Throws `in_use` with the names of the projects that use it.
 */
export async function retireVersion(
  store: Store,
  { versionId, projectId, now }: { versionId: string; projectId: string | null; now: number },
): Promise<void> {
  await store.transaction(async ({ db, tables }) => {
    const { modelVersions, projectModels, projects } = tables;
    const isIt = and(
      eq(modelVersions.id, versionId),
      projectId === null ? isNull(modelVersions.projectId) : eq(modelVersions.projectId, projectId),
      eq(modelVersions.isBuiltIn, false),
      isNull(modelVersions.deletedAt),
    );
    const found = await db.select({ id: modelVersions.id }).from(modelVersions).where(isIt);
    if (found.length === 0) throw new ModelRefused("not_found");
    const users = await db
      .select({ name: projects.name })
      .from(projectModels)
      .innerJoin(projects, eq(projects.id, projectModels.projectId))
      .where(and(eq(projectModels.versionId, versionId), isNull(projects.deletedAt)))
      .orderBy(asc(projects.name));
    if (users.length > 0) {
      throw new ModelRefused(
        "in_use",
        users.map(({ name }) => name),
      );
    }
    await db.update(modelVersions).set({ deletedAt: now }).where(isIt);
  });
}

/** The versions that the project uses, the default first, then by name. */
export async function listProjectModels(store: Store, projectId: string): Promise<ProjectModel[]> {
  const { modelVersions, projectModels } = store.tables;
  const rows = await store.db
    .select({ row: projectModels, version: modelVersions })
    .from(projectModels)
    .innerJoin(modelVersions, eq(modelVersions.id, projectModels.versionId))
    .where(eq(projectModels.projectId, projectId))
    .orderBy(desc(projectModels.isDefault), asc(modelVersions.name), asc(modelVersions.createdAt));
  if (rows.length === 0) return [];
  const labels = await currentLabels(store, projectId);
  return rows.map(({ row, version }) => ({
    version: toVersion(version),
    settings: toSettings(row.settings, labels),
    isDefault: row.isDefault,
  }));
}

/** Null when the project does not use the version. */
export async function findProjectModel(
  store: Store,
  { projectId, versionId }: { projectId: string; versionId: string },
): Promise<ProjectModel | null> {
  const { modelVersions, projectModels } = store.tables;
  const rows = await store.db
    .select({ row: projectModels, version: modelVersions })
    .from(projectModels)
    .innerJoin(modelVersions, eq(modelVersions.id, projectModels.versionId))
    .where(and(eq(projectModels.projectId, projectId), eq(projectModels.versionId, versionId)));
  const found = rows[0];
  if (!found) return null;
  return {
    version: toVersion(found.version),
    settings: toSettings(found.row.settings, await currentLabels(store, projectId)),
    isDefault: found.row.isDefault,
  };
}

export type ProjectModelChange = {
  projectId: string;
  /** Built-in ones are written down when they are first used. */
  version: ModelVersion;
  settings: ModelSettings;
  isDefault: boolean;
  now: number;
};

/** Takes a version into use or changes how; at most one of a project is the default. */
export async function putProjectModel(store: Store, change: ProjectModelChange): Promise<void> {
  const { projectId, version, settings, isDefault, now } = change;
  await store.transaction(async (tx) => {
    const { db, tables } = tx;
    const { projectModels, modelVersions } = tables;
    const labels = await currentLabels(tx, projectId);
    const unknown = Object.values(settings.mapping).filter(
      (labelId) => labelId !== null && !labels.has(labelId),
    );
    if (unknown.length > 0) throw new ModelRefused("unknown_label", unknown.map(String));
    if (version.isBuiltIn) {
      const columns = toVersionColumns(version);
      await db
        .insert(modelVersions)
        .values(columns)
        .onConflictDoUpdate({ target: modelVersions.id, set: columns });
    }
    if (isDefault) {
      await db
        .update(projectModels)
        .set({ isDefault: false })
        .where(eq(projectModels.projectId, projectId));
    }
    const columns = { settings: toSettingsColumn(settings), isDefault, updatedAt: now };
    await db
      .insert(projectModels)
      .values({ projectId, versionId: version.id, createdAt: now, ...columns })
      .onConflictDoUpdate({
        target: [projectModels.projectId, projectModels.versionId],
        set: columns,
      });
  });
}

/** The project uses it no longer; what it suggested stays. Throws `not_found`. */
export async function dropProjectModel(
  store: Store,
  { projectId, versionId }: { projectId: string; versionId: string },
): Promise<void> {
  await store.transaction(async ({ db, tables: { projectModels } }) => {
    const dropped = await db
      .delete(projectModels)
      .where(and(eq(projectModels.projectId, projectId), eq(projectModels.versionId, versionId)))
      .returning({ versionId: projectModels.versionId });
    if (dropped.length === 0) throw new ModelRefused("not_found");
  });
}

/** Id of each label of the project → the one that it means now; deleted ones are left out. */
export async function currentLabels(
  { db, tables: { labels } }: Store,
  projectId: string,
): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: labels.id, mergedInto: labels.mergedInto, deletedAt: labels.deletedAt })
    .from(labels)
    .where(eq(labels.projectId, projectId));
  const live = new Set(rows.flatMap(({ id, deletedAt }) => (deletedAt === null ? [id] : [])));
  return new Map(
    rows.flatMap(({ id, mergedInto }) => {
      const meant = mergedInto ?? id;
      return live.has(meant) ? [[id, meant] as const] : [];
    }),
  );
}

export type UploadedModelFile = {
  hash: string;
  bytes: number;
  mediaType: string;
  /** Versioned JSON. */
  info: string;
};

/** Notes that a file, whose bytes are in the blob store, is for the project's models or for everybody's. */
export async function addModelFile(
  store: Store,
  { file, projectId, now }: { file: UploadedModelFile; projectId: string | null; now: number },
): Promise<void> {
  await store.transaction(async ({ db, tables: { blobs, modelFiles } }) => {
    await db
      .insert(blobs)
      .values({ ...file, createdAt: now })
      .onConflictDoNothing();
    const known = await db
      .select({ id: modelFiles.id })
      .from(modelFiles)
      .where(
        and(
          eq(modelFiles.hash, file.hash),
          projectId === null ? isNull(modelFiles.projectId) : eq(modelFiles.projectId, projectId),
        ),
      );
    if (known.length > 0) return;
    const row = { id: uuidv7(), hash: file.hash, projectId, createdAt: now };
    await db.insert(modelFiles).values(row);
  });
}

/** Those of the hashes that were uploaded for everybody's models or, with a project, for its own: with their sizes. */
export async function findModelFiles(
  { db, tables: { blobs, modelFiles } }: Store,
  { hashes, projectId }: { hashes: readonly string[]; projectId: string | null },
): Promise<Map<string, number>> {
  const isTheirs = projectId === null ? undefined : eq(modelFiles.projectId, projectId);
  const rows = await db
    .select({ hash: blobs.hash, bytes: blobs.bytes })
    .from(modelFiles)
    .innerJoin(blobs, eq(blobs.hash, modelFiles.hash))
    .where(and(inArray(modelFiles.hash, [...hashes]), or(isNull(modelFiles.projectId), isTheirs)));
  return new Map(rows.map(({ hash, bytes }) => [hash, bytes]));
}
