import "server-only";

export type MediaErrorCode =
  | "empty"
  | "svg_refused"
  | "not_an_image"
  | "not_audio"
  | "no_sound"
  | "unsupported_codec"
  | "too_long"
  | "not_text"
  | "unsupported_type"
  | "truncated"
  | "corrupt"
  | "too_large_bytes"
  | "too_many_pixels"
  | "unreadable";

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
