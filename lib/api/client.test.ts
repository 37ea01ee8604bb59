import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ApiError, apiFetch } from "@/lib/api/client";

let server: Server | undefined;

afterEach(() => {
  server?.close();
  server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const address = started.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("apiFetch", () => {
  it("sends JSON and returns the checked answer", async () => {
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ method: request.method, got: Buffer.concat(chunks).toString() }),
      );
    });
    const schema = z.object({ method: z.string(), got: z.string() });
    expect(await apiFetch(url, { method: "POST", body: { a: 1 }, schema })).toEqual({
      method: "POST",
      got: '{"a":1}',
    });
  });

  it("throws the problem that the server describes", async () => {
    const url = await serve((_, response) => {
      response.writeHead(422, { "content-type": "application/problem+json" });
      response.end(
        JSON.stringify({
          code: "refused",
          detail: "No.",
          requestId: "r1",
          errors: [{ path: "email", code: "invalid_format", message: "Bad" }],
        }),
      );
    });
    const error = await errorOf(apiFetch(url));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "refused", status: 422, detail: "No.", requestId: "r1" });
    expect(error).toHaveProperty("errors.0.path", "email");
  });

  it("reads better-auth's errors, and answers without a document", async () => {
    let isFirst = true;
    const url = await serve((_, response) => {
      response.writeHead(isFirst ? 401 : 429);
      response.end(isFirst ? '{"code":"INVALID_EMAIL_OR_PASSWORD","message":"x"}' : "slow down");
      isFirst = false;
    });
    expect(await errorOf(apiFetch(url))).toMatchObject({ code: "invalid_email_or_password" });
    expect(await errorOf(apiFetch(url))).toMatchObject({ code: "too_many_requests", status: 429 });
  });

  it("calls a server out of reach by its name, and leaves an abort an abort", async () => {
    const url = await serve(() => {});
    server?.close();
    expect(await errorOf(apiFetch(url))).toMatchObject({ code: "network", status: 0 });
    const controller = new AbortController();
    controller.abort();
    expect(await errorOf(apiFetch(url, { signal: controller.signal }))).toHaveProperty(
      "name",
      "AbortError",
    );
  });
});
