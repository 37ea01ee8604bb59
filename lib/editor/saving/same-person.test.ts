import { expect, test } from "vitest";
import { samePersonTransport } from "./same-person";
import { createServerModel } from "./testing/server-model";
import type { Transport } from "./transport";

const never = new AbortController().signal;

function setUp() {
  const server = createServerModel();
  const world = { signedIn: "olga" as string | null, isAway: false, asked: 0 };
  const inner: Transport = {
    send: async (_layerId, request) =>
      world.signedIn === null ? { kind: "signed-out" } : server.send(request),
    pull: async (_layerId, since) => ({ kind: "pulled", snapshot: server.snapshot(since) }),
  };
  const transport = samePersonTransport(inner, {
    userId: "olga",
    async whoIsSignedIn() {
      world.asked += 1;
      if (world.isAway) throw new Error("Nobody answers.");
      return world.signedIn;
    },
  });
  let sent = 0;
  const send = async () => {
    sent += 1;
    const op = { opId: `op${sent}`, baseRev: 0, changes: [] };
    const request = { protocol: 1, clientId: "tab", at: 1, ...op };
    return (await transport.send("layer", request, never)).kind;
  };
  return { server, world, transport, send };
}

test("nobody is asked for as long as there is no reason", async () => {
  const { send, world } = setUp();
  expect([await send(), await send()]).toEqual(["accepted", "accepted"]);
  expect(world.asked).toBe(0);
});

test("after the session has ended, only the same person's return lets it go on", async () => {
  const { send, world, server } = setUp();
  world.signedIn = null;
  expect(await send()).toBe("signed-out");
  world.signedIn = "peter";
  expect(await send()).toBe("signed-out");
  expect(server.log()).toEqual([]);
  world.isAway = true;
  expect(await send()).toBe("unreachable");
  world.isAway = false;
  world.signedIn = "olga";
  expect([await send(), await send()]).toEqual(["accepted", "accepted"]);
  expect(world.asked).toBe(3);
});

test("whoever took the browser over in another tab is not made the author", async () => {
  const { send, world, transport, server } = setUp();
  world.signedIn = "peter";
  transport.doubt();
  expect(await send()).toBe("signed-out");
  expect(server.log()).toEqual([]);
});
