import "server-only";
import { readSnapshot } from "@/db/client";
import { readReasons, walkDecisions } from "@/db/queries/statistics/decisions";
import { topLabels, walkShapes } from "@/db/queries/statistics/shape-walk";
import type { Store } from "@/db/store";
import type { Shapes } from "@/lib/api/statistics";
import { createShapeTally } from "@/lib/statistics/shape-tally";
import type { WorkerContext } from "../workers/worker-spec";
import type { StatisticsWork } from "./statistics-worker";

/** Everything that is too dear for a request, over one snapshot: what the worker of this name does. */
export function countShapes(
  { databaseFile, projectId, mediaKind }: StatisticsWork,
  { signal }: Pick<WorkerContext, "signal">,
): Promise<Omit<Shapes, "computedAt">> {
  return readSnapshot(databaseFile, async (store) => {
    const labelIds = await topLabels(store, projectId);
    const tally = createShapeTally(mediaKind);
    const together = labelIds.map(() => labelIds.map(() => 0));
    for await (const page of walkShapes(store, { projectId, labelIds })) {
      signal.throwIfAborted();
      for (const item of page) {
        tally.addItem(item);
        for (const row of item.rows) tally.add(item, row);
        addPairs(
          together,
          item.labelIds.map((id) => labelIds.indexOf(id)),
        );
      }
      await letOthersRun();
    }
    return {
      ...tally.result(),
      together: { labelIds, items: together },
      reasons: await readReasons(store, projectId),
      suggestions: await countDecisions(store, { projectId, signal }),
    };
  });
}

/** One more item that has all of these labels. */
function addPairs(together: number[][], indices: readonly number[]): void {
  for (const one of indices) {
    const row = together[one];
    if (!row) continue;
    for (const other of indices) row[other] = (row[other] ?? 0) + 1;
  }
}

async function countDecisions(
  store: Store,
  { projectId, signal }: { projectId: string; signal: AbortSignal },
): Promise<Shapes["suggestions"]> {
  const weeks = new Map<string, Shapes["suggestions"][number]>();
  for await (const rows of walkDecisions(store, projectId)) {
    signal.throwIfAborted();
    for (const { versionId, name, day, decision, n } of rows) {
      const week = mondayOf(day);
      const key = `${versionId} ${week}`;
      const known = weeks.get(key);
      const sums = known ?? { versionId, name, week, accepted: 0, corrected: 0, rejected: 0 };
      sums[decision] += n;
      if (!known) weeks.set(key, sums);
    }
    await letOthersRun();
  }
  return [...weeks.values()].sort((a, b) => a.week - b.week || (a.name < b.name ? -1 : 1));
}

/** 1 January 1970 was a Thursday. */
function mondayOf(day: number): number {
  return day - ((day + 3) % 7);
}

function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
