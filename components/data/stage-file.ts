import { openUpload } from "@/components/upload/open-upload";
import { rememberUpload } from "@/components/upload/upload-memory";
import { ApiError, apiFetch } from "@/lib/api/client";
import { CHUNK_BYTES, type UploadView, uploadSchema } from "@/lib/api/uploads";

const MAX_FAILURES = 5;
const RETRY_MS = 1_000;

export type Staging = {
  projectId: string;
  file: File;
  signal: AbortSignal;
  onProgress(sentBytes: number): void;
};

/**
 * Brings a file to the server in chunks; after a dropped connection or a reload of the page the
 * same file goes on where it broke off.
 */
export async function stageFile({ projectId, file, signal, onProgress }: Staging): Promise<string> {
  const wanted = { projectId, path: file.name, file };
  let upload = await openUpload(wanted, { signal });
  const path = `/api/v1/uploads/${upload.uploadId}`;
  let failures = 0;
  while (upload.receivedBytes < upload.sizeBytes) {
    onProgress(upload.receivedBytes);
    try {
      upload = await sendChunk(path, { file, offset: upload.receivedBytes, signal });
      failures = 0;
      rememberUpload(wanted, upload.uploadId);
    } catch (error) {
      failures += 1;
      signal.throwIfAborted();
      if (!isPassing(error) || failures > MAX_FAILURES) throw error;
      await wait(RETRY_MS * failures, signal);
      upload = await apiFetch(path, { schema: uploadSchema, signal });
    }
  }
  onProgress(upload.sizeBytes);
  return upload.uploadId;
}

async function sendChunk(
  path: string,
  { file, offset, signal }: { file: File; offset: number; signal: AbortSignal },
): Promise<UploadView> {
  return apiFetch(path, {
    method: "PATCH",
    body: file.slice(offset, offset + CHUNK_BYTES),
    headers: { "upload-offset": String(offset) },
    schema: uploadSchema,
    signal,
  });
}

/** Worth another try: the connection broke, or the server and we disagree where the next chunk starts. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiError && ["network", "unavailable", "conflict"].includes(error.code);
}

function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
