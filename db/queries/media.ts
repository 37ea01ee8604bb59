import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Store } from "../store";

export type ItemMedia = {
  name: string;
  hash: string;
  mediaType: string;
  /** Versioned JSON of the media kind. */
  info: string;
};

/** What is needed to serve an item's media, deleted or not (an undo may bring it back). */
export async function findItemMedia(
  { db, tables: { items, blobs } }: Store,
  itemId: string,
): Promise<ItemMedia | null> {
  const rows = await db
    .select({
      name: items.name,
      hash: items.blobHash,
      mediaType: blobs.mediaType,
      info: blobs.info,
    })
    .from(items)
    .innerJoin(blobs, eq(blobs.hash, items.blobHash))
    .where(eq(items.id, itemId));
  return rows[0] ?? null;
}

/** Those of the hashes that items of the project have. Not those of texts: equal ones may be different records. */
export async function findKnownHashes(
  { db, tables: { items, texts } }: Store,
  { projectId, hashes }: { projectId: string; hashes: readonly string[] },
): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await db
    .selectDistinct({ hash: items.blobHash })
    .from(items)
    .leftJoin(texts, eq(texts.hash, items.blobHash))
    .where(
      and(
        isNull(texts.hash),
        eq(items.projectId, projectId),
        inArray(items.blobHash, [...hashes]),
        isNull(items.deletedAt),
      ),
    );
  return rows.map(({ hash }) => hash);
}
