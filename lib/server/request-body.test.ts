import { expect, test } from "vitest";
import { POST as SIGN_IN } from "@/app/api/auth/[...all]/route";
import { POST as JOIN } from "@/app/api/v1/invitations/[token]/route";
import { POST as CREATE } from "@/app/api/v1/projects/route";
import { POST as SET_UP } from "@/app/api/v1/setup/route";
import { apiRequest, openTestApp, signUp } from "@/lib/testing/test-app";
import { rawRequest } from "@/lib/testing/upload";
import { MAX_FORM_BYTES, MAX_JSON_BYTES, readBody } from "./request-body";

/** As many bytes as are asked for, and no more; tells how many were. */
function endless() {
  const part = new Uint8Array(16 * 1024).fill(0x20);
  const read = { bytes: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        read.bytes += part.byteLength;
        controller.enqueue(part);
      },
    },
    { highWaterMark: 0 },
  );
  return { body, read };
}

const at = (params: Record<string, string> = {}) => ({ params: Promise.resolve(params) });

test("what anybody may send is refused before much of it is in memory", async () => {
  openTestApp();
  const sends: ((request: Request) => Promise<Response>)[] = [
    (request) => SET_UP(request, at()),
    (request) => JOIN(request, at({ token: "none" })),
    (request) => SIGN_IN(request),
  ];
  for (const send of sends) {
    const { body, read } = endless();
    const response = await send(rawRequest("POST", "/api/auth/sign-in/email", { body }));
    expect(response.status).toBeOneOf([410, 413]);
    expect(read.bytes).toBeLessThan(2 * MAX_FORM_BYTES);
  }
});

test("a request that announces more than it may is not read at all; others are what was sent", async () => {
  const app = openTestApp();
  const { cookie } = await signUp(app, "olga", "owner");
  const { body, read } = endless();
  const headers = { "content-length": String(MAX_JSON_BYTES + 1) };
  const response = await CREATE(rawRequest("POST", "/x", { cookie, body, headers }), at());
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ code: "too_large" });
  expect(read.bytes).toBe(0);
  const labels = [{ name: "naïve 🦊" }];
  const project = { name: "Über", mediaKind: "image", labels };
  expect((await CREATE(apiRequest("POST", "/x", { cookie, body: project }), at())).status).toBe(
    200,
  );
});

test("a text that comes in parts is whole, wherever it was cut", async () => {
  const text = '{"name": "naïve 🦊"}';
  const bytes = new TextEncoder().encode(text);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut));
        controller.enqueue(bytes.slice(cut));
        controller.close();
      },
    });
    expect(await readBody(rawRequest("POST", "/x", { body }), bytes.length)).toBe(text);
  }
});
