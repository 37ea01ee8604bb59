import http from "node:http";

export type Target = { url: URL; agent: http.Agent };

/** One request over a kept connection. A connection that fails is the status 0. */
export function request(
  { url, agent }: Target,
  { path, cookie, body, method }: { path: string; cookie: string; body?: string; method?: string },
): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const fail = (error: Error) => resolve({ status: 0, text: error.message });
    const sent = http.request(
      {
        agent,
        host: url.hostname,
        port: url.port,
        path,
        method: method ?? (body === undefined ? "GET" : "POST"),
        headers: {
          cookie,
          origin: url.origin,
          ...(body === undefined
            ? {}
            : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", fail);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
      },
    );
    sent.on("error", fail);
    sent.end(body);
  });
}
