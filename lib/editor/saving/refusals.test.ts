import "fake-indexeddb/auto";
import { createServer } from "node:http";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Change } from "@/lib/annotation/patch";
import { PROTOCOL_VERSION } from "@/lib/annotation/protocol";
import { browserChannel } from "./channel";
import { unsharedLocks } from "./locks";
import { type Outbox, openOutbox } from "./outbox";
import { createSaving, type OpenItem, type Saving } from "./saving";
import { boxAt } from "./testing/box-at";
import { createServerModel, type ServerModel } from "./testing/server-model";
import { createVirtualClock } from "./testing/virtual-clock";
import { fetchTransport } from "./transport";

const problem = (code: string) => ({ title: "No", code, detail: "Why.", requestId: "r1" });

/** Answers with `refusal` while there is one, otherwise as the protocol says; null hangs up. */
let refusal: { status: number; body: unknown } | "hang-up" | null = null;
let model: ServerModel;
let maxChanges = Number.POSITIVE_INFINITY;
let baseUrl = "";
const server = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  if (refusal === "hang-up") return void incoming.socket.destroy();
  const reply = (status: number, body: unknown) =>
    outgoing.writeHead(status, { connection: "close" }).end(JSON.stringify(body));
  if (refusal) return void reply(refusal.status, refusal.body);
  if (incoming.method === "GET") {
    const since = new URL(incoming.url ?? "", baseUrl).searchParams.get("since");
    return void reply(200, model.snapshot(since === null ? null : Number(since)));
  }
  const request = JSON.parse(Buffer.concat(chunks).toString());
  if (request.changes.length > maxChanges) return void reply(413, problem("too_large"));
  const answer = model.send(request);
  if (answer.kind === "accepted") reply(200, answer.answer);
  else if (answer.kind === "conflict") reply(409, answer.answer);
  else reply(500, {});
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address && typeof address === "object") baseUrl = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.close();
});

let outbox: Outbox;
let time: ReturnType<typeof createVirtualClock>;
let saving: Saving;
let item: OpenItem;
beforeEach(async () => {
  refusal = null;
  maxChanges = Number.POSITIVE_INFINITY;
  model = createServerModel();
  outbox = await openOutbox(`refusals-${v7()}`);
  await openTab();
});

/** A tab of its own, as after a reload: it finds what the last one left. */
async function openTab(): Promise<void> {
  time = createVirtualClock();
  saving = createSaving({
    userId: "user",
    clientId: "tab",
    outbox,
    transport: fetchTransport({ baseUrl }),
    locks: unsharedLocks(),
    channel: browserChannel(v7()),
    clock: time.clock,
    random: () => 0.5,
    makeId: () => v7(),
  });
  item = await saving.open(model.snapshot(null));
}

function draw(...ids: string[]): void {
  item.document.commit(
    new Map(ids.map((id, x) => [id, { before: null, after: boxAt(id, x) }])),
    "local",
  );
}

async function expectKind(kind: string): Promise<void> {
  await vi.waitFor(() => expect(item.saver.status().kind).toBe(kind));
}

async function keptIds(): Promise<string[]> {
  const lanes = await outbox.lanes("user", "layer");
  return lanes.flatMap(({ lane }) => lane.ops.flatMap(({ changes }) => changes.map((c) => c.id)));
}

const pass = (durationMs: number) =>
  time.pass(durationMs, () => new Promise((resolve) => setTimeout(resolve, 20)));

describe.each([
  [401, "signed-out"],
  [403, "refused"],
  [404, "refused"],
  [410, "refused"],
  [413, "refused"],
  [422, "refused"],
  [426, "outdated"],
  [503, "offline"],
] as const)("%i", (status, kind) => {
  beforeEach(async () => {
    refusal = { status, body: problem(`code-${status}`) };
    draw("a");
    await expectKind(kind);
  });

  test("says so, keeps the work on disk and on screen, and a new tab finds it", async () => {
    expect(item.saver.status()).toMatchObject({ kind, waiting: 1 });
    expect(await keptIds()).toEqual(["a"]);
    expect([...item.document.current().keys()]).toEqual(["a"]);
    expect(item.saver.unsent().operations).toHaveLength(1);
    await saving.dispose();
    await openTab();
    expect([...item.document.current().keys()]).toEqual(["a"]);
    refusal = null;
    item.saver.retry();
    await pass(60_000);
    await expectKind("saved");
    expect([...model.annotations().keys()]).toEqual(["a"]);
  });

  test("goes on when the reason is gone", async () => {
    draw("b");
    refusal = null;
    // Of a page that is too old only a reload gets rid.
    if (kind === "outdated") {
      await saving.dispose();
      await openTab();
    } else if (kind === "refused") item.saver.retry();
    else item.saver.resume();
    await expectKind("saved");
    expect([...model.annotations().keys()]).toEqual(["a", "b"]);
    expect(await keptIds()).toEqual([]);
  });
});

