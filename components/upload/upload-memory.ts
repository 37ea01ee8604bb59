import * as z from "zod/mini";
import { createStoredValue } from "@/components/shell/stored-value";
import { idSchema } from "@/lib/annotation/annotation";
import { UPLOADS_KEY } from "./upload-inbox";

/*
 * Uploads in chunks that have begun, kept in the browser: a page that was reloaded has lost its
 * files, but the server has what arrived, and the same file dropped again goes on from there.
 */

const rememberedSchema = z.object({
  projectId: idSchema,
  path: z.string(),
  sizeBytes: z.number(),
  /** The file's lastModified: with name and size it tells that it is the same file. */
  modifiedAt: z.number(),
  uploadId: idSchema,
  /** When a page last worked on it, ms since 1970; 0: that page is gone. */
  aliveAt: z.number(),
});
export type RememberedUpload = z.infer<typeof rememberedSchema>;

/** Of a page that ended without a word nothing is heard for so long. */
const SILENCE_MS = 60_000;
const MAX_REMEMBERED = 200;

const NOTHING: readonly RememberedUpload[] = [];
export const uploadMemory = createStoredValue<readonly RememberedUpload[]>({
  key: UPLOADS_KEY,
  schema: z.array(rememberedSchema),
  fallback: NOTHING,
});
/** Those that this page works on. */
const own = new Set<string>();

export type FileToSend = { projectId: string; path: string; file: File };

/** The upload that this very file began, here or on a page before. */
export function recallUpload(wanted: FileToSend): string | null {
  return uploadMemory.get().find((kept) => isSameFile(kept, wanted))?.uploadId ?? null;
}

/** Call it when an upload begins or is taken up, and with every chunk. */
export function rememberUpload(wanted: FileToSend, uploadId: string, now = Date.now()): void {
  const { projectId, path, file } = wanted;
  const { size: sizeBytes, lastModified: modifiedAt } = file;
  const others = uploadMemory
    .get()
    .filter((kept) => kept.uploadId !== uploadId && !isSameFile(kept, wanted));
  own.add(uploadId);
  const one = { projectId, path, sizeBytes, modifiedAt, uploadId, aliveAt: now };
  uploadMemory.set([...others, one].slice(-MAX_REMEMBERED));
}

export function forgetUpload(uploadId: string): void {
  own.delete(uploadId);
  const kept = uploadMemory.get();
  const rest = kept.filter((upload) => upload.uploadId !== uploadId);
  if (rest.length < kept.length) uploadMemory.set(rest);
}

/** The page goes away, and says so to the next one. */
export function leaveUploads(): void {
  if (own.size === 0) return;
  uploadMemory.set(
    uploadMemory.get().map((kept) => (own.has(kept.uploadId) ? { ...kept, aliveAt: 0 } : kept)),
  );
}

/** What no page works on any more. */
export function interruptedUploads(
  kept: readonly RememberedUpload[],
  now: number,
): RememberedUpload[] {
  return kept.filter(({ uploadId, aliveAt }) => !own.has(uploadId) && now - aliveAt > SILENCE_MS);
}

function isSameFile(kept: RememberedUpload, { projectId, path, file }: FileToSend): boolean {
  return (
    kept.projectId === projectId &&
    kept.path === path &&
    kept.sizeBytes === file.size &&
    kept.modifiedAt === file.lastModified
  );
}
