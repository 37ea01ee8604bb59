import "server-only";
import { readJob } from "@/db/queries/jobs";
import { consolidateSchema } from "@/lib/api/agreement";
import { isFinished } from "@/lib/api/jobs";
import type { App } from "../app";
import { AppError } from "../app-error";
import { startJob } from "../job-runner";

/** Starts the job that takes back what an earlier one has merged. */
export async function startUnmerge(
  app: App,
  { projectId, userId, jobId }: { projectId: string; userId: string; jobId: string },
): Promise<{ jobId: string }> {
  const job = await readJob(app.store, jobId);
  const isMerge = job?.projectId === projectId && job.kind === "consolidate";
  if (!isMerge || consolidateSchema.parse(job.payload).isDryRun) {
    throw new AppError("not_found", "There is no such job that has merged anything here.");
  }
  if (!isFinished(job.state)) throw new AppError("conflict", "Stop the job first.");
  const payload = { jobId };
  return { jobId: await startJob(app, { kind: "consolidate-undo", projectId, userId, payload }) };
}
