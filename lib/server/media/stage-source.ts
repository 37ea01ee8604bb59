import "server-only";
import { createReadStream } from "node:fs";
import { BlobError, type BlobStore, type BytesSource, type StagedBlob } from "./blob-store";
import { MediaError } from "./media-error";

/**
 * Takes in the bytes of a file, from a path or as they come. Throws MediaError `too_large_bytes` or
 * `unreadable`; other errors of the store, and the reason of an aborted signal, pass through.
 */
export async function stageSource(
  store: BlobStore,
  {
    source,
    maxBytes,
    signal,
  }: { source: string | BytesSource; maxBytes: number; signal?: AbortSignal },
): Promise<StagedBlob> {
  const bytes = typeof source === "string" ? fileBytes(source) : source;
  try {
    return await store.stage(bytes, { maxBytes, ...(signal ? { signal } : {}) });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof BlobError && cause.code === "too_large") {
      const message = `The file is larger than ${maxBytes} bytes.`;
      throw new MediaError("too_large_bytes", message, { details: { maxBytes }, cause });
    }
    if (cause instanceof BlobError) throw cause;
    throw new MediaError("unreadable", "The file could not be read.", { cause });
  }
}

/** Opened when it is read: a stream that fails before anybody listens would end the process. */
async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}
