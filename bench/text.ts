import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import { v7 as uuidv7 } from "uuid";
import { startServer, type TestServer } from "../e2e/support/server";
import type { Bench } from "./bench";
import { type KeyWork, traceKey } from "./key-work";
import { machine, round, within } from "./machine";
import { ownerCookie } from "./owner";
import { pageMemory } from "./page-weight";
import { percentile } from "./percentile";
import { createRandom } from "./seed";
import { launchUnlimited } from "./unlimited-browser";

const VIEWPORT = { width: 1280, height: 800 };
const TEXT_CHARACTERS = 1_000_000;
const SPANS = 10_000;
const LINE_CHARACTERS = 10_000_000;
const BUDGETS = { openMs: 500, frameMs: 33, addMs: 16 };
const OPENINGS = 5;
const WHEEL_STEPS = 80;
const WHEEL_PX = 240;
const TIMES = 30;
const WARM_UP = 5;
const SETTLED_MS = 1_000;
const LABELS = ["Person", "Place", "Group", "Product", "Work"];
const WORDS =
  "the of house water language moment emoji 😀 number person city between another because mountain 𝒳 señor".split(
    " ",
  );

type Api = { url: string; headers: Record<string, string> };
type Key = { scriptMs: number; drawnMs: number };

/** The editor of texts as people use it: the built server, the real page, a real wheel and keyboard. */
export const textBench: Bench = {
  id: "text",
  async run() {
    const host = machine();
    const server = await startServer();
    const browser = await launchUnlimited();
    try {
      const { cookie } = await ownerCookie(server.url);
      const project = await makeProject(server, cookie);
      const openings = [];
      for (let n = 0; n < OPENINGS; n += 1) {
        openings.push(await measureOpening(browser, server, { cookie, path: project.full }));
      }
      const page = await openPage(browser, server, { cookie, path: project.full });
      const scroll = await measureScroll(page);
      const jump = await measureKeys(page, ["Control+End", "Control+Home"], 10);
      const added = await measureAdding(browser, page);
      const memory = await pageMemory(page);
      await page.context().close();
      const linePage = await openPage(browser, server, { cookie, path: project.line });
      const line = await measureScroll(linePage);
      const lineMemory = await pageMemory(linePage);
      await linePage.context().close();
      const lineOpening = await measureOpening(browser, server, { cookie, path: project.line });
      return {
        machine: host,
        browser: browser.version(),
        text: { characters: TEXT_CHARACTERS, spans: SPANS },
        open: {
          medianMs: within(percentile(openings, 0.5), BUDGETS.openMs),
          p95Ms: round(percentile(openings, 0.95)),
        },
        scroll: judged(scroll),
        jump: { medianMs: round(percentile(jump.map(drawn), 0.5)) },
        add: judgedKeys(added),
        memory,
        singleLine: {
          characters: LINE_CHARACTERS,
          openMs: round(lineOpening),
          scroll: judged(line),
          memory: lineMemory,
        },
      };
    } finally {
      await browser.close();
      await server.dispose();
    }
  },
};

const drawn = ({ drawnMs }: Key) => drawnMs;

function judged(frames: readonly number[]) {
  return {
    frames: frames.length,
    medianMs: round(percentile(frames, 0.5)),
    p95Ms: within(percentile(frames, 0.95), BUDGETS.frameMs),
    longestMs: round(Math.max(...frames)),
  };
}

function judgedKeys(keys: readonly KeyWork[]) {
  const work = keys.map(({ workMs }) => workMs);
  const script = keys.map(({ scriptMs }) => scriptMs);
  return {
    medianMs: within(percentile(work, 0.5), BUDGETS.addMs),
    p95Ms: round(percentile(work, 0.95)),
    scriptMs: round(percentile(script, 0.5)),
  };
}

async function makeProject(
  server: TestServer,
  cookie: string,
): Promise<{ full: string; line: string }> {
  const api: Api = { url: server.url, headers: { cookie, origin: server.url } };
  const { id } = await call<{ id: string; labels?: { id: string }[] }>(api, {
    method: "POST",
    path: "/api/v1/projects",
    body: {
      name: "Bench",
      mediaKind: "text",
      labels: LABELS.map((name) => ({ name, geometries: ["interval"] })),
    },
  });
  const { labels } = await call<{ labels: { id: string }[] }>(api, {
    method: "GET",
    path: `/api/v1/projects/${id}`,
  });
  const random = createRandom(1);
  const text = prose(random, TEXT_CHARACTERS, true);
  const full = await upload(api, { projectId: id, name: "full.txt", text });
  await annotate(api, { itemId: full, text, labelIds: labels.map((label) => label.id), random });
  const line = await upload(api, {
    projectId: id,
    name: "line.txt",
    text: prose(random, LINE_CHARACTERS, false),
  });
  const pathOf = (itemId: string) => `/projects/${id}/items/${itemId}`;
  return { full: pathOf(full), line: pathOf(line) };
}

/** Sentences of common words with astral characters; in paragraphs, or all in one line. */
function prose(random: () => number, characters: number, isInParagraphs: boolean): string {
  const parts: string[] = [];
  for (let length = 0, n = 1; length < characters; n += 1) {
    const word = WORDS[Math.floor(random() * WORDS.length)] ?? "";
    const end = n % 12 === 0 ? (isInParagraphs && n % 96 === 0 ? ".\n" : ". ") : " ";
    parts.push(word, end);
    length += word.length + end.length;
  }
  return parts.join("");
}

