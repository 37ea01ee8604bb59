import type { MediaErrorCode } from "../media-error";

/** Why a recording is refused, inside of the worker; a MediaError on the other side. */
export class AudioProblem extends Error {
  readonly code: MediaErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: MediaErrorCode,
    message: string,
    details: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
    this.name = "AudioProblem";
    this.code = code;
    this.details = details;
  }
}
