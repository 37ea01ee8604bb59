import { countOfJob, unmergeStep } from "@/db/queries/merge-undo";
import { type UnmergedItems, unmergeSchema } from "@/lib/api/agreement";
import { publish } from "@/lib/server/live/bus";
import { defineJob } from "./job";

/**
 * Takes back what a job has merged: results that nobody has changed or decided on since are what they were before. Cut
 * off, it can be started again.
 */
export const consolidateUndoJob = defineJob({
  id: "consolidate-undo",
  payload: unmergeSchema,
  async run({ jobId }, { app, projectId, userId, signal, progress }): Promise<UnmergedItems> {
    const work = { jobId, projectId, userId };
    const total = await countOfJob(app.store, work);
    const counts: UnmergedItems = { back: 0, left: 0 };
    for (let after: number | null = -1; after !== null; ) {
      signal.throwIfAborted();
      const step: Awaited<ReturnType<typeof unmergeStep>> = await unmergeStep(app.store, {
        ...{ work, after, counts },
      });
      after = step.next;
      const done = counts.back + counts.left;
      progress(done, Math.max(total, done));
      await new Promise((resolve) => setImmediate(resolve));
    }
    publish(projectId, { kind: "work" });
    return counts;
  },
});
