import "server-only";
import { audit } from "@/db/queries/audit";
import { readJob, updateJob } from "@/db/queries/jobs";
import { readProject } from "@/db/queries/projects";
import {
  type ExportPreview,
  type ExportRequest,
  type ExportStatus,
  exportRequestSchema,
} from "@/lib/api/exports";
import type { App } from "../app";
import { AppError } from "../app-error";
import { cancelJob, startJob } from "../job-runner";
import { webStream } from "../web-stream";
import { findDownload, streamExport } from "./download-export";
import { writableFormat } from "./open-export";

type ExportRef = { projectId: string; exportId: string };

/** Starts the preview of an export; its id is also the address of the download. */
export async function createExport(
  app: App,
  { projectId, userId, request }: { projectId: string; userId: string; request: ExportRequest },
): Promise<{ exportId: string }> {
  writableFormat(request.format);
  const project = await readProject(app.store, { projectId, role: "viewer", userId: null });
  const known = new Set(project?.labels.map(({ id }) => id));
  const unknown = request.labelIds?.filter((id) => !known.has(id)) ?? [];
  if (unknown.length > 0) {
    throw new AppError("invalid_request", `The project has no label ${unknown.join(", ")}.`);
  }
  const exportId = await startJob(app, { kind: "export", projectId, userId, payload: request });
  return { exportId };
}

export async function readExport(app: App, ref: ExportRef): Promise<ExportStatus> {
  const { job, request } = await findExport(app, ref);
  const download = findDownload(ref.exportId);
  const preview = job.result as ExportPreview | null;
  return {
    exportId: job.id,
    state: job.state,
    done: job.done,
    total: job.total,
    startedAt: job.startedAt,
    error: job.error,
    request,
    report: preview?.report ?? null,
    download: download && {
      state: download.state,
      bytes: download.bytes,
      done: download.done,
      total: download.total,
      startedAt: download.startedAt,
    },
  };
}

/** Stops the preview, or the download that is going on. */
export async function cancelExport(app: App, ref: ExportRef): Promise<ExportStatus> {
  await findExport(app, ref);
  findDownload(ref.exportId)?.controller.abort();
  await cancelJob(app, ref.exportId);
  return readExport(app, ref);
}

/** The zip. It is made from the data as they are now; the preview told what they were then. */
export async function downloadExport(
  app: App,
  { signal, ...ref }: ExportRef & { signal: AbortSignal },
): Promise<Response> {
  const { job, request } = await findExport(app, ref);
  const preview = job.result as ExportPreview | null;
  const project = await readProject(app.store, {
    projectId: ref.projectId,
    role: "viewer",
    userId: null,
  });
  await app.store.transaction(async (tx) => {
    if (preview) {
      const result: ExportPreview = { ...preview, downloadedAt: Date.now() };
      await updateJob(tx, job.id, { result, now: Date.now() });
    }
    const subject = { id: ref.projectId, name: project?.name ?? "" };
    const after = { format: request.format };
    await audit(tx, { kind: "export.download", projectId: ref.projectId, subject, after });
  });
  const stream = await streamExport(app, { ...ref, request, steps: preview?.steps ?? 0, signal });
  return new Response(webStream(stream), {
    headers: {
      "content-type": "application/zip",
      "content-disposition": attachment(`${project?.name ?? "dataset"}-${request.format}.zip`),
      "cache-control": "no-store",
      // Proxies that hold an answer back until it is whole would hide the progress.
      "x-accel-buffering": "no",
    },
  });
}

async function findExport(app: App, { projectId, exportId }: ExportRef) {
  const job = await readJob(app.store, exportId);
  if (job?.kind !== "export" || job.projectId !== projectId) {
    throw new AppError("not_found", "There is no such export.");
  }
  return { job, request: exportRequestSchema.parse(job.payload) };
}

/** RFC 6266: a plain name for old clients, the real one beside it. */
export function attachment(name: string): string {
  const safe = name.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, "-");
  const plain = safe.normalize("NFKD").replaceAll(/[^\x20-\x7e]+/g, "") || "dataset.zip";
  const encoded = encodeURIComponent(safe).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
