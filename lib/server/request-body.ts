import "server-only";
import { AppError } from "./app-error";

/**
 * JSON of one request. The largest are operations, which the editor halves and sends again when it is told that they
 * are too large; files come as streams and have limits of their own.
 */
export const MAX_JSON_BYTES = 64 * 1024 * 1024;
/** What people type in to sign in; read before anybody is known. */
export const MAX_FORM_BYTES = 64 * 1024;

/** The body as text. Throws `too_large` before more than `maxBytes` are in memory. */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const announced = request.headers.get("content-length");
  if (announced !== null) {
    // Node takes no more from the connection than was announced.
    if (Number(announced) > maxBytes) throw tooLarge(maxBytes);
    return request.text();
  }
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const part of request.body ?? []) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** The same request with its body in memory, for those who read it themselves. Throws `too_large`. */
export async function withSmallBody(request: Request): Promise<Request> {
  if (request.body === null) return request;
  const body = await readBody(request, MAX_FORM_BYTES);
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, body, signal });
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("too_large", `A request takes at most ${maxBytes} bytes.`);
}
