import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import type { ModelRun } from "@/lib/api/models";
import { photo } from "../e2e/support/photo";
import { startServer } from "../e2e/support/server";
import { round } from "./machine";
import { ownerCookie } from "./owner";

const ITEMS = Number(process.env["BENCH_MODEL_ITEMS"] ?? 100);
const PHOTO = { width: 1280, height: 960 };
const POLL_MS = 250;
const LABELS = ["person", "car", "dog", "cat"];
/** Loading, and the first runs of a session, are not part of the rate. */
const FIRST_ITEMS = 16;

type Site = { url: string; headers: Record<string, string>; cookie: string };

/** The built application: all items of a project are pre-labelled from the page of the model, as a person does it. */
export async function measureRun(
  versionId: string,
  withPage: (use: (page: Page) => Promise<number[]>) => Promise<number[]>,
) {
  const server = await startServer();
  try {
    const { cookie } = await ownerCookie(server.url);
    const headers = { cookie, origin: server.url, "content-type": "application/json" };
    const site = { url: server.url, headers, cookie };
    const projectId = await makeProject(site, versionId);
    let rate = { perImageMs: 0, inferMs: 0 };
    const longTasks = await withPage(async (page) => {
      await signIn(page, site);
      await page.goto(`${server.url}/projects/${projectId}/models/${versionId}`);
      await page.getByRole("radio", { name: /^All/ }).click();
      // What the page needs to be shown is not what is measured.
      await page.evaluate(() => benchLongTasks.splice(0));
      await page.getByRole("button", { name: "Start" }).click();
      rate = await watchRun(site, projectId);
      await page.getByRole("heading", { name: /Last run/ }).waitFor();
      return page.evaluate(() => benchLongTasks);
    });
    return { items: ITEMS, ...rate, longTasks };
  } finally {
    await server.dispose();
  }
}

async function makeProject({ url, headers }: Site, versionId: string): Promise<string> {
  const { id: projectId } = await ask<{ id: string }>(`${url}/api/v1/projects`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      name: "Bench",
      mediaKind: "image",
      labels: LABELS.map((name) => ({ name })),
    }),
  });
  const base = `${url}/api/v1/projects/${projectId}`;
  for (let n = 0; n < ITEMS; n += 1) {
    const body = new Uint8Array(await photo(n, PHOTO));
    const asFile = { ...headers, "content-type": "application/octet-stream" };
    await ask(`${base}/files?name=${n}.jpg`, { method: "PUT", headers: asFile, body });
  }
  const { labels } = await ask<{ labels: { id: string }[] }>(base, { headers });
  const settings = {
    mapping: { 0: labels[0]?.id ?? null },
    threshold: 0.3,
    minScore: null,
    iouThreshold: null,
    resize: null,
  };
  await ask(`${base}/models/${versionId}`, {
    method: "PUT",
    headers,
    body: JSON.stringify({ settings, isDefault: true }),
  });
  return projectId;
}

async function signIn(page: Page, { url, cookie }: Site): Promise<void> {
  const cookies = cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
  await page.context().addCookies(cookies);
  await page.addInitScript(() => {
    globalThis.benchLongTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) benchLongTasks.push(duration);
    }).observe({ type: "longtask", buffered: true });
  });
}

/** Milliseconds from image to image, from the server's numbers, once it goes on steadily. */
async function watchRun({ url, headers }: Site, projectId: string) {
  let first: { atMs: number; run: ModelRun } | null = null;
  for (;;) {
    const { runs } = await ask<{ runs: ModelRun[] }>(
      `${url}/api/v1/projects/${projectId}/model-runs`,
      { headers },
    );
    const [run] = runs;
    const atMs = performance.now();
    if (run && run.done >= FIRST_ITEMS && !first) first = { atMs, run };
    if (run && run.state !== "running" && first) {
      if (run.done < ITEMS) throw new Error(`The run ended as ${run.state}.`);
      const images = run.done - first.run.done;
      return {
        perImageMs: round((atMs - first.atMs) / images),
        inferMs: round((run.inferMs - first.run.inferMs) / images),
      };
    }
    await sleep(POLL_MS);
  }
}

async function ask<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
  return (await response.json()) as T;
}

declare global {
  var benchLongTasks: number[];
}
