import "server-only";
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { AddedFile, PreparingFile } from "@/lib/api/uploads";
import { addMedia } from "./add-media";
import type { App } from "./app";
import { AppError } from "./app-error";
import { withMediaProblems } from "./media-problem";
import { completeUpload, removeUpload, type UploadKey, viewUpload } from "./staged-uploads";

/*
 * A complete upload becomes an item. Hours of sound take minutes to decode, longer than proxies let an answer take: the work
 * goes on by itself, whoever waits for it, and the request is repeated until it has the outcome. That is kept for a while, since
 * an answer may be lost on its way.
 */

const ANSWER_WITHIN_MS = 5_000;
const OUTCOME_KEPT_MS = 10 * 60_000;

type Ingest = { outcome: Promise<AddedFile>; share: number | null; stop: AbortController };
type Wanted = UploadKey & { projectId: string };

const holder = globalThis as typeof globalThis & { trazoIngests?: Map<string, Ingest> };

function ingests(): Map<string, Ingest> {
  holder.trazoIngests ??= new Map();
  return holder.trazoIngests;
}

/**
 * Makes a complete upload an item, or says how far that is when it takes longer than `waitMs`. The staged bytes go, also when
 * the file is refused; a failure of the server leaves them for another try.
 */
export async function ingestUpload(
  app: App,
  wanted: Wanted,
  waitMs = ANSWER_WITHIN_MS,
): Promise<AddedFile | PreparingFile> {
  await viewUpload(app, wanted);
  const ingest = ingests().get(wanted.uploadId) ?? begin(app, wanted);
  const isOver = new AbortController();
  try {
    const slow = delay(waitMs, null, { signal: isOver.signal, ref: false });
    const outcome = await Promise.race([ingest.outcome, slow]);
    return outcome ?? { kind: "preparing", share: ingest.share };
  } finally {
    isOver.abort();
  }
}

/** Gives an upload up, also while it is made an item. */
export async function dropUpload(app: App, uploadId: string): Promise<void> {
  const ingest = ingests().get(uploadId);
  ingest?.stop.abort(new AppError("conflict", "This upload was given up."));
  await ingest?.outcome.catch(() => undefined);
  ingests().delete(uploadId);
  await removeUpload(app, uploadId);
}

function begin(app: App, wanted: Wanted): Ingest {
  const stop = new AbortController();
  const ingest: Omit<Ingest, "outcome"> = { share: null, stop };
  const begun = Object.assign(ingest, { outcome: takeIn(app, wanted, ingest) });
  // Perhaps nobody waits for it any more.
  begun.outcome.catch(() => undefined);
  ingests().set(wanted.uploadId, begun);
  return begun;
}

async function takeIn(
  app: App,
  wanted: Wanted,
  ingest: Omit<Ingest, "outcome">,
): Promise<AddedFile> {
  const { uploadId, projectId } = wanted;
  const { signal } = ingest.stop;
  let stagedPath: string | null = null;
  try {
    const { name, path } = await completeUpload(app, wanted);
    stagedPath = path;
    const onProgress = (share: number | null) => {
      ingest.share = share;
    };
    const media = { projectId, name, source: path, signal, onProgress };
    const added = await withMediaProblems(() => addMedia(app, media));
    await keepOutcome(app, { uploadId, path });
    return { kind: added.kind, itemId: added.itemId, warnings: [...added.warnings] };
  } catch (error) {
    const isRefused = error instanceof AppError && error.status < 500 && !signal.aborted;
    if (isRefused && stagedPath !== null) await keepOutcome(app, { uploadId, path: stagedPath });
    else ingests().delete(uploadId);
    throw error;
  }
}

/** The bytes go at once, the upload with its outcome later. */
async function keepOutcome(
  app: App,
  { uploadId, path }: { uploadId: string; path: string },
): Promise<void> {
  await rm(path, { force: true });
  const forget = () => void dropUpload(app, uploadId).catch(() => undefined);
  setTimeout(forget, OUTCOME_KEPT_MS).unref();
}
