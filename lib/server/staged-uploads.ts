import "server-only";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { v7 as uuidv7 } from "uuid";
import {
  addUpload,
  deleteUpload,
  listAbandonedUploads,
  readUpload,
  setUploadReceived,
  type UploadRow,
} from "@/db/queries/uploads";
import type { UploadView } from "@/lib/api/uploads";
import { itemName } from "@/lib/media/item-name";
import type { App } from "./app";
import { AppError } from "./app-error";

/*
 * Large files and archives come in chunks and are kept in <data>/staging/<upload id> until they are ingested, imported or
 * abandoned. The row says how much of the file is whole; what lies behind that is the rest of a chunk that broke off.
 */

const ABANDONED_AFTER_MS = 48 * 3_600_000;

type Writing = { stop: AbortController; ended: Promise<unknown> };
const holder = globalThis as typeof globalThis & { trazoUploads?: Map<string, Writing> };

export async function startUpload(
  app: App,
  upload: { projectId: string; userId: string; name: string; sizeBytes: number },
): Promise<UploadView> {
  const { maxArchiveBytes } = app.settings;
  if (upload.sizeBytes > maxArchiveBytes) {
    throw new AppError("too_large", `The file is larger than ${maxArchiveBytes} bytes.`, {
      extra: { reason: "too_large_bytes", details: { maxBytes: maxArchiveBytes } },
    });
  }
  await sweepUploads(app, Date.now());
  const id = uuidv7();
  const name = itemName(upload.name);
  await addUpload(app.store, { ...upload, id, name, createdAt: Date.now() });
  return { uploadId: id, name, sizeBytes: upload.sizeBytes, receivedBytes: 0 };
}

/** Throws `not_found` also for another person's upload. */
export async function viewUpload(app: App, key: UploadKey): Promise<UploadView> {
  return toView(await ownUpload(app, key));
}

export type UploadKey = { uploadId: string; userId: string };
export type Chunk = UploadKey & { offset: number; body: AsyncIterable<Uint8Array> };

/**
 * Appends what arrives; when it breaks off, what arrived stays. A newer chunk ends an older one of the same upload, since its
 * sender has given that up (the server may learn of a dropped connection minutes later). Throws `conflict` with
 * `receivedBytes` when the chunk does not start there.
 */
export async function appendChunk(app: App, chunk: Chunk): Promise<UploadView> {
  holder.trazoUploads ??= new Map();
  const { trazoUploads: writings } = holder;
  const stop = new AbortController();
  const before = writings.get(chunk.uploadId);
  before?.stop.abort();
  const work = async () => {
    await before?.ended;
    stop.signal.throwIfAborted();
    return writeChunk(app, chunk, stop.signal);
  };
  const result = work();
  const writing: Writing = { stop, ended: result.catch(() => undefined) };
  writings.set(chunk.uploadId, writing);
  try {
    return await result;
  } catch (error) {
    if (!stop.signal.aborted || error instanceof AppError) throw error;
    throw new AppError("conflict", "A newer chunk of this upload took over.", { cause: error });
  } finally {
    if (writings.get(chunk.uploadId) === writing) writings.delete(chunk.uploadId);
  }
}

async function writeChunk(app: App, chunk: Chunk, signal: AbortSignal): Promise<UploadView> {
  const row = await ownUpload(app, chunk);
  if (chunk.offset !== row.receivedBytes) {
    throw new AppError("conflict", `The next chunk starts at byte ${row.receivedBytes}.`, {
      extra: { receivedBytes: row.receivedBytes },
    });
  }
  const target = uploadPath(app, row.id);
  await mkdir(path.dirname(target), { recursive: true });
  const file = await open(target, row.receivedBytes === 0 ? "w" : "r+");
  let receivedBytes = row.receivedBytes;
  try {
    for await (const part of abortable(chunk.body, signal)) {
      if (receivedBytes + part.byteLength > row.sizeBytes) {
        throw new AppError("too_large", `The upload was announced with ${row.sizeBytes} bytes.`);
      }
      await writeAt(file, part, receivedBytes);
      receivedBytes += part.byteLength;
    }
  } catch (error) {
    throw isFull(error)
      ? new AppError("storage_full", "The disk of the server is full.", { cause: error })
      : error;
  } finally {
    await file.datasync().finally(() => file.close());
    if (receivedBytes !== row.receivedBytes) {
      await setUploadReceived(app.store, { uploadId: row.id, receivedBytes, now: Date.now() });
    }
  }
  return toView({ ...row, receivedBytes });
}

