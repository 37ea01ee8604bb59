import { ApiError } from "@/lib/api/client";

export interface SendRequest {
  method: "PUT" | "PATCH";
  path: string;
  body: Blob;
  headers?: Record<string, string>;
  signal: AbortSignal;
  /** Bytes of this body that have left. */
  onProgress(sentBytes: number): void;
}

/** No news for so long means that the connection is dead, although nobody said so. */
const SILENCE_MS = 90_000;

/**
 * Sends bytes and resolves with the JSON of the answer. By XMLHttpRequest, since fetch does not tell how much has left.
 * Throws ApiError (`network` with status 0 for a connection that failed), and the reason of an aborted signal.
 */
export function sendFile(request: SendRequest): Promise<unknown> {
  const { method, path, body, headers = {}, signal, onProgress } = request;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const xhr = new XMLHttpRequest();
    let silence = 0;
    const listen = () => {
      clearTimeout(silence);
      silence = window.setTimeout(() => xhr.abort(), SILENCE_MS);
    };
    const abort = () => xhr.abort();
    signal.addEventListener("abort", abort, { once: true });
    xhr.upload.onprogress = (event) => {
      listen();
      onProgress(event.loaded);
    };
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(parseJson(xhr.responseText));
      else reject(refusal(xhr.status, parseJson(xhr.responseText)));
    };
    xhr.onerror = () => reject(networkError());
    xhr.onabort = () => reject(signal.aborted ? signal.reason : networkError());
    xhr.onloadend = () => {
      clearTimeout(silence);
      signal.removeEventListener("abort", abort);
    };
    xhr.open(method, path);
    xhr.setRequestHeader("accept", "application/json");
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    listen();
    xhr.send(body);
  });
}

function networkError(): ApiError {
  return new ApiError({ code: "network", status: 0, detail: "The server cannot be reached." });
}

function refusal(status: number, body: unknown): ApiError {
  const code = textOf(body, "code") ?? (status === 413 ? "too_large" : "internal");
  const detail = textOf(body, "detail") ?? `The server answered ${status}.`;
  return new ApiError({ code, status, detail, body });
}

function textOf(body: unknown, key: string): string | null {
  if (typeof body !== "object" || body === null) return null;
  const value: unknown = Reflect.get(body, key);
  return typeof value === "string" ? value : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
