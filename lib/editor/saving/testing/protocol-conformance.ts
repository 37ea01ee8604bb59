import { expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { type OpRequest, PROTOCOL_VERSION } from "@/lib/annotation/protocol";
import type { LayerServer } from "./server-model";

/**
 * What every server of the protocol must do, the model and the real one. `makeServer` gives one
 * empty layer; `makeBox` a box that this server accepts, different for every `x` from 0 to 9.
 */
export function protocolConformance(options: {
  makeServer: () => Promise<LayerServer>;
  makeBox: (id: string, x: number) => Annotation;
}) {
  const { makeServer, makeBox } = options;

  test("takes operations in order and numbers them", async () => {
    const server = await makeServer();
    expect(await server.send(op("1", 0, makeBox("a", 1)))).toMatchObject(accepted(1, []));
    expect(await server.send(op("2", 1, makeBox("b", 2)))).toMatchObject(accepted(2, []));
    expect(await server.pull(null)).toMatchObject({ kind: "pulled", snapshot: { rev: 2 } });
  });

  test("takes a repeated operation once, also after others have gone on", async () => {
    const server = await makeServer();
    await server.send(op("1", 0, makeBox("a", 1)));
    await server.send(op("2", 1, makeBox("a", 2)));
    expect(await server.send(op("1", 0, makeBox("a", 1)))).toMatchObject(
      accepted(2, [{ id: "a", rev: 2 }]),
    );
    expect(await server.pull(1)).toMatchObject({ snapshot: { rev: 2, records: [{ id: "a" }] } });
  });

  test("tells with an accepted operation what others did, without its own records", async () => {
    const server = await makeServer();
    await server.send(op("1", 0, makeBox("a", 1)));
    expect(await server.send(op("2", 0, makeBox("b", 1)))).toMatchObject(
      accepted(2, [{ id: "a", rev: 1 }]),
    );
  });

  test("conflicts over a record changed since, and writes nothing of the operation", async () => {
    const server = await makeServer();
    await server.send(op("1", 0, makeBox("a", 1)));
    await server.send(op("2", 1, makeBox("a", 2)));
    const request = op("3", 1, makeBox("a", 3), makeBox("b", 3));
    expect(await server.send(request)).toMatchObject({
      kind: "conflict",
      answer: { rev: 2, records: [{ id: "a", rev: 2 }] },
    });
    expect(await server.pull(2)).toMatchObject({ snapshot: { rev: 2, records: [] } });
  });

  test("sees no conflict when both sides came to the same", async () => {
    const server = await makeServer();
    await server.send(op("1", 0, makeBox("a", 1)));
    expect(await server.send(op("2", 0, makeBox("a", 1)))).toMatchObject({ kind: "accepted" });
  });

  test("keeps tombstones for those who come late", async () => {
    const server = await makeServer();
    await server.send(op("1", 0, makeBox("a", 1)));
    await server.send({ ...op("2", 1), changes: [{ id: "a", after: null }] });
    expect(await server.pull(null)).toMatchObject({ snapshot: { rev: 2, records: [] } });
    expect(await server.pull(1)).toMatchObject({
      snapshot: { records: [{ id: "a", rev: 2, annotation: null }] },
    });
    expect(await server.send(op("3", 1, makeBox("a", 3)))).toMatchObject({ kind: "conflict" });
  });

  test("sets the item's state with the operation", async () => {
    const server = await makeServer();
    expect(await server.send({ ...op("1", 0), state: "submitted" })).toMatchObject({
      kind: "accepted",
      answer: { rev: 1, state: "submitted" },
    });
  });
}

function accepted(rev: number, records: object[]) {
  return { kind: "accepted", answer: { rev, records } };
}

function op(opId: string, baseRev: number, ...annotations: Annotation[]): OpRequest {
  const changes = annotations.map((after) => ({ id: after.id, after }));
  return { protocol: PROTOCOL_VERSION, clientId: "tab", opId, baseRev, changes, at: 1 };
}
