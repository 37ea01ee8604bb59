import { and, eq, exists, gt, inArray, isNull, lt, notExists, or } from "drizzle-orm";
import type { Store } from "../store";
import { toVersion } from "./model-row";

/** Of the files of models, and of the texts beside them. */
const MODEL_MEDIA_TYPES = ["application/onnx", "text/x-model"];

/**
 * Hashes of uploaded files of models that arrived before `before` and that no version needs: none in a library, none
 * deleted since then. What items show, too, is not among them.
 */
export async function listUnusedModelFiles(
  store: Store,
  { before }: { before: number },
): Promise<string[]> {
  const { db, tables } = store;
  const { blobs, items, modelFiles, texts } = tables;
  const added = db
    .select({ id: modelFiles.id })
    .from(modelFiles)
    .where(and(eq(modelFiles.hash, blobs.hash), gt(modelFiles.createdAt, before)));
  const shown = db.select({ id: items.id }).from(items).where(eq(items.blobHash, blobs.hash));
  const said = db.select({ hash: texts.hash }).from(texts).where(eq(texts.hash, blobs.hash));
  const rows = await db
    .select({ hash: blobs.hash })
    .from(blobs)
    .where(
      and(
        inArray(blobs.mediaType, MODEL_MEDIA_TYPES),
        lt(blobs.createdAt, before),
        notExists(added),
        notExists(shown),
        notExists(said),
      ),
    );
  if (rows.length === 0) return [];
  const needed = await neededHashes(store, before);
  return rows.flatMap(({ hash }) => (needed.has(hash) ? [] : [hash]));
}

/** Forgets a file; its bytes are the caller's. */
export async function deleteModelFile(store: Store, hash: string): Promise<void> {
  await store.transaction(async ({ db, tables: { blobs, modelFiles } }) => {
    await db.delete(modelFiles).where(eq(modelFiles.hash, hash));
    await db.delete(blobs).where(eq(blobs.hash, hash));
  });
}

/** Of all versions that are in a library, went since, or that a project uses, one that is deleted itself included. */
async function neededHashes(
  { db, tables: { modelVersions, projectModels } }: Store,
  before: number,
): Promise<Set<string>> {
  const used = db
    .select({ id: projectModels.versionId })
    .from(projectModels)
    .where(eq(projectModels.versionId, modelVersions.id));
  const rows = await db
    .select()
    .from(modelVersions)
    .where(or(isNull(modelVersions.deletedAt), gt(modelVersions.deletedAt, before), exists(used)));
  return new Set(
    rows
      .map(toVersion)
      .flatMap(({ files, assets }) => [...files, ...assets].map(({ hash }) => hash)),
  );
}
