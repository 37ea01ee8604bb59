import "server-only";
import type { AddedFile } from "@/lib/api/uploads";
import { addMedia } from "./add-media";
import type { App } from "./app";
import { AppError } from "./app-error";
import { withMediaProblems } from "./media-problem";
import { completeUpload, removeUpload } from "./staged-uploads";

/** Makes a complete upload an item; the staged bytes go, also when the file is refused. */
export async function ingestUpload(
  app: App,
  { uploadId, userId, projectId }: { uploadId: string; userId: string; projectId: string },
): Promise<AddedFile> {
  const { name, path } = await completeUpload(app, { uploadId, userId });
  try {
    const added = await withMediaProblems(() => addMedia(app, { projectId, name, source: path }));
    await removeUpload(app, uploadId);
    return { kind: added.kind, itemId: added.itemId, warnings: [...added.warnings] };
  } catch (error) {
    const isFinal = error instanceof AppError && error.status < 500;
    if (isFinal) await removeUpload(app, uploadId);
    throw error;
  }
}
