import type { ExportPreview, ExportRequest } from "@/lib/api/exports";
import { defineWorker } from "../workers/worker-spec";

export type ExportWork = {
  dataDir: string;
  databaseFile: string;
  projectId: string;
  request: ExportRequest;
  /** A preview goes through everything and writes nothing; a zip is the worker's output. */
  kind: "preview" | "zip";
};

/** 100,000 items with 1,000,000 boxes need some 50 MB. */
export const exportWorker = defineWorker<ExportWork, ExportPreview>({
  entry: "export",
  maxHeapMb: 512,
});
