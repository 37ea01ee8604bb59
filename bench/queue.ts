import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";
import type { NextAnswer } from "@/lib/api/item-work";
import { startServer } from "../e2e/support/server";
import type { OpRequest } from "../lib/annotation/protocol";
import { type Annotator, seedAnnotators } from "./annotators";
import type { Bench } from "./bench";
import { machine, round, rssMb, within } from "./machine";
import { ownerCookie } from "./owner";
import { percentile } from "./percentile";
import { request, type Target } from "./request";
import { seedProject } from "./seed";

const ANNOTATORS = 100;
const ITEMS = Number(process.env["BENCH_ITEMS"] ?? 100_000);
const PACED_S = Number(process.env["BENCH_SECONDS"] ?? 60);
const FLAT_OUT_S = Number(process.env["BENCH_FLAT_OUT_SECONDS"] ?? 10);
const ITEM_EVERY_MS = 2_000;
const BOXES = 3;
/** Half of the items go to two people. */
const OVERLAP = 1.5;
const CLAIM_BUDGET_MS = 80;
/** Of one person, done before, with a place left on each: the queue must not go through them at every claim. */
const DONE_BEFORE = 50_000;
const SECRET = "a secret of this benchmark and nothing else";

type Scene = { target: Target; projectId: string; labelIds: string[]; people: Annotator[] };
type Log = Record<"claim" | "save" | "submit", number[]> & { errors: string[]; nothing: number };

/**
 * A hundred people, each claiming an item, saving boxes on it and handing it in every two seconds, against one built
 * server; then as fast as the answers come. One of them has done half of the project before.
 */
export const queueBench: Bench = {
  id: "queue",
  async run() {
    const host = machine();
    const server = await startServer({ TRAZO_SECRET: SECRET });
    // In turn, so that each person's connection stays open, as that of an open page does.
    const agent = new http.Agent({
      ...{ keepAlive: true, maxSockets: ANNOTATORS, scheduling: "fifo" },
    });
    const databaseFile = `${server.dataDir}/trazo.sqlite`;
    try {
      const target = { url: new URL(server.url), agent };
      const { scene, overlapMs } = await openScene(target, databaseFile);
      await openPages(scene);
      const paced = await measure(scene, pace);
      const flatOut = await measure(scene, rush);
      const memoryMb = rssMb(server.pid());
      await server.kill();
      const errors = [...paced.errors, ...flatOut.errors];
      const handed = countHanded(databaseFile);
      return {
        machine: host,
        ...{ annotators: ANNOTATORS, items: ITEMS, overlap: OVERLAP, doneBeforeByOne: DONE_BEFORE },
        settingTheOverlapMs: round(overlapMs),
        paced: {
          ...summary(paced),
          claimP95Ms: within(percentile(paced.claim, 0.95), CLAIM_BUDGET_MS),
        },
        flatOut: { ...summary(flatOut), claimP95Ms: round(percentile(flatOut.claim, 0.95)) },
        beyondOverlap: within(handed.beyond, 0),
        handedTwice: within(handed.twice, 0),
        wrongPlaces: within(handed.wrongPlaces, 0),
        errors: within(errors.length, 0),
        ...(errors.length > 0 ? { firstErrors: errors.slice(0, 3) } : {}),
        serverRssMb: memoryMb,
      };
    } finally {
      agent.destroy();
      await server.dispose();
    }
  },
};

async function openScene(target: Target, databaseFile: string) {
  const { userId, cookie } = await ownerCookie(target.url.origin);
  const options = { databaseFile, userId, items: ITEMS, boxesPerItem: 0 };
  const { projectId, labelIds } = seedProject(options);
  const count = ANNOTATORS;
  const people = seedAnnotators({ databaseFile, projectId, count, secret: SECRET });
  beginAnew(databaseFile, projectId);
  const startedAt = performance.now();
  const path = `/api/v1/projects/${projectId}/workflow`;
  const body = JSON.stringify({ overlap: OVERLAP });
  const set = await request(target, { path, cookie, body, method: "PATCH" });
  if (set.status !== 200) throw new Error(`Setting the overlap failed: ${set.text}`);
  const overlapMs = performance.now() - startedAt;
  const [veteran] = people;
  if (veteran) addPast(databaseFile, { projectId, userId: veteran.userId });
  return { scene: { target, projectId, labelIds, people }, overlapMs };
}

