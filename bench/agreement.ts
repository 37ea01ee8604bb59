import { startServer } from "../e2e/support/server";
import { seedOverlap } from "./agreement-seed";
import type { Bench } from "./bench";
import { machine, round, within } from "./machine";
import { ownerCookie } from "./owner";
import { percentile } from "./percentile";
import { pause, rssMb, watchServer } from "./watch-server";

const ITEMS = Number(process.env["BENCH_AGREEMENT_ITEMS"] ?? 10_000);
const PEOPLE = 3;
const BOXES_PER_LAYER = 20;
const BUDGET = { seconds: 20, otherP95Ms: 200, keptMs: 300 };
const POLL_MS = 100;

type Job = { state: string; error: string | null; result: Record<string, unknown> | null };

/** 10,000 items that three people labelled: how far they agree, and merging it all, beside other requests. */
export const agreementBench: Bench = {
  id: "agreement",
  async run() {
    const before = machine();
    const server = await startServer();
    try {
      const { cookie, userId } = await ownerCookie(server.url);
      const { projectId } = seedOverlap({
        databaseFile: `${server.dataDir}/trazo.sqlite`,
        ...{ userId, items: ITEMS, people: PEOPLE, boxesPerLayer: BOXES_PER_LAYER },
      });
      await server.restart();
      const base = `${server.url}/api/v1/projects/${projectId}`;
      const headers = { cookie, origin: server.url, "content-type": "application/json" };
      const at = { url: server.url, base, headers, pid: server.pid() };
      const counted = await measureJob(at, "agreement", { filter: null });
      const startedAt = performance.now();
      await (await fetch(`${base}/agreement`, { headers })).arrayBuffer();
      const kept = within(performance.now() - startedAt, BUDGET.keptMs);
      const merged = await measureJob(at, "consolidate", {
        select: { filter: { sort: "position", dir: "asc" } },
        isDryRun: false,
      });
      return {
        machine: before,
        ...{ items: ITEMS, people: PEOPLE, boxesPerLayer: BOXES_PER_LAYER },
        agreement: { ...counted, seconds: within(counted.seconds, BUDGET.seconds) },
        keptMs: kept,
        consolidate: merged,
      };
    } finally {
      await server.dispose();
    }
  },
};

type At = { url: string; base: string; headers: Record<string, string>; pid: number };

async function measureJob({ url, base, headers, pid }: At, path: string, body: unknown) {
  await (await fetch(base, { headers })).arrayBuffer();
  const idleMb = rssMb(pid);
  const probe = watchServer({ url: base, pid, headers });
  const startedAt = performance.now();
  const answer = await fetch(`${base}/${path}`, {
    ...{ method: "POST", headers, body: JSON.stringify(body) },
  });
  const { jobId } = (await answer.json()) as { jobId: string };
  const job = await waitForJob(`${url}/api/v1/jobs/${jobId}`, headers);
  const seconds = (performance.now() - startedAt) / 1000;
  const { peakMb, latenciesMs } = await probe.stop();
  return {
    seconds: round(seconds),
    result: job.result,
    rssGrowthMb: round(peakMb - idleMb),
    otherRequests: latenciesMs.length,
    otherP50Ms: round(percentile(latenciesMs, 0.5)),
    otherP95Ms: within(percentile(latenciesMs, 0.95), BUDGET.otherP95Ms),
  };
}

async function waitForJob(url: string, headers: Record<string, string>): Promise<Job> {
  for (;;) {
    const job = (await (await fetch(url, { headers })).json()) as Job;
    if (job.state === "done") return job;
    if (job.state !== "queued" && job.state !== "running") throw new Error(job.error ?? job.state);
    await pause(POLL_MS);
  }
}
