import "server-only";
import { AppError } from "./app-error";

/** RFC 9457 problem document. Anything that is no AppError is logged and told as "internal". */
export function problemResponse(error: unknown, requestId: string): Response {
  const known =
    error instanceof AppError
      ? error
      : new AppError("internal", "Something went wrong on the server. Nothing was changed.");
  if (!(error instanceof AppError)) console.error(`[${requestId}]`, error);
  return Response.json(
    {
      type: `urn:trazo:error:${known.code}`,
      title: known.code.replaceAll("_", " "),
      status: known.status,
      code: known.code,
      detail: known.message,
      requestId,
      ...(known.errors.length > 0 ? { errors: known.errors } : {}),
      ...known.extra,
    },
    {
      status: known.status,
      headers: { "content-type": "application/problem+json", "x-request-id": requestId },
    },
  );
}
