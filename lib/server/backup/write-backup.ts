import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { openStore } from "@/db/client";
import { takeInventory, walkBlobs } from "@/db/queries/blobs";
import packageJson from "../../../package.json";
import { type App, migrationsFolder } from "../app";
import type { BlobStore } from "../media/blob-store";
import { openMedia } from "../media/open-media";
import {
  BACKUP_KIND,
  type BackupManifest,
  BLOB_FOLDER,
  DATABASE_NAME,
  DERIVED_FOLDER,
  MANIFEST_NAME,
  SECRET_NAME,
} from "./backup-manifest";
import { derivativeNames } from "./derivative-names";
import { verifyBackup } from "./read-backup";

/** Zip entries are compared by nothing but content. */
const NO_TIME = { mtime: new Date(Date.UTC(1980, 0, 1)), forceDosTimestamp: true };

export type BackupOptions = {
  file: string;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

/**
 * Writes everything that the instance has into one zip, while it is in use: the database as of one
 * moment, then the media that this copy names. The file appears only when it is whole and verified.
 */
export async function writeBackup(app: App, options: BackupOptions): Promise<BackupManifest> {
  const { file } = options;
  const scratch = await mkdtemp(path.join(app.settings.dataDir, "backup-"));
  const partial = `${file}.${randomUUID().slice(0, 8)}.partial`;
  try {
    const copy = path.join(scratch, DATABASE_NAME);
    await app.store.backup(copy);
    const manifest = await describeCopy(copy);
    await writeZip(app, { ...options, copy, manifest, partial });
    await verifyBackup(partial);
    await rename(partial, file);
    return manifest;
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await rm(partial, { force: true });
  }
}

async function describeCopy(copy: string): Promise<BackupManifest> {
  const store = openStore(copy, migrationsFolder());
  const counts = await takeInventory(store);
  // Closing writes the log back into the one file that is packed.
  store.close();
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(copy)) hash.update(chunk as Uint8Array);
  const { size } = await stat(copy);
  return {
    kind: BACKUP_KIND,
    v: 1,
    version: packageJson.version,
    createdAt: Date.now(),
    database: { bytes: size, sha256: hash.digest("hex") },
    counts,
  };
}

type Writing = BackupOptions & { copy: string; manifest: BackupManifest; partial: string };

async function writeZip(app: App, writing: Writing): Promise<void> {
  const { copy, manifest, partial, signal } = writing;
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), MANIFEST_NAME, NO_TIME);
  zip.addFile(copy, DATABASE_NAME, NO_TIME);
  const secret = path.join(app.settings.dataDir, SECRET_NAME);
  if (existsSync(secret)) zip.addFile(secret, SECRET_NAME, NO_TIME);
  const filling = addMedia(app, zip, writing).then(
    () => zip.end(),
    (error: unknown) => zip.emit("error", error),
  );
  const target = createWriteStream(partial, { flags: "wx", mode: 0o600 });
  const failed = new Promise<never>((_resolve, reject) => zip.once("error", reject));
  const written = pipeline(zip.outputStream, target, signal ? { signal } : {});
  await Promise.race([written, failed]);
  await filling;
  const handle = await open(partial, "r+");
  await handle.sync().finally(() => handle.close());
}

/** One file after the other, so that at most one is open and hardly any waits in memory. */
async function addMedia(app: App, zip: ZipFile, { copy, manifest, onProgress, signal }: Writing) {
  const media = await openMedia(app.settings);
  const store = openStore(copy, migrationsFolder());
  let done = 0;
  try {
    for await (const { hash } of walkBlobs(store)) {
      signal?.throwIfAborted();
      await addStream(zip, `${BLOB_FOLDER}${hash}`, (await media.open(hash)).body);
      for (const [name, body] of await openDerivatives(media, hash)) {
        await addStream(zip, `${DERIVED_FOLDER}${hash}/${name}`, await body());
      }
      done += 1;
      onProgress?.(done, manifest.counts.blobs);
    }
  } finally {
    store.close();
  }
}

async function openDerivatives(media: BlobStore, hash: string) {
  return (await derivativeNames(media, hash)).map((name): [string, () => Promise<Readable>] => [
    name,
    async () => (await media.openDerivative(hash, name)).body,
  ]);
}

/** Media are compressed already: stored as they are. Resolves when the stream was read to its end. */
function addStream(zip: ZipFile, name: string, body: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    body.once("error", reject);
    body.once("end", resolve);
    zip.addReadStream(body, name, { ...NO_TIME, compress: false });
  });
}
