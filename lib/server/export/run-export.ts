import "server-only";
import { readSnapshot } from "@/db/client";
import type { ExportPreview } from "@/lib/api/exports";
import { exportZip, previewExport } from "@/lib/formats/export-dataset";
import type { DatasetReport } from "@/lib/formats/report";
import { openMedia } from "../media/open-media";
import type { WorkerContext } from "../workers/worker-spec";
import { openItemMedia } from "./export-media";
import type { ExportWork } from "./export-worker";
import { openExport } from "./open-export";

/** Formats go through the items at least twice: once to plan, once to write. */
const EXPECTED_WALKS = 2;

/** The whole of an export, over one snapshot of the data: what the worker of this name does. */
export async function runExport(
  work: ExportWork,
  { signal, progress, write }: WorkerContext,
): Promise<ExportPreview> {
  const { projectId, request, databaseFile } = work;
  let steps = 0;
  let expected = 0;
  const onItem = () => {
    steps += 1;
    progress(steps, Math.max(steps, expected));
  };
  return readSnapshot(databaseFile, async (store) => {
    const opened = await openExport(store, { projectId, request, onItem, signal });
    expected = EXPECTED_WALKS * opened.itemCount;
    if (work.kind === "preview") {
      const report = await previewExport(opened.request, signal);
      return { report, steps };
    }
    const media = await openMedia(work);
    const reports: DatasetReport[] = [];
    const zip = exportZip(opened.request, {
      openMedia: (item) => openItemMedia(media, item),
      onReport: (report) => reports.push(report),
      signal,
    });
    for await (const bytes of zip) await write(bytes as Uint8Array);
    const [report] = reports;
    if (!report) throw new Error("The export ended without its report.");
    return { report, steps };
  });
}
