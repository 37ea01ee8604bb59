import "server-only";
import type { ItemFilter } from "@/lib/api/items";
import type { App } from "../app";
import { startJob } from "../job-runner";
import { AGREEMENT_JOB, findRunning } from "./project-agreement";

/** Starts counting; a job that does so already for the same items is joined. */
export async function startAgreement(
  app: App,
  of: { projectId: string; userId: string; filter: ItemFilter | null },
): Promise<{ jobId: string }> {
  const { projectId, userId, filter } = of;
  const wanted = JSON.stringify(filter);
  const running = await findRunning(app.store, projectId, (payload) => {
    return JSON.stringify(payload.filter) === wanted;
  });
  if (running !== null) return { jobId: running };
  const payload = { filter };
  return { jobId: await startJob(app, { kind: AGREEMENT_JOB, projectId, userId, payload }) };
}
