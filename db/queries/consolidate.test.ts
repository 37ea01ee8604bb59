import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { readMergeInfo } from "@/lib/consolidation/merge-info";
import { readCounters } from "@/lib/testing/recount";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { drawBoxes } from "@/lib/testing/test-items";
import { addGoldLayer, addOwnLayer, labelIdsOf, readLayerRow } from "@/lib/testing/test-overlap";
import { applyOp } from "./apply-op";
import { consolidateItem, scoreAgainstGold } from "./consolidate";
import { readHistory, restoreItem } from "./item-history";
import { addItem } from "./items";
import { readLayer } from "./layers";

const CAR = { label: "car", x: 10, y: 10, w: 20, h: 20 };
const PERSON = { label: "person", x: 60, y: 10, w: 10, h: 30 };
const FAR = { label: "car", x: 80, y: 60, w: 10, h: 10 };

async function setUp() {
  const app = openTestApp();
  const { user: owner } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, owner);
  const { itemId, layerId } = await addItem(app.store, {
    projectId,
    item: {
      name: "a.jpg",
      blob: { hash: "h1", bytes: 1, mediaType: "image/jpeg", width: 100, height: 80 },
    },
    now: 1,
  });
  const people = [];
  for (const name of ["ana", "ben", "cleo"]) {
    people.push((await signUp(app, name, "member")).user);
  }
  const [ana, ben, cleo] = people.map(({ id }) => id) as [string, string, string];
  const merge = (rule?: Parameters<typeof consolidateItem>[1]["rule"]) =>
    app.store.transaction((tx) => consolidateItem(tx, { itemId, now: 5, rule }));
  const readResult = async () => {
    const layer = await readLayer(app.store, { layerId });
    return layer?.records.flatMap(({ annotation }) => annotation ?? []) ?? [];
  };
  const draw = (userId: string, boxes: (typeof CAR)[]) =>
    addOwnLayer(app, { projectId, itemId, userId, boxes });
  return { app, owner, projectId, itemId, layerId, ana, ben, cleo, merge, readResult, draw };
}

