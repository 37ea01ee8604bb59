import { readMediaKind } from "@/db/queries/projects";
import { type ImportReport, importRequestSchema } from "@/lib/api/imports";
import type { FileTree } from "@/lib/formats/format";
import type { MediaKind } from "@/lib/media/media";
import { chooseFormat } from "@/lib/server/import/choose-format";
import { importDataset } from "@/lib/server/import/import-dataset";
import { openFiles } from "@/lib/server/import/open-files";
import { completeUpload, removeUpload } from "@/lib/server/staged-uploads";
import { defineJob } from "./job";

/** Takes an uploaded dataset in, or only looks at it. Once taken in, the upload is not kept. */
export const importDatasetJob = defineJob({
  id: "import",
  payload: importRequestSchema,
  async run({ uploadId, looksFirst, ...asked }, context): Promise<ImportReport> {
    const { app, projectId, userId, signal, progress: onProgress } = context;
    const upload = await completeUpload(app, { uploadId, userId });
    const files = await openFiles(upload.path, upload.name);
    try {
      const media = looksFirst ? await readMediaKind(app.store, projectId) : null;
      const isAsked = media !== null && (await isDataset(files, { id: asked.format, media }));
      const options = { ...asked, isDryRun: asked.isDryRun || isAsked };
      const { name } = upload;
      const input = { app, projectId, userId, files, name, options, signal, onProgress };
      const report = await importDataset(input);
      if (!report.isDryRun) await removeUpload(app, uploadId);
      return report;
    } finally {
      await files.close();
    }
  },
});

async function isDataset(
  files: FileTree,
  wanted: { id: string; media: MediaKind },
): Promise<boolean> {
  const { format } = await chooseFormat(files, wanted);
  return format.carries.geometries.length > 0;
}
