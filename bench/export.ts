import { startServer } from "../e2e/support/server";
import { ITEM_STATES } from "../lib/annotation/item-state";
import type { Bench } from "./bench";
import { ownerCookie } from "./owner";
import { percentile } from "./percentile";
import { seedProject } from "./seed";
import { pause, rssMb, watchServer } from "./watch-server";

const ITEMS = 100_000;
/** Half of the seeded items are new and have none: 1,000,000 in all. */
const BOXES_PER_ITEM = 20;
const FORMATS = ["coco", "yolo"];
const POLL_MS = 100;
const MEBIBYTE = 1024 * 1024;

/**
 * 100,000 items with 1,000,000 boxes without images, from a built server that is asked other things
 * too. Its memory is that of the whole process, worker threads included.
 */
export const exportBench: Bench = {
  id: "export",
  async run() {
    const server = await startServer();
    try {
      const { cookie, userId } = await ownerCookie(server.url);
      const { projectId } = seedProject({
        databaseFile: `${server.dataDir}/trazo.sqlite`,
        userId,
        items: ITEMS,
        boxesPerItem: BOXES_PER_ITEM,
      });
      await server.restart();
      const results = [];
      for (const format of FORMATS) {
        results.push(
          await measure({ url: server.url, pid: server.pid(), cookie, projectId, format }),
        );
      }
      return { items: ITEMS, budget: { seconds: 30, rssGrowthMb: 150, otherP95Ms: 200 }, results };
    } finally {
      await server.dispose();
    }
  },
};

type Measuring = { url: string; pid: number; cookie: string; projectId: string; format: string };

async function measure({ url, pid, cookie, projectId, format }: Measuring) {
  const base = `${url}/api/v1/projects/${projectId}`;
  const headers = { cookie, origin: url, "content-type": "application/json" };
  await (await fetch(base, { headers })).arrayBuffer();
  const idleMb = rssMb(pid);
  const probe = watchServer({ url: base, pid, headers });
  const request = { format, states: ITEM_STATES, splitMode: "ratio", seed: 1 };
  const startedAt = performance.now();
  const created = await fetch(`${base}/exports`, {
    method: "POST",
    headers,
    body: JSON.stringify(request),
  });
  const { exportId } = (await created.json()) as { exportId: string };
  const report = await waitForReport(`${base}/exports/${exportId}`, headers);
  const previewedAt = performance.now();
  const download = await fetch(`${base}/exports/${exportId}/download`, { headers });
  let bytes = 0;
  for await (const chunk of download.body ?? []) bytes += chunk.length;
  const endedAt = performance.now();
  const { peakMb, latenciesMs } = await probe.stop();
  return {
    format,
    annotations: report.annotations.total,
    previewSeconds: round((previewedAt - startedAt) / 1000),
    downloadSeconds: round((endedAt - previewedAt) / 1000),
    zipMb: round(bytes / MEBIBYTE),
    rssIdleMb: round(idleMb),
    rssGrowthMb: round(peakMb - idleMb),
    otherRequests: latenciesMs.length,
    otherP50Ms: round(percentile(latenciesMs, 0.5)),
    otherP95Ms: round(percentile(latenciesMs, 0.95)),
    otherMaxMs: round(Math.max(...latenciesMs)),
  };
}

async function waitForReport(url: string, headers: Record<string, string>) {
  while (true) {
    const status = (await (await fetch(url, { headers })).json()) as {
      state: string;
      error: string | null;
      report: { annotations: { total: number } } | null;
    };
    if (status.report) return status.report;
    if (status.state === "failed") throw new Error(status.error ?? "The preview failed.");
    await pause(POLL_MS);
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