test("no answer at all is being offline, and ends by itself", async () => {
  refusal = "hang-up";
  draw("a");
  await expectKind("offline");
  expect(item.saver.status().offlineReason).toBe("network");
  refusal = null;
  await pass(1_000);
  await expectKind("saved");
});

test("what is refused is not sent again by the clock, nor because the page is looked at", async () => {
  refusal = { status: 422, body: problem("unknown_label") };
  draw("a");
  await expectKind("refused");
  refusal = null;
  saving.resumeAll();
  await pass(120_000);
  expect(model.log()).toEqual([]);
  expect(item.saver.status()).toMatchObject({
    kind: "refused",
    refusedCount: 1,
    problem: { code: "unknown_label", detail: "Why.", requestId: "r1" },
  });
});

test("after 422 discarding gives up that operation and what stands on it, and sends the others", async () => {
  refusal = { status: 422, body: problem("unknown_label") };
  draw("a");
  await expectKind("refused");
  draw("b");
  item.document.commit(new Map([["a", { before: boxAt("a", 0), after: boxAt("a", 5) }]]), "local");
  refusal = null;
  item.saver.discardRefused();
  expect([...item.document.current().keys()]).toEqual(["b"]);
  await expectKind("saved");
  expect([...model.annotations().keys()]).toEqual(["b"]);
});

test.each([403, 404, 410])("after %i discarding gives up all that waits", async (status) => {
  draw("kept");
  await expectKind("saved");
  refusal = { status, body: problem("gone") };
  draw("a");
  await expectKind("refused");
  draw("b");
  expect(item.saver.status().refusedCount).toBe(2);
  item.saver.discardRefused();
  expect([...item.document.current().keys()]).toEqual(["kept"]);
  await expectKind("saved");
  expect(await keptIds()).toEqual([]);
});

test("discarding does nothing where nothing was refused", async () => {
  refusal = { status: 401, body: problem("signed_out") };
  draw("a");
  await expectKind("signed-out");
  item.saver.discardRefused();
  expect(item.saver.status()).toMatchObject({ kind: "signed-out", waiting: 1, refusedCount: 0 });
});

test("what is too large for one request is sent in parts", async () => {
  maxChanges = 3;
  draw(..."abcdefgh");
  await expectKind("saved");
  expect(model.annotations().size).toBe(8);
  expect(Math.max(...model.log().map(({ request }) => request.changes.length))).toBe(2);
});

test("whoever signs in again goes on where the session ended, in the order of the work", async () => {
  draw("a");
  await expectKind("saved");
  refusal = { status: 401, body: problem("signed_out") };
  draw("b");
  await expectKind("signed-out");
  draw("c");
  refusal = null;
  saving.resumeAll();
  await expectKind("saved");
  expect(model.log().map(({ request }) => request.changes[0]?.id)).toEqual(["a", "b", "c"]);
  expect(model.log().every(({ request }) => request.protocol === PROTOCOL_VERSION)).toBe(true);
});

test("what the server is known to have is what is shown without what waits", async () => {
  draw("a", "b");
  await expectKind("saved");
  refusal = { status: 503, body: {} };
  draw("c");
  const changes: [string, Change<Annotation>][] = [
    ["a", { before: boxAt("a", 0), after: boxAt("a", 7) }],
    ["b", { before: boxAt("b", 1), after: null }],
  ];
  item.document.commit(new Map(changes), "local");
  const { rev, records } = item.saver.confirmed();
  const annotations = records.flatMap(({ annotation }) => annotation ?? []);
  expect(rev).toBe(1);
  expect(annotations.toSorted((x, y) => (x.id < y.id ? -1 : 1))).toEqual([
    boxAt("a", 0),
    boxAt("b", 1),
  ]);
});
