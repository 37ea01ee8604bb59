import { ApiError, apiFetch } from "@/lib/api/client";
import { type UploadView, uploadSchema } from "@/lib/api/uploads";
import { type FileToSend, forgetUpload, recallUpload, rememberUpload } from "./upload-memory";

/**
 * An upload in chunks for the file: the one that `uploadId` names, else the one that the same file
 * began before, else a new one. The answer says where the next chunk starts.
 */
export async function openUpload(
  wanted: FileToSend,
  { uploadId = null, signal }: { uploadId?: string | null; signal: AbortSignal },
): Promise<UploadView> {
  const known = uploadId ?? recallUpload(wanted);
  const upload = known === null ? null : await findUpload(known, signal);
  const opened =
    upload?.sizeBytes === wanted.file.size ? upload : await startUpload(wanted, signal);
  rememberUpload(wanted, opened.uploadId);
  return opened;
}

/** Null when the server has it no more, or it is another person's. */
export async function findUpload(
  uploadId: string,
  signal: AbortSignal,
): Promise<UploadView | null> {
  try {
    return await apiFetch(`/api/v1/uploads/${uploadId}`, { schema: uploadSchema, signal });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "not_found") throw error;
    forgetUpload(uploadId);
    return null;
  }
}

/** Takes back what has arrived. A failure does not matter: what is left behind is swept. */
export function discardUpload(uploadId: string): void {
  forgetUpload(uploadId);
  apiFetch(`/api/v1/uploads/${uploadId}`, { method: "DELETE" }).catch(() => undefined);
}

function startUpload({ projectId, path, file }: FileToSend, signal: AbortSignal) {
  return apiFetch(`/api/v1/projects/${projectId}/uploads`, {
    method: "POST",
    body: { name: path, sizeBytes: file.size },
    schema: uploadSchema,
    signal,
  });
}
