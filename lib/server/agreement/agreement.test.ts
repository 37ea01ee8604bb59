import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  GET as getAgreement,
  POST as postAgreement,
} from "@/app/api/v1/projects/[projectId]/agreement/route";
import { POST as postConsolidate } from "@/app/api/v1/projects/[projectId]/consolidate/route";
import { POST as postUnmerge } from "@/app/api/v1/projects/[projectId]/consolidate/undo/route";
import { addItem } from "@/db/queries/items";
import { readJob } from "@/db/queries/jobs";
import { readLayer } from "@/db/queries/layers";
import { f1Of } from "@/lib/agreement/tally";
import {
  agreementCountedSchema,
  consolidatedSchema,
  keptAgreementSchema,
} from "@/lib/api/agreement";
import { startedJobSchema } from "@/lib/api/models";
import { readMergeInfo } from "@/lib/consolidation/merge-info";
import { readCounters } from "@/lib/testing/recount";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { drawBoxes } from "@/lib/testing/test-items";
import { addGoldLayer, addOwnLayer } from "@/lib/testing/test-overlap";
import { jobEnded } from "../job-runner";
import { decideReview } from "../review/decide-review";

const CAR = { label: "car", x: 10, y: 10, w: 20, h: 20 };
const PERSON = { label: "person", x: 60, y: 10, w: 10, h: 30 };

/** Three items of two people each: they agree on the first, half on the second, not on the third. */
async function setUp() {
  const app = openTestApp();
  const { user: owner, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, owner);
  const ana = (await signUp(app, "ana", "member")).user.id;
  const ben = (await signUp(app, "ben", "member")).user.id;
  const items = [];
  for (const n of [0, 1, 2]) {
    const item = await addItem(app.store, {
      projectId,
      item: {
        name: `${n}.jpg`,
        blob: { hash: `h${n}`, bytes: 1, mediaType: "image/jpeg", width: 100, height: 80 },
      },
      now: 1,
    });
    items.push(item);
    const { itemId } = item;
    const byBen = [[CAR, PERSON], [CAR], [{ ...CAR, label: "person" }]][n] ?? [];
    await addOwnLayer(app, {
      projectId,
      itemId,
      userId: ana,
      boxes: n === 2 ? [CAR] : [CAR, PERSON],
    });
    await addOwnLayer(app, { projectId, itemId, userId: ben, boxes: byBen });
    await app.store.transaction(async ({ db, tables }) => {
      const change = { required: 2, state: "submitted" as const };
      await db.update(tables.items).set(change).where(eq(tables.items.id, itemId));
    });
  }
  const context = { params: Promise.resolve({ projectId }) };
  const path = `/api/v1/projects/${projectId}`;
  const post = (route: typeof postAgreement, body: unknown, to = projectId) =>
    route(apiRequest("POST", path, { cookie, body }), {
      params: Promise.resolve({ projectId: to }),
    });
  const runFor = async (route: typeof postAgreement, body: unknown) => {
    const response = await post(route, body);
    expect(response.status).toBe(200);
    const { jobId } = startedJobSchema.parse(await response.json());
    await jobEnded(jobId);
    const job = await readJob(app.store, jobId);
    expect(job?.error).toBeNull();
    return { jobId, result: job?.result };
  };
  const run = async (route: typeof postAgreement, body: unknown) =>
    (await runFor(route, body)).result;
  const get = (query = "") =>
    getAgreement(apiRequest("GET", `${path}/agreement${query}`, { cookie }), context);
  const kept = async (query = "") => keptAgreementSchema.parse(await (await get(query)).json());
  return { app, owner, projectId, items, ana, ben, post, run, runFor, get, kept };
}

