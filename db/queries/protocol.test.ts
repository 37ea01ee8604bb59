import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import type { OpRequest } from "@/lib/annotation/protocol";
import { protocolConformance } from "@/lib/editor/saving/testing/protocol-conformance";
import type { LayerServer } from "@/lib/editor/saving/testing/server-model";
import type { App } from "@/lib/server/app";
import { readCounters } from "@/lib/testing/recount";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { applyOp } from "./apply-op";
import { addItem } from "./items";
import { listLabels } from "./labels";
import { readLayer } from "./layers";

const LABELS = ["car", "person", "bus"];

async function setUp() {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, LABELS);
  const labelIds = (await listLabels(app.store, projectId)).map(({ id }) => id);
  return { app, projectId, userId: user.id, labelIds };
}

async function addLayer(app: App, projectId: string, hash: string): Promise<string> {
  const blob = { hash, bytes: 1, mediaType: "image/png", width: 100, height: 80 };
  const item = { name: `${hash}.png`, blob };
  return (await addItem(app.store, { projectId, item, now: 1 })).layerId;
}

function box(id: string, labelId: string, x: number): Annotation {
  return {
    id,
    labelId,
    geometry: { kind: "box", x, y: 0, w: 10, h: 10 },
    attributes: {},
    order: 1,
    score: null,
    source: "manual",
    groupId: null,
  };
}

describe("the database keeps the editor's protocol", () => {
  let labelId = "";
  protocolConformance({
    makeBox: (id, x) => box(id, labelId, x),
    async makeServer(): Promise<LayerServer> {
      const { app, projectId, userId, labelIds } = await setUp();
      labelId = labelIds[0] ?? "";
      const layerId = await addLayer(app, projectId, "a");
      return {
        async send(request) {
          const { protocol: _protocol, ...op } = request;
          const result = await applyOp(app.store, { layerId, userId, op, cause: "edit", now: 2 });
          if (result.kind === "accepted" || result.kind === "conflict") {
            const { kind, ...answer } = result;
            return { kind, answer } as Awaited<ReturnType<LayerServer["send"]>>;
          }
          throw new Error(JSON.stringify(result));
        },
        async pull(since) {
          const snapshot = await readLayer(app.store, { layerId, since: since ?? undefined });
          if (!snapshot) throw new Error("the layer is gone");
          return { kind: "pulled", snapshot };
        },
      };
    },
  });
});

const changeArbitrary = fc.record({
  id: fc.constantFrom("a", "b", "c", "d"),
  label: fc.option(fc.nat(LABELS.length - 1)),
  x: fc.nat(9),
});
const stepArbitrary = fc.record({
  layer: fc.nat(2),
  client: fc.nat(2),
  staleness: fc.nat(3),
  changes: fc.uniqueArray(changeArbitrary, { minLength: 1, maxLength: 4, selector: (c) => c.id }),
  state: fc.option(fc.constantFrom("submitted", "skipped", "in_progress"), { nil: undefined }),
  isRepeated: fc.boolean(),
});

test("counters equal a recount after any operations of several clients", async () => {
  const { app, projectId, userId, labelIds } = await setUp();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 25 }), async (steps) => {
      run += 1;
      const layers = await Promise.all(
        [0, 1, 2].map((n) => addLayer(app, projectId, `${run}-${n}`)),
      );
      for (const [n, step] of steps.entries()) {
        const layerId = layers[step.layer] ?? "";
        const rev = (await readLayer(app.store, { layerId }))?.rev ?? 0;
        const op: Omit<OpRequest, "protocol"> = {
          clientId: `client ${step.client}`,
          opId: `${run}-${n}`,
          baseRev: Math.max(0, rev - step.staleness),
          changes: step.changes.map(({ id, label, x }) => ({
            id,
            after: label === null ? null : box(id, labelIds[label] ?? "", x),
          })),
          at: n,
          ...(step.state === undefined ? {} : { state: step.state }),
        };
        const send = () => applyOp(app.store, { layerId, userId, op, cause: "edit", now: n });
        const { kind } = await send();
        expect(["accepted", "conflict"]).toContain(kind);
        if (step.isRepeated) expect((await send()).kind).toBe(kind);
      }
      const { kept, counted } = await readCounters(app.store);
      expect(kept).toEqual(counted);
    }),
    { numRuns: 20 },
  );
});
