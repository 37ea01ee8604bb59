import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { photo } from "../e2e/support/photo";
import type { TestServer } from "../e2e/support/server";
import type { Rect } from "./canvas-gestures";
import { fillItems } from "./fill-item";

const VIEWPORT = { width: 1280, height: 800 };
const IMAGE = { width: 1920, height: 1080 };
const STEPPED_ITEMS = 21;
const STEPPED_BOXES = 100;
const REST_MS = 1_000;

/** Items by what is on them: `empty` has no box, the stepped ones have a few each. */
export type BenchProject = {
  path: string;
  empty: string;
  byBoxes: ReadonlyMap<number, string>;
  stepped: readonly string[];
};

export async function makeProject(
  server: TestServer,
  { cookie, counts }: { cookie: string; counts: readonly number[] },
): Promise<BenchProject> {
  const headers = { cookie, origin: server.url, "content-type": "application/json" };
  const created = await fetch(`${server.url}/api/v1/projects`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      name: "Bench",
      mediaKind: "image",
      labels: ["car", "person", "bicycle", "dog", "light"].map((name) => ({ name })),
    }),
  });
  const { id: projectId } = (await created.json()) as { id: string };
  const itemIds: string[] = [];
  for (let n = 0; n < 1 + counts.length + STEPPED_ITEMS; n += 1) {
    const name = `photo-${String(n).padStart(3, "0")}.jpg`;
    const response = await fetch(`${server.url}/api/v1/projects/${projectId}/files?name=${name}`, {
      method: "PUT",
      headers: { ...headers, "content-type": "application/octet-stream" },
      body: new Uint8Array(await photo(n, IMAGE)),
    });
    if (!response.ok) throw new Error(`Uploading failed: ${await response.text()}`);
    itemIds.push(((await response.json()) as { itemId: string }).itemId);
  }
  const databaseFile = `${server.dataDir}/trazo.sqlite`;
  const [empty = "", ...others] = itemIds;
  const stepped = others.slice(counts.length);
  const byBoxes = new Map<number, string>();
  counts.forEach((boxes, n) => {
    const itemId = others[n] ?? "";
    byBoxes.set(boxes, itemId);
    fillItems({ databaseFile, projectId, itemIds: [itemId], boxes });
  });
  fillItems({ databaseFile, projectId, itemIds: stepped, boxes: STEPPED_BOXES });
  return { path: `${server.url}/projects/${projectId}/items`, empty, byBoxes, stepped };
}

export async function newContext(
  browser: Browser,
  server: TestServer,
  cookie: string,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: "en-GB" });
  const cookies = cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: server.url };
  });
  await context.addCookies(cookies);
  await context.addInitScript({ path: "bench/canvas-probe.js" });
  return context;
}

/** Waits until the item is drawn and the page has come to rest. */
export async function openItem(page: Page, project: BenchProject, itemId: string): Promise<Rect> {
  await page.goto(`${project.path}/${itemId}`);
  await page.locator(`[data-drawn="${itemId}"]`).waitFor({ state: "attached", timeout: 60_000 });
  await sleep(REST_MS);
  const area = await page.getByTestId("canvas").boundingBox();
  if (!area) throw new Error("The canvas is not on screen.");
  return area;
}