export type StagedUpload = { uploadId: string; name: string; path: string; sizeBytes: number };

/**
 * The local file of an upload that is complete; throws `conflict` while it is not, `not_found` when the file has been used up.
 * Remove it with `removeUpload`.
 */
export async function completeUpload(app: App, key: UploadKey): Promise<StagedUpload> {
  const { id, name, sizeBytes, receivedBytes } = await ownUpload(app, key);
  if (receivedBytes !== sizeBytes) {
    throw new AppError("conflict", `${receivedBytes} of ${sizeBytes} bytes have arrived.`, {
      extra: { receivedBytes },
    });
  }
  const staged = uploadPath(app, id);
  if (!(await stat(staged).catch(() => null))) {
    await deleteUpload(app.store, id);
    throw new AppError("not_found", "The bytes of this upload are no longer there.");
  }
  return { uploadId: id, name, path: staged, sizeBytes };
}

/** Forgets the upload and its bytes; what arrives for it afterwards is refused. */
export async function removeUpload(app: App, uploadId: string): Promise<void> {
  const writing = holder.trazoUploads?.get(uploadId);
  writing?.stop.abort();
  await writing?.ended;
  await deleteUpload(app.store, uploadId);
  await rm(uploadPath(app, uploadId), { force: true });
}

/** Removes uploads that nothing was added to for two days, and files of which no row is left. */
export async function sweepUploads(app: App, now: number): Promise<void> {
  const before = now - ABANDONED_AFTER_MS;
  for (const uploadId of await listAbandonedUploads(app.store, before)) {
    await removeUpload(app, uploadId);
  }
  const folder = stagingFolder(app);
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null);
    if (!found?.isFile() || found.mtimeMs > before) continue;
    if ((await readUpload(app.store, name)) === null) await rm(file, { force: true });
  }
}

async function ownUpload(app: App, { uploadId, userId }: UploadKey): Promise<UploadRow> {
  const row = await readUpload(app.store, uploadId);
  if (row?.userId !== userId) throw new AppError("not_found", "There is no such upload.");
  return row;
}

/** Ends with an error as soon as the signal says so, though the sender may have fallen silent. */
async function* abortable(body: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  const parts = body[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  try {
    while (true) {
      const next = await Promise.race([parts.next().catch(brokenOff), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a silent sender would hold it.
    parts.return?.()?.catch(() => undefined);
  }
}

function brokenOff(cause: unknown): never {
  const message = "The connection ended before the chunk did. What arrived is kept.";
  throw new AppError("unavailable", message, { cause });
}

async function writeAt(file: FileHandle, part: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < part.byteLength; ) {
    const length = part.byteLength - written;
    written += (await file.write(part, written, length, position + written)).bytesWritten;
  }
}

function toView({ id, name, sizeBytes, receivedBytes }: UploadRow): UploadView {
  return { uploadId: id, name, sizeBytes, receivedBytes };
}

function stagingFolder({ settings }: App): string {
  return path.join(settings.dataDir, "staging");
}

/** Ids are ours (uuid), so that they are safe in a path; callers have found the row before. */
function uploadPath(app: App, uploadId: string): string {
  return path.join(stagingFolder(app), uploadId);
}

function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOSPC";
}
