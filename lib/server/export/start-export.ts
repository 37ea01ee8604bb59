import "server-only";
import type { ExportPreview } from "@/lib/api/exports";
import { loadSharp } from "../media/decoder";
import type { Settings } from "../settings";
import { type RunningWork, runWorker } from "../workers/start-worker";
import type { WorkerOptions } from "../workers/worker-run";
import { type ExportWork, exportWorker } from "./export-worker";

/** Makes an export, or its preview, on a thread of its own. The zip is the `output`. */
export async function startExport(
  { dataDir, databaseFile }: Pick<Settings, "dataDir" | "databaseFile">,
  work: Omit<ExportWork, "dataDir" | "databaseFile">,
  options: WorkerOptions,
): Promise<RunningWork<ExportPreview>> {
  // Images that have to be turned need it in the worker, which may not be the first to load it.
  if (work.request.hasMedia) await loadSharp();
  return runWorker(exportWorker, { ...work, dataDir, databaseFile }, options);
}
