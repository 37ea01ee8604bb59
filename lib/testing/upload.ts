import sharp from "sharp";
import { PUT } from "@/app/api/v1/projects/[projectId]/files/route";

const ORIGIN = "http://localhost:3000";

export type RawRequest = {
  cookie?: string;
  body?: Uint8Array | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
};

/** A request whose body is bytes, not JSON. */
export function rawRequest(method: string, path: string, options: RawRequest = {}): Request {
  const { cookie, body, headers } = options;
  const init = {
    method,
    headers: {
      host: "localhost:3000",
      origin: ORIGIN,
      ...(cookie ? { cookie } : {}),
      ...(body instanceof Uint8Array ? { "content-length": String(body.byteLength) } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body as BodyInit, duplex: "half" }),
  };
  return new Request(`${ORIGIN}${path}`, init);
}

export type PutFile = { projectId: string; cookie: string; name: string; bytes: Uint8Array };

/** Uploads through the real route. */
export function putFile({ projectId, cookie, name, bytes }: PutFile): Promise<Response> {
  const path = `/api/v1/projects/${projectId}/files?name=${encodeURIComponent(name)}`;
  return PUT(rawRequest("PUT", path, { cookie, body: bytes }), {
    params: Promise.resolve({ projectId }),
  });
}

/** A small PNG; another `seed` gives other bytes. */
export function smallPng(seed: number, { width = 40, height = 30 } = {}): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3, seed % 251);
  data.writeUInt32LE(seed, 0);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
