import * as z from "zod/mini";
import { ApiError, apiFetch } from "@/lib/api/client";
import { importCreatedSchema } from "@/lib/api/imports";
import { isFinished, jobSchema } from "@/lib/api/jobs";
import {
  addedFileSchema,
  CHUNK_BYTES,
  ingestAnswerSchema,
  knownFilesSchema,
  MAX_KNOWN_HASHES,
  uploadSchema,
} from "@/lib/api/uploads";
import { foreignReason, HEAD_BYTES } from "./accepted-files";
import { hashFile } from "./hash-file";
import { discardUpload, openUpload } from "./open-upload";
import { sendFile } from "./send-file";
import type { ProblemReason, UploadEntry } from "./upload-entry";
import { forgetUpload, rememberUpload } from "./upload-memory";

/** From here on a dropped connection would cost too much: in chunks. */
const RESUMABLE_BYTES = 24 * 1024 * 1024;
/** So much of speech takes the server longer to decode than a connection may wait for one answer. */
const RESUMABLE_SOUND_BYTES = 2 * 1024 * 1024;
const SNIFFED_FROM_BYTES = 1024 * 1024;
const JOB_POLL_MS = 1_000;
export const CHECK_BATCH = Math.min(64, MAX_KNOWN_HASHES);

export type Sent = { kind: "added" | "duplicate" } | ArchiveResult | DatasetFound;
/** The archive has annotations: it was looked at, and nothing is written before a person has, too. */
export type DatasetFound = { kind: "dataset"; jobId: string; uploadId: string };
export type ArchiveResult = {
  kind: "archive";
  added: number;
  duplicates: number;
  issues: { path: string; code: string; message: string }[];
};

export interface Sending {
  signal: AbortSignal;
  onProgress(sentBytes: number): void;
  /** All bytes have arrived, and the server is at work on them. */
  onPreparing(share: number | null): void;
}

/** What of the batch the project has already, what is large and of another kind, and the server's limit. */
export async function checkKnown(
  projectId: string,
  batch: readonly UploadEntry[],
  signal: AbortSignal,
): Promise<{
  known: ReadonlySet<UploadEntry>;
  foreign: ReadonlyMap<UploadEntry, ProblemReason>;
  maxFileBytes: number;
}> {
  const hashes = await Promise.all(
    batch.map((entry) => (isArchive(entry) ? null : hashFile(entry.file).catch(() => null))),
  );
  const answer = await apiFetch(`/api/v1/projects/${projectId}/files/known`, {
    method: "POST",
    body: { hashes: [...new Set(hashes.filter((hash) => hash !== null))] },
    schema: knownFilesSchema,
    signal,
  });
  const known = new Set(answer.known);
  const reasons = await Promise.all(batch.map(largeAndForeign));
  const foreign = batch.flatMap((entry, index): [UploadEntry, ProblemReason][] => {
    const reason = reasons[index];
    return reason ? [[entry, reason]] : [];
  });
  return {
    foreign: new Map(foreign),
    known: new Set(batch.filter((_, index) => known.has(hashes[index] ?? ""))),
    maxFileBytes: answer.maxFileBytes,
  };
}

/** Small files go to the server, which says exactly what they are; a film is not sent for that. */
async function largeAndForeign(entry: UploadEntry): Promise<ProblemReason | null> {
  if (isArchive(entry) || entry.file.size < SNIFFED_FROM_BYTES) return null;
  try {
    const head = await entry.file.slice(0, HEAD_BYTES).arrayBuffer();
    const { path, mediaKind: kind } = entry;
    return foreignReason(new Uint8Array(head), { path, kind });
  } catch {
    // Cannot be read: sending finds that out, and says so.
    return null;
  }
}

/** Whether a failed request was that request's own trouble. */
export async function isServerThere(signal: AbortSignal): Promise<boolean> {
  try {
    await apiFetch("/api/health", { signal });
    return true;
  } catch {
    return false;
  }
}

/** Brings one file in, by the way that fits its size and kind. Throws ApiError. */
export async function sendEntry(entry: UploadEntry, sending: Sending): Promise<Sent> {
  // A file that was moved or changed since would fail like a lost connection: this throws the true reason.
  await entry.file.slice(0, 1).arrayBuffer();
  if (isArchive(entry)) return sendArchive(entry, sending);
  const isSound = entry.mediaKind === "audio";
  if (entry.file.size >= (isSound ? RESUMABLE_SOUND_BYTES : RESUMABLE_BYTES)) {
    return ingest(await sendChunks(entry, sending), sending);
  }
  const name = encodeURIComponent(entry.path);
  const path = `/api/v1/projects/${entry.projectId}/files?name=${name}`;
  return addedFileSchema.parse(
    await sendFile({ method: "PUT", path, body: entry.file, ...sending }),
  );
}

