import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { processRun } from "../process-run";
import {
  assertDerivativeName,
  assertHash,
  BlobError,
  type BlobHash,
  type BlobStore,
  type ByteRange,
  type BytesSource,
  type OpenedBlob,
  type PutOptions,
  type PutResult,
  type StagedBlob,
} from "./blob-store";

/*
 * <root>/blobs/ab/cd/<hash>            the bytes as they were uploaded
 * <root>/derived/ab/cd/<hash>/<name>   what was computed from them
 * <root>/tmp/<host>~<pid>~<run>~<id>   being written; in the same file system, so that a rename is atomic
 */

const RUN = processRun();
const OWNER = `${hostname().replace(/[^A-Za-z0-9.-]/g, "_")}~${process.pid}~${RUN}`;
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** Opens (and makes) the store in a folder, and removes what an interrupted run left half written. */
export async function openFolderStore(root: string): Promise<BlobStore> {
  const store = new FolderStore(root);
  await store.start();
  return store;
}

class FolderStore implements BlobStore {
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  async start(): Promise<void> {
    for (const folder of ["blobs", "derived", "tmp"]) {
      await mkdir(join(/* turbopackIgnore: true */ this.root, folder), { recursive: true });
    }
    await this.sweep();
  }

  async stage(source: BytesSource, options: PutOptions = {}): Promise<StagedBlob> {
    const path = this.newTempPath();
    const { hash, sizeBytes } = await writeDurably(path, source, options);
    const discard = () => rm(path, { force: true });
    return {
      hash,
      sizeBytes,
      withLocalFile: (use) => use(path),
      discard,
      commit: async () => {
        const target = this.blobPath(hash);
        const before = await statOrNull(target);
        // A different size under the same hash can only be damage to the disk: the fresh bytes mend it.
        if (before !== null && before.size === sizeBytes) {
          await discard();
          return { hash, sizeBytes, isNew: false };
        }
        await moveInto(path, target);
        return { hash, sizeBytes, isNew: before === null };
      },
    };
  }

  async put(source: BytesSource, options: PutOptions = {}): Promise<PutResult> {
    const staged = await this.stage(source, options);
    try {
      return await staged.commit();
    } catch (error) {
      await staged.discard();
      throw error;
    }
  }

  async open(hash: BlobHash, range?: ByteRange): Promise<OpenedBlob> {
    return openFile(this.blobPath(hash), range);
  }

  async stat(hash: BlobHash) {
    const found = await statOrNull(this.blobPath(hash));
    return found === null ? null : { sizeBytes: found.size, modifiedMs: found.mtimeMs };
  }

  async delete(hash: BlobHash): Promise<void> {
    await rm(this.blobPath(hash), { force: true });
    await this.deleteDerivatives(hash);
  }

  async withLocalFile<T>(hash: BlobHash, use: (path: string) => Promise<T>): Promise<T> {
    const path = this.blobPath(hash);
    if ((await statOrNull(path)) === null) throw notFound();
    return use(path);
  }

