import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";

export const hashSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export const MAX_KNOWN_HASHES = 500;
/** A chunk of a resumable upload: lost at most once when a connection drops. */
export const CHUNK_BYTES = 8 * 1024 * 1024;

/** PUT /api/v1/projects/:projectId/files?name=…, the body is the file. */
export const putFileQuerySchema = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(10_000)),
});
export const addedFileSchema = z.object({
  kind: z.enum(["added", "duplicate"]),
  itemId: idSchema,
  warnings: z.array(z.string()),
});
export type AddedFile = z.infer<typeof addedFileSchema>;

/**
 * POST /api/v1/uploads/:uploadId/ingest: 200 with the outcome, or 202 while the file is still being decoded; then ask again.
 * `share`, 0 to 1, of the decoding; null while it waits for its turn, or where nobody knows how long the file is.
 */
export const preparingFileSchema = z.object({
  kind: z.literal("preparing"),
  share: z.nullable(z.number()),
});
export type PreparingFile = z.infer<typeof preparingFileSchema>;
export const ingestAnswerSchema = z.discriminatedUnion("kind", [
  addedFileSchema,
  preparingFileSchema,
]);

/** POST /api/v1/projects/:projectId/files/known: which of these are in the project already. */
export const knownFilesRequestSchema = z.strictObject({
  hashes: z.array(hashSchema).check(z.maxLength(MAX_KNOWN_HASHES)),
});
export const knownFilesSchema = z.object({
  known: z.array(hashSchema),
  /** The largest image that the server takes. */
  maxFileBytes: z.number(),
});

/** POST /api/v1/projects/:projectId/uploads */
export const startUploadSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(10_000)),
  sizeBytes: z.int().check(z.positive()),
});
/** Answer of that and of GET and PATCH /api/v1/uploads/:uploadId. */
export const uploadSchema = z.object({
  uploadId: idSchema,
  name: z.string(),
  sizeBytes: z.number(),
  /** Where the next chunk starts. */
  receivedBytes: z.number(),
});
export type UploadView = z.infer<typeof uploadSchema>;

/** POST /api/v1/demo */
export const demoSchema = z.object({ projectId: idSchema });
