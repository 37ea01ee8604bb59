import "server-only";
import { readSnapshot } from "@/db/client";
import { walkJudged } from "@/db/queries/judged-items";
import { createQualityTally, type Quality } from "@/lib/models/quality/tally";
import type { WorkerContext } from "../workers/worker-spec";
import type { QualityWork } from "./quality-worker";

/** What became of a version's suggestions, over one snapshot of the data: what the worker of this name does. */
export function measureQuality(
  { databaseFile, threshold, ...of }: QualityWork,
  { signal }: WorkerContext,
): Promise<Quality> {
  return readSnapshot(databaseFile, async (store) => {
    const tally = createQualityTally(threshold);
    for await (const page of walkJudged(store, of)) {
      signal.throwIfAborted();
      for (const item of page) tally.add(item);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return tally.result();
  });
}
