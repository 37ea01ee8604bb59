import "server-only";
import { readJob } from "@/db/queries/jobs";
import { type AutoAcceptJob, autoAcceptJobSchema } from "@/lib/api/models";
import type { App } from "../app";
import { AppError } from "../app-error";
import { startJob } from "../job-runner";
import { usedModel } from "./model-library";

type Of = { projectId: string; userId: string; versionId: string };

/** Starts the job that accepts what the version is sure of. */
export async function startAutoAccept(
  app: App,
  { threshold, auditShare, ...of }: Of & { threshold: number; auditShare: number },
): Promise<{ jobId: string }> {
  const { version } = await usedModel(app.store, of);
  const { versionId } = of;
  const { name } = version;
  return start(app, of, { kind: "accept", versionId, name, threshold, auditShare });
}

/** Starts the job that takes back what an earlier one accepted. */
export async function startUndo(
  app: App,
  { jobId, ...of }: Of & { jobId: string },
): Promise<{ jobId: string }> {
  const job = await readJob(app.store, jobId);
  const isOfProject = job?.projectId === of.projectId && job.kind === "auto-accept";
  const before = isOfProject ? autoAcceptJobSchema.parse(job.payload) : null;
  if (!job || before?.kind !== "accept" || before.versionId !== of.versionId) {
    throw new AppError("not_found", "There is no such job of this model.");
  }
  if (job.state === "queued" || job.state === "running") {
    throw new AppError("conflict", "Stop the job first.");
  }
  const { versionId, name } = before;
  return start(app, of, { kind: "undo", versionId, name, jobId });
}

async function start(app: App, { projectId, userId }: Of, payload: AutoAcceptJob) {
  return { jobId: await startJob(app, { kind: "auto-accept", projectId, userId, payload }) };
}