/** Everybody has a page of the project open, so a connection: a busy server takes new ones one at a time. */
async function openPages({ target, projectId, people }: Scene): Promise<void> {
  const path = `/api/v1/projects/${projectId}/workflow`;
  await Promise.all(people.map(({ cookie }) => request(target, { path, cookie })));
}

/** The seed has items in all states; here nobody has begun. */
function beginAnew(databaseFile: string, projectId: string): void {
  withDatabase(databaseFile, (db) => {
    db.prepare("update items set state = 'new', open_slots = 1 where project_id = ?").run(
      projectId,
    );
    db.prepare("delete from state_counts where project_id = ?").run(projectId);
    db.prepare("delete from state_days where project_id = ?").run(projectId);
    db.prepare("insert into state_counts (project_id, state, n) values (?, 'new', ?)").run(
      projectId,
      ITEMS,
    );
  });
}

/** The first items of the project that go to two were submitted by one person, in layers of their own. */
function addPast(databaseFile: string, of: { projectId: string; userId: string }): void {
  withDatabase(databaseFile, (db) => {
    const items = db
      .prepare(
        `select id from items where project_id = ? and required = 2 order by position limit ?`,
      )
      .all(of.projectId, DONE_BEFORE) as { id: string }[];
    const layer = db.prepare(
      `insert into layers (id, item_id, project_id, kind, author_id, is_result, revision, annotation_count, created_at, updated_at)
       values (?, ?, ?, 'person', ?, 0, 1, 0, 1, 1)`,
    );
    const assignment = db.prepare(
      `insert into assignments (id, project_id, item_id, user_id, task, layer_id, origin, state, created_at, updated_at, submitted_at)
       values (?, ?, ?, ?, 'annotate', ?, 'queue', 'submitted', 1, 1, 1)`,
    );
    const place = db.prepare("update items set open_slots = 1, state = 'in_progress' where id = ?");
    for (const { id } of items) {
      const layerId = uuidv7();
      layer.run(layerId, id, of.projectId, of.userId);
      assignment.run(uuidv7(), of.projectId, id, of.userId, layerId);
      place.run(id);
    }
    const move = db.prepare(
      `insert into state_counts (project_id, state, n) values (?, ?, ?)
       on conflict (project_id, state) do update set n = n + excluded.n`,
    );
    move.run(of.projectId, "new", -items.length);
    move.run(of.projectId, "in_progress", items.length);
  });
}

function withDatabase(file: string, work: (db: BetterSqlite3.Database) => void): void {
  const db = new BetterSqlite3(file);
  try {
    db.pragma("busy_timeout = 10000");
    db.transaction(() => work(db))();
  } finally {
    db.close();
  }
}

async function measure(
  scene: Scene,
  work: (scene: Scene, person: Annotator, log: Log) => Promise<void>,
) {
  const log: Log = { claim: [], save: [], submit: [], errors: [], nothing: 0 };
  const startedAt = performance.now();
  await Promise.all(scene.people.map((person) => work(scene, person, log)));
  return { ...log, seconds: (performance.now() - startedAt) / 1_000 };
}

function summary(run: Awaited<ReturnType<typeof measure>>) {
  const of = (latencies: readonly number[]) => ({
    p50Ms: round(percentile(latencies, 0.5)),
    p95Ms: round(percentile(latencies, 0.95)),
    p99Ms: round(percentile(latencies, 0.99)),
    maxMs: round(Math.max(0, ...latencies)),
  });
  return {
    seconds: round(run.seconds),
    items: run.submit.length,
    itemsPerSecond: round(run.submit.length / run.seconds),
    nothingLeft: run.nothing,
    claim: of(run.claim),
    save: of(run.save),
    submit: of(run.submit),
  };
}

