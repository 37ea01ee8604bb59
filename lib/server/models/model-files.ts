import "server-only";
import { open } from "node:fs/promises";
import { addModelFile, findModelFiles } from "@/db/queries/models";
import { deleteModelFile, listUnusedModelFiles } from "@/db/queries/unused-model-files";
import type { Store } from "@/db/store";
import type { SavedModelFile } from "@/lib/api/models";
import { ModelError } from "@/lib/models/model-error";
import type { App } from "../app";
import { AppError } from "../app-error";
import { bodyResponse, hasTag, rangeOf } from "../byte-answer";
import { BlobError, type BytesSource, type StagedBlob } from "../media/blob-store";
import { openFile } from "../media/folder-store";
import { openMedia } from "../media/open-media";
import { mediaProblem } from "../media-problem";
import { declaredLength, wholeBody } from "../receive-file";
import { builtInFile } from "./built-ins";
import { readModelIo } from "./read-model-io";

const MEBIBYTE = 1024 * 1024;
/** Until then a model that was deleted could be put back, and one that was uploaded may still be named and kept. */
const KEEP_UNUSED_MS = 7 * 24 * 3_600_000;
/** Tokenizers of large vocabularies have some 10 MB. */
const MAX_TEXT_BYTES = 20 * MEBIBYTE;
const IMMUTABLE = "private, max-age=31536000, immutable";

type Receiving = {
  kind: "model" | "text";
  /** Null: for everybody's models. */
  projectId: string | null;
};

/** Takes the body of a request in; see `keepModelFile`. */
export function receiveModelFile(
  app: App,
  { request, ...into }: Receiving & { request: Request },
): Promise<SavedModelFile> {
  const declaredBytes = declaredLength(request);
  const maxBytes = largest(app, into.kind);
  if (declaredBytes !== null && declaredBytes > maxBytes) throw tooLarge(maxBytes);
  const source = wholeBody(request, declaredBytes);
  return keepModelFile(app, { ...into, source, signal: request.signal });
}

/** Keeps a file of a model, or a text beside one. Refuses what is neither, and keeps nothing of it. */
export async function keepModelFile(
  app: App,
  from: Receiving & { source: BytesSource; signal?: AbortSignal },
): Promise<SavedModelFile> {
  const { kind, projectId, source, signal } = from;
  const maxBytes = largest(app, kind);
  const media = await openMedia(app.settings);
  try {
    const staged = await media.stage(source, { maxBytes, ...(signal ? { signal } : {}) });
    try {
      const { io, mediaType } = await look(staged, kind);
      const { hash, sizeBytes } = await staged.commit();
      const file = { hash, bytes: sizeBytes, mediaType, info: JSON.stringify({ v: 1, io }) };
      await addModelFile(app.store, { file, projectId, now: Date.now() });
      return { hash, bytes: sizeBytes, io };
    } finally {
      await staged.discard();
    }
  } catch (error) {
    throw problemOf(error, maxBytes);
  }
}

/**
 * Removes what was uploaded for models and no version needs any more, a week after the last one that did was deleted.
 * Only while nobody is answered: a file that arrives again at that moment would be lost.
 */
export async function sweepModelFiles(app: App, now: number): Promise<void> {
  const hashes = await listUnusedModelFiles(app.store, { before: now - KEEP_UNUSED_MS });
  if (hashes.length === 0) return;
  const media = await openMedia(app.settings);
  for (const hash of hashes) {
    // The row first: bytes without one do no harm, and the other way round a backup would miss them.
    await deleteModelFile(app.store, hash);
    await media.delete(hash);
  }
}

function largest({ settings }: App, kind: Receiving["kind"]): number {
  return kind === "model" ? settings.maxModelBytes : MAX_TEXT_BYTES;
}

async function look(staged: StagedBlob, kind: Receiving["kind"]) {
  if (kind === "model") {
    const io = await staged.withLocalFile(readModelIo);
    return { io, mediaType: "application/onnx" };
  }
  await staged.withLocalFile(checkText);
  return { io: null, mediaType: "text/x-model" };
}

async function checkText(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(await file.readFile());
  } catch (cause) {
    throw new AppError("unsupported_media", "This is no text in UTF-8.", { cause });
  } finally {
    await file.close();
  }
}

function problemOf(error: unknown, maxBytes: number): unknown {
  if (error instanceof BlobError && error.code === "too_large") return tooLarge(maxBytes, error);
  if (!(error instanceof ModelError)) return mediaProblem(error);
  const { problem, detail } = error;
  return new AppError("unsupported_media", SENTENCES[problem] ?? error.message, {
    cause: error,
    extra: { reason: problem, detail },
  });
}

const SENTENCES: Partial<Record<ModelError["problem"], string>> = {
  not_onnx: "This is no ONNX file.",
  corrupt: "This ONNX file is cut off or damaged.",
  external_data: "The weights of this model lie in a second file.",
};

function tooLarge(maxBytes: number, cause?: unknown): AppError {
  return new AppError("too_large", `The file is larger than ${maxBytes} bytes.`, {
    cause,
    extra: { reason: "too_large", details: { maxBytes } },
  });
}

/** Answers with a file of a model that the project may use; conditional requests and one byte range are honoured. */
export async function serveModelFile(
  app: App,
  { request, projectId, hash }: { request: Request; projectId: string; hash: string },
): Promise<Response> {
  const found = await findFile(app.store, { projectId, hash });
  if (!found) throw new AppError("not_found", "There is no such file.");
  const etag = `"${hash}"`;
  const headers = new Headers({
    etag,
    "cache-control": IMMUTABLE,
    "accept-ranges": "bytes",
    "content-type": "application/octet-stream",
    "content-disposition": "attachment",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });
  if (hasTag(request.headers.get("if-none-match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  const asked = rangeOf(request.headers, etag);
  const range =
    asked !== null && "last" in asked
      ? { start: Math.max(0, found.bytes - asked.last), end: found.bytes - 1 }
      : asked;
  try {
    const opened = await (found.path === null
      ? (await openMedia(app.settings)).open(hash, range ?? undefined)
      : openFile(found.path, range ?? undefined));
    return bodyResponse({ opened, headers, isPartial: range !== null, request });
  } catch (error) {
    if (error instanceof BlobError && error.code === "range_not_satisfiable") {
      headers.set("content-range", `bytes */${found.bytes}`);
      return new Response(null, { status: 416, headers });
    }
    throw mediaProblem(error);
  }
}

/** Built in, everybody's or the project's own; `path` is null for those in the blob store. */
async function findFile(
  store: Store,
  { projectId, hash }: { projectId: string; hash: string },
): Promise<{ path: string | null; bytes: number } | null> {
  const builtIn = builtInFile(hash);
  if (builtIn) return builtIn;
  const files = await findModelFiles(store, { hashes: [hash], projectId });
  const bytes = files.get(hash);
  return bytes === undefined ? null : { path: null, bytes };
}
