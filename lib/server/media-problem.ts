import "server-only";
import { AppError, type ErrorCode } from "./app-error";
import { BlobError } from "./media/blob-store";
import { MediaError, type MediaErrorCode } from "./media/media-error";

const CODES = {
  empty: "refused",
  truncated: "refused",
  corrupt: "refused",
  svg_refused: "unsupported_media",
  not_an_image: "unsupported_media",
  not_audio: "unsupported_media",
  no_sound: "refused",
  unsupported_codec: "unsupported_media",
  too_long: "too_large",
  not_text: "unsupported_media",
  unsupported_type: "unsupported_media",
  too_large_bytes: "too_large",
  too_many_pixels: "too_large",
  // The bytes stopped coming: the same file may well arrive the next time.
  unreadable: "unavailable",
} as const satisfies Record<MediaErrorCode, ErrorCode>;

/** Runs `work`; a file that was refused becomes the API's error, with the exact reason and its figures. */
export async function withMediaProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw mediaProblem(error);
  }
}

/** Anything but the errors of the media comes back as it is. */
export function mediaProblem(error: unknown): unknown {
  if (error instanceof MediaError) {
    return new AppError(CODES[error.code], error.message, {
      cause: error,
      extra: { reason: error.code, details: error.details },
    });
  }
  if (!(error instanceof BlobError)) return error;
  if (error.code === "storage_full") {
    return new AppError("storage_full", error.message, { cause: error });
  }
  if (error.code === "too_large") return new AppError("too_large", error.message, { cause: error });
  return new AppError("not_found", error.message, { cause: error });
}
