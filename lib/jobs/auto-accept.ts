import { acceptStep, countNew, noneAccepted, type Step, undoStep } from "@/db/queries/auto-accept";
import { readJob } from "@/db/queries/jobs";
import { type AutoAccepted, type AutoAcceptJob, autoAcceptJobSchema } from "@/lib/api/models";
import { usedModel } from "@/lib/server/models/model-library";
import { defineJob, type JobContext } from "./job";

/**
 * Accepts what a model is sure of on items that nobody has begun, or takes back what such a job accepted. Cut off,
 * it can be started again: what was done is recognised.
 */
export const autoAcceptJob = defineJob({
  id: "auto-accept",
  payload: autoAcceptJobSchema,
  async run(payload, context): Promise<AutoAccepted> {
    const { app, projectId } = context;
    const next = await stepsOf(payload, context);
    const total = await countNew(app.store, projectId);
    const counts = noneAccepted();
    let seen = 0;
    for (let after: number | null = -1; after !== null; ) {
      context.signal.throwIfAborted();
      const step: Step = await next(after);
      after = step.next;
      seen += step.seen;
      for (const [what, n] of Object.entries(step.counts)) {
        counts[what as keyof AutoAccepted] += n;
      }
      context.progress(seen, Math.max(seen, total));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return counts;
  },
});

/** The part of the work that begins after a position. */
async function stepsOf(
  payload: AutoAcceptJob,
  { app: { store }, jobId, projectId, userId }: JobContext,
): Promise<(after: number) => Promise<Step>> {
  const { versionId } = payload;
  if (payload.kind === "accept") {
    const model = await usedModel(store, { projectId, versionId });
    const { threshold, auditShare } = payload;
    const work = { projectId, model, threshold, auditShare, jobId, userId };
    return (after) => acceptStep(store, work, after);
  }
  const accepted = await readJob(store, payload.jobId);
  const before = autoAcceptJobSchema.parse(accepted?.payload);
  const auditShare = before.kind === "accept" ? before.auditShare : 0;
  const work = { projectId, versionId, auditShare, jobId: payload.jobId, userId };
  return (after) => undoStep(store, work, after);
}
