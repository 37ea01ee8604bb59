import { startServer } from "../e2e/support/server";
import type { Bench } from "./bench";
import { round, within } from "./machine";
import { ownerCookie } from "./owner";
import { percentile } from "./percentile";
import { seedProject } from "./seed";
import { seedTeam } from "./seed-team";
import { pause, watchServer } from "./watch-server";

const ITEMS = 100_000;
/** Half of the seeded items are new and have none: 1,000,000 in all. */
const BOXES_PER_ITEM = 20;
const PEOPLE = 50;
const ROUTE_BUDGET_MS = 300;
const RUNS = 20;
const POLL_MS = 200;

/**
 * The dashboards of 100,000 items with 1,000,000 annotations and 50 people, as a browser waits for them: each route and the
 * page, one request after the other, and how long what is counted aside takes, and keeps others waiting.
 */
export const dashboardBench: Bench = {
  id: "dashboard",
  async run() {
    const server = await startServer();
    try {
      const { cookie, userId } = await ownerCookie(server.url);
      const databaseFile = `${server.dataDir}/trazo.sqlite`;
      const { projectId } = seedProject({
        ...{ databaseFile, userId },
        ...{ items: ITEMS, boxesPerItem: BOXES_PER_ITEM },
      });
      seedTeam({ databaseFile, projectId, people: PEOPLE, now: Date.now() });
      await server.restart();
      const headers = { cookie, origin: server.url };
      const project = `${server.url}/api/v1/projects/${projectId}`;
      const first = await timed(`${project}/statistics`, headers);
      const counting = await watchCounting({ project, pid: server.pid(), headers });
      const routes: Record<string, unknown> = {};
      for (const [name, url] of Object.entries({
        project: `${project}/statistics`,
        people: `${project}/people/statistics`,
        peopleEver: `${project}/people/statistics?days=0`,
        all: `${server.url}/api/v1/statistics`,
        page: `${server.url}/projects/${projectId}/overview`,
      })) {
        routes[name] = await measure(url, headers);
      }
      return {
        ...{ items: ITEMS, annotations: counting.annotations, people: PEOPLE },
        ...{ firstMs: round(first), routes, counting },
      };
    } finally {
      await server.dispose();
    }
  },
};

async function timed(url: string, headers: Record<string, string>): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(url, { headers });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return performance.now() - startedAt;
}

async function measure(url: string, headers: Record<string, string>) {
  const timesMs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) timesMs.push(await timed(url, headers));
  return {
    p50Ms: round(percentile(timesMs, 0.5)),
    p95Ms: within(percentile(timesMs, 0.95), ROUTE_BUDGET_MS),
    maxMs: round(Math.max(...timesMs)),
  };
}

type Answer = { isStale: boolean; shapes: { annotations: number } | null };

/** The first request has begun to count; until it is done, others go on. */
async function watchCounting(at: {
  project: string;
  pid: number;
  headers: Record<string, string>;
}) {
  const { project, pid, headers } = at;
  const probe = watchServer({ url: project, pid, headers });
  const startedAt = performance.now();
  for (;;) {
    const answer = await fetch(`${project}/statistics`, { headers });
    const { isStale, shapes } = (await answer.json()) as Answer;
    if (!isStale && shapes) {
      const seconds = (performance.now() - startedAt) / 1_000;
      const { latenciesMs } = await probe.stop();
      return {
        seconds: round(seconds),
        annotations: shapes.annotations,
        otherP95Ms: round(percentile(latenciesMs, 0.95)),
      };
    }
    await pause(POLL_MS);
  }
}
