import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isDatabaseInUse, openStore } from "@/db/client";
import { takeInventory } from "@/db/queries/blobs";
import { migrationsFolder } from "../app";
import { openMedia } from "../media/open-media";
import type { Settings } from "../settings";
import { type BackupManifest, DATABASE_NAME, SECRET_NAME } from "./backup-manifest";
import { BackupError, checkSame, readBackup } from "./read-backup";

const STAGING = "restoring-";
const REPLACED = "replaced-";

export type RestoreOptions = {
  settings: Settings;
  file: string;
  /** Put the present data aside instead of refusing. */
  isForced: boolean;
  now: number;
  onProgress?: (done: number, total: number) => void;
};
export type Restored = {
  manifest: BackupManifest;
  /** Folder with what was there before; null when there was nothing. */
  replaced: string | null;
};

/**
 * Unpacks and verifies a backup beside the data, then puts it in their place. Until that last step
 * nothing that was there is touched, and even then it is only put aside.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { settings, isForced } = options;
  await mkdir(settings.dataDir, { recursive: true });
  const present = await presentFiles(settings.dataDir);
  if (present.length > 0 && !isForced) {
    throw new BackupError(
      `There are data in ${settings.dataDir} already; with --force they are put aside first.`,
    );
  }
  refuseWhileInUse(settings);
  const staging = path.join(settings.dataDir, `${STAGING}${randomUUID().slice(0, 8)}`);
  try {
    const manifest = await unpack(staging, options);
    refuseWhileInUse(settings);
    return { manifest, replaced: await swap(staging, present, options) };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function refuseWhileInUse({ databaseFile, dataDir }: Settings): void {
  if (isDatabaseInUse(databaseFile)) {
    throw new BackupError(`A running Trazo uses ${dataDir}; stop it first.`);
  }
}

async function presentFiles(dataDir: string): Promise<string[]> {
  const names = await readdir(dataDir);
  return names.filter((name) => !name.startsWith(STAGING) && !name.startsWith(REPLACED));
}

async function unpack(staging: string, options: RestoreOptions): Promise<BackupManifest> {
  const databaseFile = path.join(staging, DATABASE_NAME);
  await mkdir(staging);
  const media = await openMedia({ ...options.settings, dataDir: staging });
  let total = 0;
  let done = 0;
  let expected = "";
  const manifest = await readBackup(options.file, {
    manifest({ counts, database }) {
      total = counts.blobs;
      expected = database.sha256;
    },
    async database(body) {
      const hash = createHash("sha256");
      const hashing = new Transform({
        transform(chunk: Buffer, _encoding, next) {
          hash.update(chunk);
          next(null, chunk);
        },
      });
      await pipeline(body, hashing, createWriteStream(databaseFile, { mode: 0o600 }));
      checkSame("the database", hash.digest("hex"), expected);
    },
    async secret(body) {
      await pipeline(body, createWriteStream(path.join(staging, SECRET_NAME), { mode: 0o600 }));
    },
    async blob(hash, body) {
      const stored = await media.put(body);
      checkSame(hash, stored.hash, hash);
      done += 1;
      options.onProgress?.(done, total);
    },
    derivative: (hash, name, body) => media.putDerivative(hash, name, body),
  });
  await checkDatabase(databaseFile, manifest);
  return manifest;
}

/** Opens what was unpacked, which also brings an older backup up to date. */
async function checkDatabase(databaseFile: string, manifest: BackupManifest): Promise<void> {
  const store = openStore(databaseFile, migrationsFolder());
  try {
    const counts = await takeInventory(store);
    for (const [what, n] of Object.entries(manifest.counts)) {
      if (counts[what as keyof typeof counts] !== n) {
        throw new BackupError(`The backup is damaged: its number of ${what} is not ${n}.`);
      }
    }
  } finally {
    store.close();
  }
}

/** Renames within the folder: it may be a mount, which itself cannot be renamed. */
async function swap(
  staging: string,
  present: readonly string[],
  { settings, now }: RestoreOptions,
): Promise<string | null> {
  let replaced: string | null = null;
  if (present.length > 0) {
    const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, "-");
    replaced = path.join(settings.dataDir, `${REPLACED}${stamp}`);
    await mkdir(replaced);
    for (const name of present) {
      const from = path.join(settings.dataDir, name);
      if (existsSync(from)) await rename(from, path.join(replaced, name));
    }
  }
  for (const name of await readdir(staging)) {
    await rename(path.join(staging, name), path.join(settings.dataDir, name));
  }
  return replaced;
}
