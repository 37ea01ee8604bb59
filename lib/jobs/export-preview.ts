import { type ExportPreview, exportRequestSchema } from "@/lib/api/exports";
import { previewExport } from "@/lib/formats/export-dataset";
import { openExport } from "@/lib/server/export/open-export";
import { defineJob } from "./job";

/** Formats go through the items at least twice: once to plan, once to write. */
const EXPECTED_WALKS = 2;

/** Goes through an export without keeping it, and reports what a download will contain. */
export const exportPreviewJob = defineJob({
  id: "export",
  payload: exportRequestSchema,
  async run(request, { app, projectId, signal, progress }): Promise<ExportPreview> {
    let steps = 0;
    let expected = 0;
    const onItem = () => {
      steps += 1;
      progress(steps, Math.max(steps, expected));
    };
    return app.store.snapshot(async (store) => {
      const opened = await openExport(store, { projectId, request, onItem, signal });
      expected = EXPECTED_WALKS * opened.itemCount;
      const report = await previewExport(opened.request, signal);
      progress(steps, steps);
      return { report, steps };
    });
  },
});
