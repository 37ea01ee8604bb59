import { consolidateStep, countShared, noneConsolidated } from "@/db/queries/consolidate-items";
import { type ConsolidatedItems, consolidateSchema } from "@/lib/api/agreement";
import { publish } from "@/lib/server/live/bus";
import { defineJob } from "./job";

/**
 * Merges anew what people handed in, on some items, by the project's rule or another; or says what that would do. Cut
 * off, it can be started again: what is merged already stays as it is. The job `consolidate-undo` takes it back.
 */
export const consolidateJob = defineJob({
  id: "consolidate",
  payload: consolidateSchema,
  async run({ select, rule, isDryRun }, context): Promise<ConsolidatedItems> {
    const { app, jobId, projectId, userId, signal, progress } = context;
    const work = { jobId, projectId, userId, select, rule, isDryRun };
    const total = await countShared(app.store, work);
    const counts = noneConsolidated();
    for (let after: number | null = -1; after !== null; ) {
      signal.throwIfAborted();
      const step: Awaited<ReturnType<typeof consolidateStep>> = await consolidateStep(app.store, {
        work,
        after,
        counts,
      });
      after = step.next;
      progress(counts.items, Math.max(total, counts.items));
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!isDryRun) publish(projectId, { kind: "work" });
    return counts;
  },
});
