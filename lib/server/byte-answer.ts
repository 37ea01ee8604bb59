import "server-only";
import type { ByteRange, OpenedBlob } from "./media/blob-store";
import { webStream } from "./web-stream";

/** The opened bytes as an answer: 206 for a part that was asked for. */
export function bodyResponse(of: {
  opened: OpenedBlob;
  headers: Headers;
  isPartial: boolean;
  request: Request;
}): Response {
  const { opened, headers, isPartial, request } = of;
  const { body, sizeBytes, range } = opened;
  const length = range === null ? 0 : range.end - range.start + 1;
  headers.set("content-length", String(length));
  const status = isPartial && range !== null ? 206 : 200;
  if (status === 206) {
    headers.set("content-range", `bytes ${range?.start}-${range?.end}/${sizeBytes}`);
  }
  if (request.method === "HEAD" || length === 0) {
    body.destroy();
    return new Response(null, { status, headers });
  }
  return new Response(webStream(body), { status, headers });
}

export type SuffixRange = { last: number };

/** One range; several, or what is no range of bytes, count as none (RFC 9110, 14.2), and so does an outdated If-Range. */
export function rangeOf(headers: Headers, etag: string): ByteRange | SuffixRange | null {
  const ifRange = headers.get("if-range");
  if (ifRange !== null && ifRange !== etag) return null;
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get("range") ?? "");
  if (found === null) return null;
  const [, first = "", last = ""] = found;
  if (first === "") return last === "" ? null : { last: Number(last) };
  const start = Number(first);
  const end = last === "" ? Number.MAX_SAFE_INTEGER : Number(last);
  return start <= end ? { start, end } : null;
}

/** Does the sender have what the tag names already? */
export function hasTag(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""))
    .some((tag) => tag === etag || tag === "*");
}
