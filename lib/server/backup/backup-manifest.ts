import { z } from "zod";

/*
 * A backup is a zip:
 *   manifest.json             what is in it
 *   trazo.sqlite              the database as it was at one moment
 *   secret                    signs sessions; absent when it came from the environment
 *   media/blobs/<hash>        what was uploaded; the name is the SHA-256 of the bytes
 *   media/derived/<hash>/<…>  thumbnails, tiles: could be made again, but that takes hours
 */

export const BACKUP_KIND = "trazo-backup";
export const MANIFEST_NAME = "manifest.json";
export const DATABASE_NAME = "trazo.sqlite";
export const SECRET_NAME = "secret";
export const BLOB_FOLDER = "media/blobs/";
export const DERIVED_FOLDER = "media/derived/";

export const backupManifestSchema = z.object({
  kind: z.literal(BACKUP_KIND),
  v: z.literal(1),
  /** Of Trazo. */
  version: z.string(),
  /** ms since 1970 */
  createdAt: z.number(),
  database: z.object({ bytes: z.number(), sha256: z.string() }),
  counts: z.object({
    users: z.number(),
    projects: z.number(),
    items: z.number(),
    annotations: z.number(),
    operations: z.number(),
    blobs: z.number(),
  }),
});
export type BackupManifest = z.infer<typeof backupManifestSchema>;
