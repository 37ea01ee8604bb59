import { writeAgreement } from "@/db/queries/agreement/write-agreement";
import { keepStatistics } from "@/db/queries/statistics/kept-statistics";
import { type AgreementCounted, countAgreementSchema } from "@/lib/api/agreement";
import { agreementWorker } from "@/lib/server/agreement/agreement-worker";
import {
  AGREEMENT_JOB,
  agreementBasis,
  agreementWork,
  keptData,
  nameRaters,
  statisticsKind,
} from "@/lib/server/agreement/project-agreement";
import { publish } from "@/lib/server/live/bus";
import { runWorker } from "@/lib/server/workers/start-worker";
import { defineJob } from "./job";

/** Items per transaction: saves of annotators wait for a few milliseconds. */
const ITEMS_AT_ONCE = 100;

/** Counts how far people, known answers and models agree, in a worker, and keeps it; of each item too. */
export const agreementJob = defineJob({
  id: AGREEMENT_JOB,
  payload: countAgreementSchema,
  async run({ filter }, context): Promise<AgreementCounted> {
    const { app, projectId, signal, progress } = context;
    const { store } = app;
    // Before the snapshot: what changes in between makes the result stale, never falsely fresh.
    const basis = await agreementBasis(store, projectId);
    const work = await agreementWork(app, { projectId, filter });
    const { figures, changes } = await runWorker(agreementWorker, work, {
      signal,
      onProgress: progress,
    }).result;
    for (let at = 0; at < changes.length; at += ITEMS_AT_ONCE) {
      signal.throwIfAborted();
      await writeAgreement(store, changes.slice(at, at + ITEMS_AT_ONCE));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const agreement = await nameRaters(store, { projectId, figures });
    const kind = statisticsKind(filter === null ? "project" : "filter");
    const data = keptData(basis, agreement);
    await keepStatistics(store, { projectId, kind, data, now: Date.now() });
    publish(projectId, { kind: "statistics", what: kind });
    return { items: figures.items, mean: figures.mean, changed: changes.length };
  },
});
