import "server-only";
import { FormatError } from "@/lib/formats/format";
import { AppError, ERROR_STATUS, type ErrorCode } from "../app-error";
import type { ErrorData } from "./worker-spec";

/** Causes are followed this far: a chain may end in itself. */
const MAX_CAUSES = 8;

/**
 * Why a worker has no result: `failed` (an error inside, which is the `cause`), `out_of_memory`, or
 * `stopped` (the thread ended without an answer).
 */
export class WorkerError extends Error {
  readonly code: "failed" | "out_of_memory" | "stopped";
  constructor(code: WorkerError["code"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "WorkerError";
    this.code = code;
  }
}

export function errorToData(error: unknown, depth = 0): ErrorData {
  const isError = error instanceof Error;
  const isApp = error instanceof AppError;
  const isFormat = error instanceof FormatError;
  const code = isError && "code" in error && typeof error.code === "string" ? error.code : null;
  const cause = isError && error.cause !== undefined && depth < MAX_CAUSES ? error.cause : null;
  return {
    kind: isApp ? "app" : isFormat ? "format" : "other",
    name: isError ? error.name : "Error",
    message: isError ? error.message : String(error),
    stack: isError ? error.stack : undefined,
    code,
    where: isFormat ? error.where : null,
    extra: isApp ? { ...error.extra } : {},
    cause: cause === null ? null : errorToData(cause, depth + 1),
  };
}

/** Refusals keep their class, so that callers treat them as if they had been thrown here. */
export function errorFromData(data: ErrorData): Error {
  const cause = data.cause ? plainError(data.cause) : undefined;
  if (data.kind === "format") {
    return new FormatError(data.code ?? "failed", data.where ?? "", data.message, { cause });
  }
  if (data.kind === "app") {
    const code = isErrorCode(data.code) ? data.code : "internal";
    return new AppError(code, data.message, { cause, extra: data.extra });
  }
  return new WorkerError("failed", data.message, { cause: plainError(data) });
}

function plainError(data: ErrorData): Error {
  const cause = data.cause ? { cause: plainError(data.cause) } : {};
  const error = new Error(data.message, cause);
  error.name = data.name;
  if (data.stack !== undefined) error.stack = data.stack;
  return data.code === null ? error : Object.assign(error, { code: data.code });
}

function isErrorCode(code: string | null): code is ErrorCode {
  return code !== null && code in ERROR_STATUS;
}
