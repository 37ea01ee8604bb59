import "server-only";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import type { AddedFile } from "@/lib/api/uploads";
import { addMedia } from "./add-media";
import type { App } from "./app";
import { AppError } from "./app-error";
import { MediaError } from "./media/media-error";
import { withMediaProblems } from "./media-problem";

/** Takes the body of the request in as an item. Throws AppError with `reason` for a bad file. */
export async function receiveFile(
  app: App,
  { request, projectId, name }: { request: Request; projectId: string; name: string },
): Promise<AddedFile> {
  const declaredBytes = declaredLength(request);
  const { maxFileBytes } = app.settings;
  if (declaredBytes !== null && declaredBytes > maxFileBytes) {
    const message = `The file is larger than ${maxFileBytes} bytes.`;
    throw new AppError("too_large", message, {
      extra: { reason: "too_large_bytes", details: { maxBytes: maxFileBytes } },
    });
  }
  const source = wholeBody(request, declaredBytes);
  const { signal } = request;
  const added = await withMediaProblems(() => addMedia(app, { projectId, name, source, signal }));
  return { kind: added.kind, itemId: added.itemId, warnings: [...added.warnings] };
}

/** Null when the sender does not say. */
export function declaredLength(request: Request): number | null {
  const header = request.headers.get("content-length");
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

export function bodyStream(request: Request): Readable {
  if (request.body === null) return Readable.from([]);
  return Readable.fromWeb(request.body as NodeStream<Uint8Array>);
}

/** A connection that drops can look like the end of the body: half a file must not pass for a whole one. */
export async function* wholeBody(request: Request, declaredBytes: number | null) {
  let received = 0;
  for await (const chunk of bodyStream(request) as AsyncIterable<Uint8Array>) {
    received += chunk.byteLength;
    yield chunk;
  }
  if (declaredBytes !== null && received !== declaredBytes) {
    throw new MediaError("unreadable", "The connection ended before the file did.");
  }
}
