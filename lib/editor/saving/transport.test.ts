import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fetchTransport } from "./transport";

const request = { protocol: 1, clientId: "tab", opId: "op", baseRev: 0, changes: [], at: 1 };
const never = new AbortController().signal;
let reply = { status: 200, body: "", headers: {} };
let baseUrl = "";
const server = createServer((incoming, outgoing) => {
  incoming.resume();
  outgoing.writeHead(reply.status, reply.headers).end(reply.body);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address && typeof address === "object") baseUrl = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.close();
});

function send(status: number, body: string, headers = {}) {
  reply = { status, body, headers };
  return fetchTransport({ baseUrl }).send("layer", request, never);
}

describe("what an answer means", () => {
  const problem = JSON.stringify({ title: "No", code: "unknown_label", detail: "Why." });
  test.each([
    [200, '{"rev":1,"state":"new","records":[]}', { kind: "accepted" }],
    [200, "<html>sign in to the hotel</html>", { kind: "unreachable" }],
    [409, '{"rev":1,"records":[]}', { kind: "conflict" }],
    [401, problem, { kind: "signed-out" }],
    [403, problem, { kind: "refused", status: 403 }],
    [404, problem, { kind: "refused" }],
    [404, "<html>proxy</html>", { kind: "unreachable", reason: "server" }],
    [410, problem, { kind: "refused" }],
    [422, problem, { kind: "refused", problem: { code: "unknown_label", detail: "Why." } }],
    [426, problem, { kind: "outdated" }],
    [413, "", { kind: "too-large" }],
    [500, problem, { kind: "unreachable", reason: "server" }],
  ])("%i %s", async (status, body, expected) => {
    expect(await send(status, body)).toMatchObject(expected);
  });

  test("waits as long as the server asks", async () => {
    expect(await send(429, problem, { "retry-after": "7" })).toMatchObject({ retryAfterMs: 7_000 });
  });

  test("nobody there", async () => {
    const transport = fetchTransport({ baseUrl: "http://127.0.0.1:1" });
    expect(await transport.pull("layer", 3, never)).toMatchObject({
      kind: "unreachable",
      reason: "network",
    });
  });
});
