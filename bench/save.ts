import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { startServer } from "../e2e/support/server";
import type { LayerSnapshot, OpAccepted, OpRequest } from "../lib/annotation/protocol";
import { type Annotator, seedAnnotators } from "./annotators";
import type { Bench } from "./bench";
import { machine, round, rssMb, within } from "./machine";
import { ownerCookie } from "./owner";
import { percentile } from "./percentile";
import { rawInsertsPerSecond } from "./raw-inserts";
import { request, type Target } from "./request";
import { seedProject } from "./seed";

const ANNOTATORS = 50;
const CHANGES = 5;
const PACED_S = Number(process.env["BENCH_SECONDS"] ?? 30);
const FLAT_OUT_S = Number(process.env["BENCH_FLAT_OUT_SECONDS"] ?? 10);
const OP_EVERY_MS = 1_000;
const P95_BUDGET_MS = 60;
const SECRET = "a secret of this benchmark and nothing else";

type Client = Annotator & {
  labelId: string;
  rev: number;
  /** Ids of everything that the server acknowledged. */
  acknowledged: string[];
};

/**
 * Fifty people, each drawing five boxes a second on an item of their own, against one built server:
 * first at that pace, then as fast as the answers come.
 */
export const saveBench: Bench = {
  id: "save",
  async run() {
    const host = machine();
    const server = await startServer({ TRAZO_SECRET: SECRET });
    const agent = new http.Agent({ keepAlive: true, maxSockets: ANNOTATORS });
    try {
      const target = { url: new URL(server.url), agent };
      const databaseFile = `${server.dataDir}/trazo.sqlite`;
      const clients = await openClients(server.url, databaseFile);
      const paced = await measure(clients, (client, log) => pace(target, client, log));
      const flatOut = await measure(clients, (client, log) => rush(target, client, log));
      const rssAfterMb = rssMb(server.pid());
      const lost = await countLost(target, clients);
      await server.kill();
      const raw = rawInsertsPerSecond({ databaseFile, changes: CHANGES });
      const rate = flatOut.operations / flatOut.seconds;
      return {
        machine: host,
        annotators: ANNOTATORS,
        changesPerOperation: CHANGES,
        paced: {
          ...summary(paced),
          p95Ms: within(percentile(paced.latenciesMs, 0.95), P95_BUDGET_MS),
        },
        flatOut: {
          ...summary(flatOut),
          p95Ms: round(percentile(flatOut.latenciesMs, 0.95)),
          rawInsertsPerSecond: round(raw),
          ratioToRawInserts: round(rate / raw),
        },
        errors: within(paced.errors.length + flatOut.errors.length, 0),
        lostOperations: within(lost, 0),
        serverRssMb: rssAfterMb,
      };
    } finally {
      agent.destroy();
      await server.dispose();
    }
  },
};

async function openClients(url: string, databaseFile: string): Promise<Client[]> {
  const { userId } = await ownerCookie(url);
  const { projectId, labelIds } = seedProject({
    databaseFile,
    userId,
    items: ANNOTATORS,
    boxesPerItem: 0,
    // What is submitted or accepted is locked.
    state: "new",
  });
  const annotators = seedAnnotators({ databaseFile, projectId, count: ANNOTATORS, secret: SECRET });
  return annotators.map((annotator, n) => ({
    ...annotator,
    labelId: labelIds[n % labelIds.length] ?? "",
    rev: 0,
    acknowledged: [],
  }));
}

type Log = { latenciesMs: number[]; errors: string[] };

async function measure(
  clients: readonly Client[],
  work: (client: Client, log: Log) => Promise<void>,
) {
  const log: Log = { latenciesMs: [], errors: [] };
  const startedAt = performance.now();
  await Promise.all(clients.map((client) => work(client, log)));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { ...log, seconds, operations: log.latenciesMs.length };
}

function summary(run: Awaited<ReturnType<typeof measure>>) {
  return {
    seconds: round(run.seconds),
    operations: run.operations,
    operationsPerSecond: round(run.operations / run.seconds),
    p50Ms: round(percentile(run.latenciesMs, 0.5)),
    p99Ms: round(percentile(run.latenciesMs, 0.99)),
    maxMs: round(Math.max(...run.latenciesMs)),
    ...(run.errors.length > 0 ? { firstErrors: run.errors.slice(0, 3) } : {}),
  };
}

/**
 * One operation a second, the clients spread over it. The clock runs from when the operation was
 * due: a slow answer does not hide how long the next one had to wait.
 */
async function pace(target: Target, client: Client, log: Log): Promise<void> {
  const startedAt = performance.now() + Math.random() * OP_EVERY_MS;
  for (let n = 0; n < PACED_S; n += 1) {
    const dueAt = startedAt + n * OP_EVERY_MS;
    await sleep(Math.max(0, dueAt - performance.now()));
    await save(target, client, { log, dueAt });
  }
}

async function rush(target: Target, client: Client, log: Log): Promise<void> {
  const endAt = performance.now() + FLAT_OUT_S * 1_000;
  while (performance.now() < endAt) await save(target, client, { log, dueAt: performance.now() });
}

async function save(
  target: Target,
  client: Client,
  { log, dueAt }: { log: Log; dueAt: number },
): Promise<void> {
  const op = newOp(client);
  const path = `/api/v1/layers/${client.layerId}/ops`;
  const answer = await request(target, { path, cookie: client.cookie, body: JSON.stringify(op) });
  if (answer.status !== 200) {
    log.errors.push(`${answer.status} ${answer.text.slice(0, 300)}`);
    return;
  }
  log.latenciesMs.push(performance.now() - dueAt);
  client.rev = (JSON.parse(answer.text) as OpAccepted).rev;
  for (const { id } of op.changes) client.acknowledged.push(id);
}

function newOp({ labelId, rev, userId }: Client): OpRequest {
  return {
    protocol: 1,
    clientId: userId,
    opId: uuidv7(),
    baseRev: rev,
    at: Date.now(),
    changes: Array.from({ length: CHANGES }, (_, n) => {
      const id = uuidv7();
      const at = Math.random() * 900;
      const geometry = { kind: "box" as const, x: at, y: at, w: 40 + n, h: 30 + n };
      const after = {
        id,
        labelId,
        geometry,
        attributes: {},
        order: rev * CHANGES + n,
        score: null,
        source: "manual" as const,
        groupId: null,
      };
      return { id, after };
    }),
  };
}

/** Acknowledged operations of which anything is not in the layer that the server has. */
async function countLost(target: Target, clients: readonly Client[]): Promise<number> {
  let lost = 0;
  for (const { layerId, cookie, acknowledged } of clients) {
    const { text } = await request(target, { path: `/api/v1/layers/${layerId}`, cookie });
    const { records } = JSON.parse(text) as LayerSnapshot;
    const stored = new Set(records.flatMap(({ id, annotation }) => (annotation ? [id] : [])));
    for (let start = 0; start < acknowledged.length; start += CHANGES) {
      if (!acknowledged.slice(start, start + CHANGES).every((id) => stored.has(id))) lost += 1;
    }
  }
  return lost;
}