test("agreement is counted in a job, kept, and told to be stale when something changes", async () => {
  const { app, projectId, items, owner, ana, ben, run, get, kept } = await setUp();
  expect(await kept()).toEqual({ agreement: null, computedAt: null, isStale: true, jobId: null });
  expect((await get("?format=csv")).status).toBe(404);
  await addGoldLayer(app, {
    ...{ projectId, itemId: items[0]?.itemId ?? "", userId: owner.id },
    boxes: [CAR, PERSON],
  });
  const result = agreementCountedSchema.parse(await run(postAgreement, { filter: null }));
  expect(result).toMatchObject({ items: 3, changed: 3 });
  expect(result.mean).toBeCloseTo((1 + 2 / 3 + 0) / 3);
  const { agreement, isStale, jobId } = await kept();
  expect({ isStale, jobId }).toEqual({ isStale: false, jobId: null });
  expect(agreement?.raters.map(({ kind, name, items: n }) => [kind, name, n])).toEqual(
    expect.arrayContaining([
      ["person", "ana", 3],
      ["person", "ben", 3],
      ["gold", "", 1],
    ]),
  );
  const people = [`person ${ana}`, `person ${ben}`].sort();
  const pair = agreement?.pairs.find(({ first, second }) => `${[first, second]}` === `${people}`);
  expect(pair).toMatchObject({ items: 3 });
  expect(pair?.agreement).toBeCloseTo(5 / 9);
  // Of 5 and 4 boxes three are the same.
  expect(pair?.measures.map(({ id, tally }) => [id, f1Of(tally)])).toEqual([["boxes", 6 / 9]]);
  expect(agreement?.histogram[19]).toBe(1);
  expect(agreement?.histogram[0]).toBe(1);
  const { items: table } = app.store.tables;
  const stored = await app.store.db.select({ agreement: table.agreement }).from(table);
  expect(stored.map((row) => row.agreement?.toFixed(3)).sort()).toEqual([
    "0.000",
    "0.667",
    "1.000",
  ]);
  expect(await run(postAgreement, { filter: null })).toMatchObject({ changed: 0 });
  const csv = await (await get("?format=csv")).text();
  expect(csv).toContain("total");
  expect(csv.split("\r\n").some((line) => line.startsWith("pair,") && line.includes("boxes"))).toBe(
    true,
  );
  await addGoldLayer(app, {
    ...{ projectId, itemId: items[1]?.itemId ?? "", userId: owner.id },
    boxes: [CAR],
  });
  expect((await kept()).isStale).toBe(true);
});

test("of some items alone, it is kept beside that of all", async () => {
  const { run, kept } = await setUp();
  const filter = { name: "0", sort: "position", dir: "asc" };
  expect(await run(postAgreement, { filter })).toMatchObject({ items: 1, mean: 1 });
  expect((await kept()).agreement).toBeNull();
  expect((await kept("?of=filter")).agreement).toMatchObject({ items: 1 });
});

test("work is merged anew by another rule, after saying what that would do", async () => {
  const { app, items, run } = await setUp();
  const select = { filter: { sort: "position", dir: "asc" } };
  const count = async (index: number) =>
    (await readLayer(app.store, { layerId: items[index]?.layerId ?? "" }))?.records.length;
  const plain = consolidatedSchema.parse(await run(postConsolidate, { select, isDryRun: false }));
  // What one of two has drawn is a tie, as are two labels.
  expect(plain).toMatchObject({ items: 3, changed: 2, same: 1, adjudication: 2, annotations: 3 });
  expect([await count(0), await count(1), await count(2)]).toEqual([2, 1, 0]);
  const rule = { iou: 0.5, quorum: 0.3, isWeighted: false, minAgreement: 0 };
  const tried = await run(postConsolidate, { select, rule, isDryRun: true });
  expect(tried).toMatchObject({ changed: 1, same: 2, adjudication: 1, annotations: 1 });
  expect(await count(1)).toBe(1);
  expect(await run(postConsolidate, { select, rule, isDryRun: false })).toEqual(tried);
  expect(await count(1)).toBe(2);
  const { items: table } = app.store.tables;
  const needs = await app.store.db.select({ needs: table.needs }).from(table);
  expect(needs.map((row) => row.needs)).toEqual([null, "review", "adjudication"]);
});