/** The clock runs from when the item was due: a slow answer does not hide how long the next one had to wait. */
async function pace(scene: Scene, person: Annotator, log: Log): Promise<void> {
  const startedAt = performance.now() + Math.random() * ITEM_EVERY_MS;
  for (let n = 0; n * ITEM_EVERY_MS < PACED_S * 1_000; n += 1) {
    const dueAt = startedAt + n * ITEM_EVERY_MS;
    await sleep(Math.max(0, dueAt - performance.now()));
    await labelOne(scene, person, { log, dueAt });
  }
}

async function rush(scene: Scene, person: Annotator, log: Log): Promise<void> {
  const endAt = performance.now() + FLAT_OUT_S * 1_000;
  while (performance.now() < endAt) {
    await labelOne(scene, person, { log, dueAt: performance.now() });
  }
}

async function labelOne(
  { target, projectId, labelIds }: Scene,
  { userId, cookie }: Annotator,
  { log, dueAt }: { log: Log; dueAt: number },
): Promise<void> {
  const send = async (kind: "claim" | "save" | "submit", path: string, body: unknown) => {
    const startedAt = kind === "claim" ? dueAt : performance.now();
    const answer = await request(target, { path, cookie, body: JSON.stringify(body) });
    if (answer.status !== 200) {
      log.errors.push(`${kind} ${answer.status} ${answer.text.slice(0, 300)}`);
      return null;
    }
    log[kind].push(performance.now() - startedAt);
    return JSON.parse(answer.text) as unknown;
  };
  const next = (await send("claim", `/api/v1/projects/${projectId}/next`, {})) as NextAnswer | null;
  if (next?.kind === "nothing") log.nothing += 1;
  if (next?.kind !== "item") return;
  const path = `/api/v1/layers/${next.assignment.layerId}/ops`;
  const op = newOp({ userId, labelId: labelIds[0] ?? "" });
  if (!(await send("save", path, op))) return;
  await send("submit", path, {
    ...op,
    opId: uuidv7(),
    baseRev: 1,
    changes: [],
    state: "submitted",
  });
}

function newOp({ userId, labelId }: { userId: string; labelId: string }): OpRequest {
  return {
    ...{ protocol: 1, clientId: userId, opId: uuidv7(), baseRev: 0, at: Date.now() },
    changes: Array.from({ length: BOXES }, (_, order) => {
      const id = uuidv7();
      const geometry = { kind: "box" as const, x: order * 100, y: 50, w: 80, h: 60 };
      const after = { id, labelId, geometry, attributes: {}, order, score: null, groupId: null };
      return { id, after: { ...after, source: "manual" as const } };
    }),
  };
}

/** What the database says when all is over. */
function countHanded(databaseFile: string): { beyond: number; twice: number; wrongPlaces: number } {
  const db = new BetterSqlite3(databaseFile, { readonly: true });
  try {
    const one = (text: string) => Number((db.prepare(text).get() as { n: number }).n);
    const held = `select item_id, count(*) as held, count(distinct user_id) as people from assignments
      where task = 'annotate' and state <> 'released' group by item_id`;
    return {
      beyond: one(`select count(*) as n from items join (${held}) h on h.item_id = items.id
        where h.held > items.required`),
      twice: one(`select count(*) as n from (${held}) where people < held`),
      wrongPlaces:
        one(`select count(*) as n from items left join (${held}) h on h.item_id = items.id
        where open_slots <> case when state in ('submitted', 'accepted', 'skipped') then 0
          else required - coalesce(h.held, 0) end`),
    };
  } finally {
    db.close();
  }
}
