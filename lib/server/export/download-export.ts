import "server-only";
import { PassThrough, type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DownloadState, ExportRequest } from "@/lib/api/exports";
import { exportZip } from "@/lib/formats/export-dataset";
import type { App } from "../app";
import { openMedia } from "../media/open-media";
import { openUpright } from "./export-media";
import { openExport } from "./open-export";

export type Download = {
  state: DownloadState;
  bytes: number;
  done: number;
  total: number;
  startedAt: number;
  controller: AbortController;
};

/** Finished downloads that are remembered for their last progress. */
const REMEMBERED = 100;

// A download lives in the process that streams it; routes may be bundled apart, hence the global.
const holder = globalThis as typeof globalThis & { trazoDownloads?: Map<string, Download> };

export function findDownload(exportId: string): Download | null {
  return holder.trazoDownloads?.get(exportId) ?? null;
}

export type DownloadOptions = {
  exportId: string;
  projectId: string;
  request: ExportRequest;
  /** Steps of the whole work, as the preview counted them. */
  steps: number;
  signal?: AbortSignal;
};

/**
 * The zip as a stream, made while it is read, over one snapshot of the data. A reader who goes away
 * ends it; whatever fails breaks the stream, so that half a zip never looks like a whole one.
 */
export function streamExport(app: App, options: DownloadOptions): Readable {
  const download = remember(options);
  const { signal } = download.controller;
  const body = new PassThrough();
  const work = app.store.snapshot(async (store) => {
    const media = await openMedia(app.settings);
    const opened = await openExport(store, {
      ...options,
      signal,
      onItem: () => {
        download.done += 1;
      },
    });
    const zip = exportZip(opened.request, {
      openMedia: (item) => openUpright(media, item),
      signal,
    });
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        download.bytes += chunk.length;
        next(null, chunk);
      },
    });
    await pipeline(zip, meter, body, { signal });
  });
  body.once("close", () => {
    if (!body.readableEnded) download.controller.abort();
  });
  work.then(
    () => {
      download.state = "done";
      download.done = download.total;
    },
    (error: unknown) => {
      download.state = signal.aborted ? "cancelled" : "failed";
      if (!signal.aborted) console.error(error);
      body.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return body;
}

function remember({ exportId, steps, signal }: DownloadOptions): Download {
  holder.trazoDownloads ??= new Map();
  const downloads = holder.trazoDownloads;
  const controller = new AbortController();
  signal?.addEventListener("abort", () => controller.abort(), { once: true });
  const download: Download = {
    state: "running",
    bytes: 0,
    done: 0,
    total: steps,
    startedAt: Date.now(),
    controller,
  };
  downloads.delete(exportId);
  downloads.set(exportId, download);
  for (const [id, { state }] of downloads) {
    if (downloads.size <= REMEMBERED) break;
    if (state !== "running") downloads.delete(id);
  }
  return download;
}
