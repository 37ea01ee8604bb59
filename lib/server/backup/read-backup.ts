import "server-only";
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import yauzl from "yauzl";
import {
  type BackupManifest,
  BLOB_FOLDER,
  backupManifestSchema,
  DATABASE_NAME,
  DERIVED_FOLDER,
  MANIFEST_NAME,
  SECRET_NAME,
} from "./backup-manifest";

/** A backup that is damaged, or no backup at all. The message is a sentence for the person. */
export class BackupError extends Error {}

/** What to do with each file of a backup. Whoever takes a stream reads it to its end. */
export type BackupVisitor = {
  manifest(manifest: BackupManifest): void;
  database(body: Readable): Promise<void>;
  secret(body: Readable): Promise<void>;
  blob(hash: string, body: Readable): Promise<void>;
  derivative(hash: string, name: string, body: Readable): Promise<void>;
};

const HASH = /^[0-9a-f]{64}$/;

/** Goes through a backup in the order in which it was written; checks that nothing is missing. */
export async function readBackup(file: string, visitor: BackupVisitor): Promise<BackupManifest> {
  const zip = await yauzl.openPromise(file, { autoClose: false }).catch((cause: unknown) => {
    throw new BackupError(`${file} is not a readable zip file.`, { cause });
  });
  let manifest: BackupManifest | null = null;
  let blobs = 0;
  let hasDatabase = false;
  try {
    for await (const entry of zip.eachEntry()) {
      const body = await zip.openReadStreamPromise(entry);
      const name = entry.fileName;
      if (name === MANIFEST_NAME) {
        manifest = parseManifest(file, await text(body));
        visitor.manifest(manifest);
      } else if (!manifest) throw new BackupError(`${file} is not a backup of Trazo.`);
      else if (name === DATABASE_NAME) {
        hasDatabase = true;
        await visitor.database(body);
      } else if (name === SECRET_NAME) await visitor.secret(body);
      else if (name.startsWith(BLOB_FOLDER)) {
        blobs += 1;
        await visitor.blob(checkHash(name.slice(BLOB_FOLDER.length)), body);
      } else if (name.startsWith(DERIVED_FOLDER)) {
        const [hash = "", ...rest] = name.slice(DERIVED_FOLDER.length).split("/");
        await visitor.derivative(checkHash(hash), rest.join("/"), body);
      } else throw new BackupError(`The backup has a file that does not belong there: ${name}.`);
    }
  } finally {
    zip.close();
  }
  if (!manifest) throw new BackupError(`${file} is not a backup of Trazo.`);
  if (!hasDatabase) throw new BackupError("The backup has no database.");
  if (blobs !== manifest.counts.blobs) {
    throw new BackupError(
      `The backup has ${blobs} media files, but names ${manifest.counts.blobs}.`,
    );
  }
  return manifest;
}

/** Reads a backup from end to end and compares every hash. Throws a BackupError when one is wrong. */
export function verifyBackup(file: string): Promise<BackupManifest> {
  let expected = "";
  return readBackup(file, {
    manifest(manifest) {
      expected = manifest.database.sha256;
    },
    async database(body) {
      checkSame("the database", await sha256(body), expected);
    },
    secret: drain,
    async blob(hash, body) {
      checkSame(hash, await sha256(body), hash);
    },
    derivative: (_hash, _name, body) => drain(body),
  });
}

export function checkSame(what: string, actual: string, expected: string): void {
  if (actual !== expected) throw new BackupError(`The backup is damaged: ${what} has changed.`);
}

function parseManifest(file: string, json: string): BackupManifest {
  try {
    return backupManifestSchema.parse(JSON.parse(json));
  } catch (cause) {
    throw new BackupError(`${file} is not a backup that this version can read.`, { cause });
  }
}

function checkHash(hash: string): string {
  if (!HASH.test(hash)) throw new BackupError(`The backup has a file with a bad name: ${hash}.`);
  return hash;
}

async function sha256(body: Readable): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of body) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

async function drain(body: Readable): Promise<void> {
  for await (const _chunk of body);
}
