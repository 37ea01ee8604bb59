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

/** What a decoder throws over a file is the fault of the file. */
export async function blamingFile<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AudioProblem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AudioProblem("corrupt", `The file is damaged and cannot be decoded: ${reason}`);
  }
}
