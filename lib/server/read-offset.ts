import "server-only";
import { AppError } from "./app-error";

/** The byte at which a chunk starts. Throws `invalid_request` when the header is missing. */
export function readOffset(request: Request): number {
  const header = request.headers.get("upload-offset") ?? "";
  if (!/^\d{1,15}$/.test(header)) {
    throw new AppError("invalid_request", "Upload-Offset must say at which byte the chunk starts.");
  }
  return Number(header);
}
