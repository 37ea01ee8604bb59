import { type ExportPreview, exportRequestSchema } from "@/lib/api/exports";
import { startExport } from "@/lib/server/export/start-export";
import { defineJob } from "./job";

/** Goes through an export without keeping it, and reports what a download will contain. */
export const exportPreviewJob = defineJob({
  id: "export",
  payload: exportRequestSchema,
  async run(request, { app, projectId, signal, progress }): Promise<ExportPreview> {
    const work = { projectId, request, kind: "preview" } as const;
    const { result } = await startExport(app.settings, work, { signal, onProgress: progress });
    const preview = await result;
    progress(preview.steps, preview.steps);
    return preview;
  },
});
