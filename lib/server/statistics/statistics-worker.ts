import type { Shapes } from "@/lib/api/statistics";
import type { MediaKind } from "@/lib/media/media";
import { defineWorker } from "../workers/worker-spec";

export type StatisticsWork = { databaseFile: string; projectId: string; mediaKind: MediaKind };

/** Some items at a time and their sums: 1,000,000 annotations need no more than 10,000. */
export const statisticsWorker = defineWorker<StatisticsWork, Omit<Shapes, "computedAt">>({
  entry: "statistics",
  maxHeapMb: 256,
});