test("what a job merged is taken back, but for what somebody changed or decided on since", async () => {
  const { app, owner, projectId, items, run, runFor } = await setUp();
  const select = { filter: { sort: "position", dir: "asc" } };
  const { items: itemTable, layers } = app.store.tables;
  const results = async () => {
    const rows = await app.store.db
      .select({
        ...{ id: itemTable.id, needs: itemTable.needs, agreement: itemTable.agreement },
        ...{ kind: layers.kind, authorId: layers.authorId, info: layers.info },
      })
      .from(itemTable)
      .innerJoin(layers, eq(layers.itemId, itemTable.id))
      .where(eq(layers.isResult, true))
      .orderBy(itemTable.position);
    const drawn = await Promise.all(
      items.map(async ({ layerId }) => {
        const records = (await readLayer(app.store, { layerId }))?.records ?? [];
        return records.map(({ annotation }) => annotation);
      }),
    );
    return rows.map((row, index) => ({ ...row, drawn: drawn[index] }));
  };
  const untouched = await results();
  const first = await runFor(postConsolidate, { select, isDryRun: false });
  const plain = await results();
  const lenient = { iou: 0.5, quorum: 0.3, isWeighted: false, minAgreement: 0 };
  const second = await runFor(postConsolidate, { select, rule: lenient, isDryRun: false });
  const merged = await results();
  expect(merged).not.toEqual(plain);

  expect(await run(postUnmerge, { jobId: second.jobId })).toEqual({ back: 3, left: 0 });
  const bare = (rows: typeof plain) =>
    rows.map(({ info, ...row }) => ({ ...row, info: readMergeInfo(info) }));
  expect(bare(await results())).toEqual(bare(plain));
  expect(await run(postUnmerge, { jobId: second.jobId })).toEqual({ back: 0, left: 0 });
  // The later job was the one that could be taken back; the earlier one's way back went with it.
  expect(await run(postUnmerge, { jobId: first.jobId })).toEqual({ back: 0, left: 0 });
  // It was no edit by hand: the next merge goes on from it.
  const third = await runFor(postConsolidate, { select, rule: lenient, isDryRun: false });
  expect(third.result).toEqual(second.result);
  expect(bare(await results()).map(({ drawn }) => drawn)).toEqual(
    bare(merged).map(({ drawn }) => drawn),
  );

  const [edited, decided] = items;
  await drawBoxes(app, {
    ...{ projectId, layerId: edited?.layerId ?? "", userId: owner.id },
    ...{ boxes: [PERSON], state: "submitted" },
  });
  const rev = (await readLayer(app.store, { layerId: decided?.layerId ?? "" }))?.rev ?? 0;
  const request = { writeId: "w", decision: "accept" as const, reasons: [], comment: "", rev };
  const { id: itemId } = (await results())[1] ?? { id: "" };
  await decideReview(app.store, { itemId, projectId, userId: owner.id, request });
  const before = await results();
  expect(await run(postUnmerge, { jobId: third.jobId })).toEqual({ back: 1, left: 2 });
  const after = await results();
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(bare(after)[2]).toEqual(bare(plain)[2]);
  expect(untouched.map(({ drawn }) => drawn)).toEqual([[], [], []]);
  const { kept, counted } = await readCounters(app.store);
  expect(kept.labels).toEqual(counted.labels);
});

test("only a job that has merged something can be taken back, by its project", async () => {
  const { app, owner, items, runFor, post } = await setUp();
  const select = { ids: [items[0]?.itemId] };
  const dry = await runFor(postConsolidate, { select, isDryRun: true });
  const done = await runFor(postConsolidate, { select, isDryRun: false });
  expect((await post(postUnmerge, { jobId: dry.jobId })).status).toBe(404);
  const other = await testProject(app, owner);
  expect((await post(postUnmerge, { jobId: done.jobId }, other)).status).toBe(404);
});
