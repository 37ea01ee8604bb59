import "server-only";
import type { MediaProblem } from "@/lib/media/media-problem";

export type MediaErrorCode = MediaProblem;

/** Why a file was refused. The message is English and for logs; the interface words its own by `code` and `details`. */
export class MediaError extends Error {
  readonly code: MediaErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: MediaErrorCode,
    message: string,
    { details = {}, cause }: { details?: Record<string, string | number>; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = "MediaError";
    this.code = code;
    this.details = details;
  }
}
