import { type ImportReport, importRequestSchema } from "@/lib/api/imports";
import { importDataset } from "@/lib/server/import/import-dataset";
import { openFiles } from "@/lib/server/import/open-files";
import { completeUpload, removeUpload } from "@/lib/server/staged-uploads";
import { defineJob } from "./job";

/** Takes an uploaded dataset in, or only looks at it. Once taken in, the upload is not kept. */
export const importDatasetJob = defineJob({
  id: "import",
  payload: importRequestSchema,
  async run({ uploadId, ...options }, context): Promise<ImportReport> {
    const { app, projectId, userId, signal, progress: onProgress } = context;
    const upload = await completeUpload(app, { uploadId, userId });
    const files = await openFiles(upload.path, upload.name);
    const input = { app, projectId, userId, files, options, signal, onProgress };
    const report = await importDataset(input).finally(() => files.close());
    if (!options.isDryRun) await removeUpload(app, uploadId);
    return report;
  },
});