async function upload(
  api: Api,
  { projectId, name, text }: { projectId: string; name: string; text: string },
): Promise<string> {
  const response = await fetch(`${api.url}/api/v1/projects/${projectId}/files?name=${name}`, {
    method: "PUT",
    headers: { ...api.headers, "content-type": "application/octet-stream" },
    body: Buffer.from(text, "utf8"),
  });
  if (!response.ok) throw new Error(`Uploading failed: ${await response.text()}`);
  return ((await response.json()) as { itemId: string }).itemId;
}

/** Spans all over the text, many of them over one another. */
async function annotate(
  api: Api,
  options: { itemId: string; text: string; labelIds: readonly string[]; random: () => number },
): Promise<void> {
  const { itemId, text, labelIds, random } = options;
  const points = [...text];
  const changes = Array.from({ length: SPANS }, (_, order) => {
    const start = Math.floor((order / SPANS) * (points.length - 100));
    const end = start + 3 + Math.floor(random() ** 2 * 90);
    const id = uuidv7();
    const after = {
      id,
      labelId: labelIds[order % labelIds.length],
      geometry: { kind: "interval", start, end },
      text: points.slice(start, end).join(""),
      attributes: {},
      order,
      score: null,
      source: "manual",
      groupId: null,
    };
    return { id, after };
  });
  const { layer } = await call<{ layer: { layerId: string; rev: number } }>(api, {
    method: "GET",
    path: `/api/v1/items/${itemId}/open`,
  });
  await call(api, {
    method: "POST",
    path: `/api/v1/layers/${layer.layerId}/ops`,
    body: {
      protocol: 1,
      clientId: uuidv7(),
      opId: uuidv7(),
      baseRev: layer.rev,
      changes,
      at: Date.now(),
    },
  });
}

async function call<T>(
  api: Api,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<T> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { ...api.headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

async function openPage(
  browser: Browser,
  server: TestServer,
  { cookie, path }: { cookie: string; path: string },
): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: "en-GB" });
  await context.addCookies(
    cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: server.url };
    }),
  );
  await context.addInitScript({ path: "bench/canvas-probe.js" });
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  await page.locator("[data-drawn]").waitFor({ state: "attached", timeout: 60_000 });
  await sleep(SETTLED_MS);
  await page.getByTestId("text").focus();
  return page;
}

/** From the last byte of the text to the frame that shows it; a fresh browser profile each time. */
async function measureOpening(
  browser: Browser,
  server: TestServer,
  options: { cookie: string; path: string },
): Promise<number> {
  const page = await openPage(browser, server, options);
  const ms = await page.evaluate(async () => {
    const probe = (window as unknown as { benchProbe: { firstDrawn(): Promise<number> } })
      .benchProbe;
    const drawnAt = await probe.firstDrawn();
    const loaded = performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.includes("/media/text"))
      .map((entry) => (entry as PerformanceResourceTiming).responseEnd);
    return drawnAt - Math.min(...loaded);
  });
  await page.context().close();
  return ms;
}

/** Frames while the wheel turns: down through the text, and back. */
async function measureScroll(page: Page): Promise<number[]> {
  await page.mouse.move(VIEWPORT.width / 3, VIEWPORT.height / 2);
  await page.evaluate("benchProbe.takeFrames()");
  for (let step = 0; step < WHEEL_STEPS; step += 1) {
    await page.mouse.wheel(0, step < (WHEEL_STEPS * 2) / 3 ? WHEEL_PX : -WHEEL_PX);
  }
  await sleep(SETTLED_MS);
  return page.evaluate<number[]>("benchProbe.takeFrames()");
}

/** A word is selected by its keys, then labelled by its key; that key's work is measured. */
async function measureAdding(browser: Browser, page: Page): Promise<KeyWork[]> {
  const keys: KeyWork[] = [];
  await page.keyboard.press("Control+Home");
  for (let n = 0; n < TIMES; n += 1) {
    await page.keyboard.press("Control+ArrowRight");
    await page.keyboard.press("Control+Shift+ArrowRight");
    await sleep(60);
    const key = String((n % LABELS.length) + 1);
    const work = await traceKey(browser, page, () => measureKeys(page, [key], 1).then(() => {}));
    // The first ones warm up what is compiled when it is used often.
    if (n >= WARM_UP) keys.push(work);
  }
  return keys;
}

async function measureKeys(page: Page, keys: readonly string[], times: number): Promise<Key[]> {
  const measured: Key[] = [];
  for (let n = 0; n < times; n += 1) {
    await sleep(60);
    await page.evaluate("void (window.benchKey = benchProbe.nextKey())");
    // A held modifier is a key press of its own: the probe hears the last one.
    const key = keys[n % keys.length] ?? "";
    const parts = key.split("+");
    for (const modifier of parts.slice(0, -1)) await page.keyboard.down(modifier);
    if (parts.length > 1) await page.evaluate("void (window.benchKey = benchProbe.nextKey())");
    await page.keyboard.press(parts.at(-1) ?? "");
    for (const modifier of parts.slice(0, -1)) await page.keyboard.up(modifier);
    measured.push(await page.evaluate<Key>("window.benchKey"));
  }
  return measured;
}