describe("consolidateItem", () => {
  test("three layers become one, through an operation that history and counters have", async () => {
    const { app, itemId, layerId, ana, ben, cleo, draw, merge, readResult, projectId } =
      await setUp();
    await draw(ana, [CAR, PERSON]);
    await draw(ben, [{ ...CAR, x: 12 }, PERSON]);
    await draw(cleo, [{ ...CAR, x: 14 }, FAR]);
    const result = await merge();
    expect(result).toMatchObject({ needsAdjudication: false, changed: 2, outcome: "merged" });
    // Ana and Ben agree on both; each shares one of two with Cleo.
    expect(result.agreement).toBeCloseTo((1 + 0.5 + 0.5) / 3);
    const labels = await labelIdsOf(app, projectId);
    const merged = await readResult();
    expect(merged.map(({ labelId, geometry }) => ({ labelId, geometry }))).toEqual(
      expect.arrayContaining([
        { labelId: labels.get("car"), geometry: { kind: "box", x: 12, y: 10, w: 20, h: 20 } },
        { labelId: labels.get("person"), geometry: { kind: "box", x: 60, y: 10, w: 10, h: 30 } },
      ]),
    );
    const { kept, counted } = await readCounters(app.store);
    expect(kept).toEqual(counted);
    const { entries } = await readHistory(app.store, { itemId, limit: 10 });
    expect(entries.map(({ cause, created }) => ({ cause, created }))).toEqual([
      { cause: "merge", created: 2 },
    ]);
    const row = await readLayerRow(app, layerId);
    expect(row).toMatchObject({ kind: "merged", authorId: null, isResult: true });
    const info = readMergeInfo(row.info);
    expect(info).toMatchObject({
      rev: 1,
      rule: { iou: 0.5, quorum: 0.5 },
      counts: { merged: 2, dropped: 1, tie: 0 },
    });
    expect(info?.sources).toHaveLength(3);
    // The person that Cleo missed, and what Cleo alone drew.
    expect(info?.clusters.map(({ outcome, share }) => [outcome, share.toFixed(2)])).toEqual(
      expect.arrayContaining([
        ["merged", "0.67"],
        ["dropped", "0.33"],
      ]),
    );
  });

  test("doing it again changes nothing; work that was mended moves what it is about, under the same id", async () => {
    const { app, ana, ben, draw, merge, readResult, projectId } = await setUp();
    await draw(ana, [CAR]);
    const { layerId, ids } = await draw(ben, [{ ...CAR, x: 12 }]);
    await merge();
    const [first] = await readResult();
    expect(await merge()).toMatchObject({ changed: 0, outcome: "merged" });
    const labels = await labelIdsOf(app, projectId);
    const moved = first && {
      ...first,
      id: ids[0] ?? "",
      labelId: labels.get("car") ?? "",
      geometry: { kind: "box" as const, x: 14, y: 10, w: 20, h: 20 },
    };
    await applyOp(app.store, {
      layerId,
      userId: ben,
      cause: "edit",
      now: 6,
      op: {
        ...{ clientId: "t", opId: uuidv7(), baseRev: 1, at: 6 },
        changes: moved ? [{ id: moved.id, after: moved }] : [],
      },
    });
    expect(await merge()).toMatchObject({ changed: 1, outcome: "merged" });
    const [second] = await readResult();
    expect(second?.id).toBe(first?.id);
    expect(second?.geometry).toEqual({ kind: "box", x: 12, y: 10, w: 20, h: 20 });
  });

  test("what somebody edited in the result stays, also what was taken back by history", async () => {
    const { app, owner, itemId, layerId, ana, ben, draw, merge, readResult, projectId } =
      await setUp();
    await draw(ana, [CAR]);
    await draw(ben, [CAR]);
    await merge();
    await drawBoxes(app, { projectId, layerId, userId: owner.id, boxes: [FAR] });
    expect(await merge()).toMatchObject({ changed: 0, outcome: "kept" });
    expect(await readResult()).toHaveLength(2);
    await restoreItem(app.store, { itemId, to: { rev: 0 }, userId: owner.id, now: 7 });
    expect(await merge()).toMatchObject({ outcome: "kept" });
    expect(await readResult()).toHaveLength(0);
  });

  test("two who disagree, evenly or much, need a third", async () => {
    const { ana, ben, draw, merge, readResult } = await setUp();
    await draw(ana, [CAR, PERSON]);
    await draw(ben, [CAR, { ...PERSON, label: "car" }, FAR]);
    const result = await merge();
    expect(result.needsAdjudication).toBe(true);
    expect(result.agreement).toBeCloseTo(2 / 5);
    // On the car they agree; the label of the other and the third are tied.
    expect(await readResult()).toHaveLength(1);
    const all = await merge({ iou: 0.5, quorum: 0.4, isWeighted: false, minAgreement: 0.3 });
    expect(all).toMatchObject({ needsAdjudication: true, changed: 1 });
    expect(await readResult()).toHaveLength(2);
  });

  test("who knows the gold answers counts more", async () => {
    const { app, itemId, projectId, owner, ana, ben, draw, merge, readResult } = await setUp();
    const { assignmentId } = await draw(ana, [CAR]);
    const { assignmentId: other } = await draw(ben, [{ ...CAR, label: "person" }]);
    await addGoldLayer(app, { projectId, itemId, userId: owner.id, boxes: [CAR] });
    const score = (id: string) =>
      app.store.transaction((tx) => scoreAgainstGold(tx, { assignmentId: id, now: 9 }));
    expect(await score(assignmentId)).toBe(1);
    expect(await score(other)).toBe(0);
    expect(await score(other)).toBe(0);
    const { workDays, assignments } = app.store.tables;
    const days = await app.store.db.select().from(workDays).where(eq(workDays.userId, ben));
    expect(days).toMatchObject([{ goldItems: 1, goldScore: 0 }]);
    const rows = await app.store.db
      .select()
      .from(assignments)
      .where(eq(assignments.id, assignmentId));
    expect(rows).toMatchObject([{ score: 1 }]);
    await merge();
    const labels = await labelIdsOf(app, projectId);
    expect((await readResult()).map(({ labelId }) => labelId)).toEqual([labels.get("car")]);
  });

  test("nobody, one alone, and a project that does not merge by itself", async () => {
    const { app, projectId, ana, draw, merge, readResult } = await setUp();
    expect(await merge()).toMatchObject({ outcome: "none", agreement: null });
    await draw(ana, [CAR, FAR]);
    await app.store.transaction(async ({ db, tables: { projects } }) => {
      const settings = JSON.stringify({
        v: 1,
        workflow: { consolidation: { isAutomatic: false } },
      });
      await db.update(projects).set({ settings }).where(eq(projects.id, projectId));
    });
    expect(await merge()).toMatchObject({ outcome: "waiting", needsAdjudication: true });
    expect(await readResult()).toHaveLength(0);
    const rule = { iou: 0.5, quorum: 0.5, isWeighted: true, minAgreement: 0.5 };
    expect(await merge(rule)).toMatchObject({ agreement: null, needsAdjudication: false });
    expect(await readResult()).toHaveLength(2);
  });
});
