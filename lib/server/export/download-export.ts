import "server-only";
import type { Readable } from "node:stream";
import type { DownloadState, ExportRequest } from "@/lib/api/exports";
import type { App } from "../app";
import { startExport } from "./start-export";

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
export async function streamExport(app: App, options: DownloadOptions): Promise<Readable> {
  const { projectId, request } = options;
  const download = remember(options);
  const { signal } = download.controller;
  const work = { projectId, request, kind: "zip" } as const;
  const { output, result } = await startExport(app.settings, work, {
    signal,
    onProgress: (done) => {
      download.done = done;
    },
  });
  output.on("data", (chunk: Uint8Array) => {
    download.bytes += chunk.length;
  });
  // Listening to data sets the stream flowing; its reader decides the pace.
  output.pause();
  output.once("close", () => {
    if (!output.readableEnded) download.controller.abort();
  });
  result.then(
    () => {
      download.state = "done";
      download.done = download.total;
    },
    (error: unknown) => {
      download.state = signal.aborted ? "cancelled" : "failed";
      if (!signal.aborted) console.error(error);
    },
  );
  return output;
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