  async withScratchFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = this.newTempPath();
    await mkdir(folder);
    try {
      return await use(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async putDerivative(hash: BlobHash, name: string, source: BytesSource): Promise<void> {
    const target = this.derivativePath(hash, name);
    const path = this.newTempPath();
    // Not flushed to the disk one by one (a pyramid has hundreds): a derivative can be made again.
    await writeFile(path, source, {});
    await moveInto(path, target, { isDurable: false });
  }

  async openDerivative(hash: BlobHash, name: string, range?: ByteRange): Promise<OpenedBlob> {
    return openFile(this.derivativePath(hash, name), range);
  }

  async hasDerivative(hash: BlobHash, name: string): Promise<boolean> {
    return (await statOrNull(this.derivativePath(hash, name))) !== null;
  }

  async deleteDerivatives(hash: BlobHash): Promise<void> {
    assertHash(hash);
    await rm(this.fanOut("derived", hash), { recursive: true, force: true });
  }

  private blobPath(hash: BlobHash): string {
    assertHash(hash);
    return this.fanOut("blobs", hash);
  }

  private derivativePath(hash: BlobHash, name: string): string {
    assertHash(hash);
    assertDerivativeName(name);
    return join(/* turbopackIgnore: true */ this.fanOut("derived", hash), name);
  }

  private fanOut(folder: string, hash: BlobHash): string {
    return join(
      /* turbopackIgnore: true */ this.root,
      folder,
      hash.slice(0, 2),
      hash.slice(2, 4),
      hash,
    );
  }

  private newTempPath(): string {
    return join(/* turbopackIgnore: true */ this.root, "tmp", `${OWNER}~${randomUUID()}`);
  }

  /** The command line opens the store beside a running server, so only files whose writer is gone may go. */
  private async sweep(): Promise<void> {
    const folder = join(/* turbopackIgnore: true */ this.root, "tmp");
    for (const name of await readdir(folder)) {
      const path = join(/* turbopackIgnore: true */ folder, name);
      const found = await statOrNull(path);
      if (found === null) continue;
      const isOld = Date.now() - found.mtimeMs > ABANDONED_AFTER_MS;
      if (isOld || isWriterGone(name)) await rm(path, { recursive: true, force: true });
    }
  }
}

function isWriterGone(tempName: string): boolean {
  const [host, pid, run] = tempName.split("~");
  const [ownHost, ownPid] = OWNER.split("~");
  if (host !== ownHost || run === undefined) return false;
  if (pid === ownPid) return run !== RUN;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return errorCode(error) === "ESRCH";
  }
}

async function writeDurably(path: string, source: BytesSource, options: PutOptions) {
  return writeFile(path, source, { ...options, isDurable: true });
}

/** Writes and hashes in one pass, one chunk in memory at a time. A failure leaves no file. */
async function writeFile(
  path: string,
  source: BytesSource,
  options: PutOptions & { isDurable?: boolean },
): Promise<{ hash: BlobHash; sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let file: FileHandle | null = null;
  try {
    file = await open(path, "wx");
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      options.signal?.throwIfAborted();
      sizeBytes += chunk.byteLength;
      if (options.maxBytes !== undefined && sizeBytes > options.maxBytes) {
        throw new BlobError("too_large", `The file is larger than ${options.maxBytes} bytes.`);
      }
      hash.update(chunk);
      await writeAll(file, chunk);
    }
    options.signal?.throwIfAborted();
    if (options.isDurable) await file.sync();
    await file.close();
    return { hash: hash.digest("hex"), sizeBytes };
  } catch (error) {
    await file?.close().catch(() => undefined);
    await rm(path, { force: true });
    if (errorCode(error) === "ENOSPC") {
      throw new BlobError("storage_full", "The disk that holds the media is full.", error);
    }
    throw error;
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.byteLength) {
    written += (await file.write(chunk, written)).bytesWritten;
  }
}

async function moveInto(from: string, to: string, { isDurable = true } = {}): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  if (isDurable) {
    // Without this a power cut may forget the rename although the bytes are there.
    const folder = await open(dirname(to), "r");
    await folder.sync().finally(() => folder.close());
  }
}

/** Throws as `BlobStore.open` does. */
export async function openFile(path: string, range: ByteRange | undefined): Promise<OpenedBlob> {
  const found = await statOrNull(path);
  if (found === null) throw notFound();
  const sizeBytes = found.size;
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? sizeBytes - 1, sizeBytes - 1);
  if (range !== undefined && !(start >= 0 && start <= end)) {
    throw new BlobError("range_not_satisfiable", `The file has ${sizeBytes} bytes.`);
  }
  if (sizeBytes === 0) return { body: createReadStream(path), sizeBytes, range: null };
  return { body: createReadStream(path, { start, end }), sizeBytes, range: { start, end } };
}

async function statOrNull(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

function notFound(): BlobError {
  return new BlobError("not_found", "This file is not in the store.");
}
