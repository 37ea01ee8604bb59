import http from "node:http";

export type Target = { url: URL; agent: http.Agent };

type Wanted = { path: string; cookie: string; body?: string; method?: string };

/**
 * One request over a kept connection. A connection that fails is the status 0; one that the server had closed as idle
 * while the request was on its way is opened anew, as browsers do.
 */
export function request(target: Target, wanted: Wanted): Promise<{ status: number; text: string }> {
  const { url, agent } = target;
  const { path, cookie, body, method } = wanted;
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) => {
      if (sent.reusedSocket && error.code === "ECONNRESET") resolve(request(target, wanted));
      else resolve({ status: 0, text: error.message });
    };
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