/** Asks until the file is an item. An answer that is lost on its way is only asked for again. */
async function ingest(uploadId: string, { signal, onPreparing }: Sending): Promise<Sent> {
  while (true) {
    const answer = await apiFetch(`/api/v1/uploads/${uploadId}/ingest`, {
      method: "POST",
      schema: ingestAnswerSchema,
      signal,
    }).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== "not_found") throw error;
      // The server has it no more: another try begins anew.
      forgetUpload(uploadId);
      throw new ApiError({ code: "unavailable", status: 503, detail: error.message });
    });
    if (answer.kind !== "preparing") {
      discardUpload(uploadId);
      return answer;
    }
    onPreparing(answer.share);
  }
}

/** Takes back what has been staged. */
export function dropStaged(entry: UploadEntry): void {
  if (entry.uploadId !== null) discardUpload(entry.uploadId);
  entry.uploadId = null;
}

export function isArchive({ path }: Pick<UploadEntry, "path">): boolean {
  return /\.zip$/i.test(path);
}

/** Sends what the server does not have yet, and asks it first where it stands. */
async function sendChunks(entry: UploadEntry, { signal, onProgress }: Sending): Promise<string> {
  let upload = await openUpload(entry, { uploadId: entry.uploadId, signal });
  entry.uploadId = upload.uploadId;
  while (upload.receivedBytes < upload.sizeBytes) {
    const offset = upload.receivedBytes;
    onProgress(offset);
    const answer = await sendFile({
      method: "PATCH",
      path: `/api/v1/uploads/${upload.uploadId}`,
      body: entry.file.slice(offset, offset + CHUNK_BYTES),
      headers: { "upload-offset": String(offset) },
      signal,
      onProgress: (sentBytes) => onProgress(offset + sentBytes),
    });
    upload = uploadSchema.parse(answer);
    // A chunk that arrived is a success: the next trouble starts counting anew.
    entry.failures = 0;
    rememberUpload(entry, upload.uploadId);
  }
  onProgress(upload.sizeBytes);
  return upload.uploadId;
}

const importResultSchema = z.object({
  isDryRun: z.boolean(),
  items: z.object({
    added: z.number(),
    matchedByContent: z._default(z.number(), 0),
    matchedByName: z._default(z.number(), 0),
  }),
  dataset: z._default(
    z.object({
      issues: z._default(
        z.array(
          z.object({
            code: z.string(),
            severity: z.string(),
            examples: z.array(z.object({ where: z.string(), message: z.string() })),
          }),
        ),
        [],
      ),
    }),
    { issues: [] },
  ),
});

/** The server unpacks it as a job, which goes on when this page is closed. */
async function sendArchive(
  entry: UploadEntry,
  sending: Sending,
): Promise<ArchiveResult | DatasetFound> {
  const { signal } = sending;
  // After a lost connection the same job is asked for again.
  entry.jobId ??= await startImport(entry, await sendChunks(entry, sending), signal);
  while (true) {
    const job = await apiFetch(`/api/v1/jobs/${entry.jobId}`, { schema: jobSchema, signal });
    if (isFinished(job.state)) {
      const { jobId, uploadId } = entry;
      entry.jobId = null;
      if (job.state !== "done") throw new ArchiveFailed(job.error ?? "");
      const result = importResultSchema.parse(job.result);
      return result.isDryRun && uploadId !== null
        ? { kind: "dataset", jobId, uploadId }
        : archiveResult(result);
    }
    await wait(JOB_POLL_MS, signal);
  }
}

async function startImport(
  { projectId }: UploadEntry,
  uploadId: string,
  signal: AbortSignal,
): Promise<string> {
  const { jobId } = await apiFetch(`/api/v1/projects/${projectId}/imports`, {
    method: "POST",
    body: { uploadId, format: "auto", isDryRun: false, looksFirst: true },
    schema: importCreatedSchema,
    signal,
  });
  return jobId;
}

/** The archive could not be read; the message is the server's sentence. */
export class ArchiveFailed extends Error {}

function archiveResult({ items, dataset }: z.infer<typeof importResultSchema>): ArchiveResult {
  return {
    kind: "archive",
    added: items.added,
    duplicates: items.matchedByContent + items.matchedByName,
    issues: dataset.issues
      .filter(({ severity }) => severity === "error")
      .flatMap(({ code, examples }) =>
        examples.map(({ where, message }) => ({ path: where, code, message })),
      ),
  };
}

/** Resolves after the time; rejects with the reason when aborted. */
export function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, delayMs);
    signal.addEventListener("abort", stop, { once: true });
  });
}
