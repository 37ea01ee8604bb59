import type { GeometryKind } from "@/lib/geometry/geometry";
import type { Quality } from "@/lib/models/quality/tally";
import { defineWorker } from "../workers/worker-spec";

export type QualityWork = {
  databaseFile: string;
  projectId: string;
  versionId: string;
  threshold: number;
  /** Labels that the project maps classes to; those of earlier suggestions count too. */
  mapped: readonly string[];
  /** What the version suggests; null: not known. */
  kind: GeometryKind | null;
};

/** Some items at a time and their sums: 100,000 items need no more than 1,000. */
export const qualityWorker = defineWorker<QualityWork, Quality>({
  entry: "quality",
  maxHeapMb: 256,
});
