import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { photo } from "../e2e/support/photo";
import { startServer, type TestServer } from "../e2e/support/server";
import { CHROMIUM_ARGS, chromiumPath } from "../scripts/chromium.mjs";
import type { Bench } from "./bench";
import {
  measureDraw,
  measureGesture,
  measureSelect,
  pan,
  type Rect,
  type Release,
  zoom,
} from "./canvas-gestures";
import { fillItems } from "./fill-item";
import { machine, round, rssMb, within } from "./machine";
import { ownerCookie } from "./owner";
import { pageMemory, watchScripts } from "./page-weight";
import { percentile } from "./percentile";

const VIEWPORT = { width: 1280, height: 800 };
const IMAGE = { width: 1920, height: 1080 };
const BUDGETS = [
  { boxes: 1_000, ratio: 1.3, redrawMs: 20 },
  { boxes: 5_000, ratio: 1.5, redrawMs: 50 },
  { boxes: 20_000, ratio: 2, redrawMs: 200 },
];
const DETAILED_BOXES = 5_000;
const P95_MS = 33;
const STEPPED_ITEMS = 21;
const STEPPED_BOXES = 100;
const TIMES = 15;
const IDLE_MS = 3_000;
/** Frames as fast as they can be made: else every one would last at least 16.7 ms. */
const UNLIMITED = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];

/** The editor as people use it: the built server, the real page, a real wheel and pointer. */
export const canvasBench: Bench = {
  id: "canvas",
  async run() {
    const host = machine();
    const server = await startServer();
    const executablePath = chromiumPath();
    const browser = await chromium.launch({
      chromiumSandbox: false,
      args: [...CHROMIUM_ARGS, ...UNLIMITED],
      ...(executablePath ? { executablePath } : {}),
    });
    try {
      const owner = await ownerCookie(server.url);
      const project = await makeProject(server, owner.cookie);
      const startedAt = performance.now();
      await server.restart();
      const coldStartMs = performance.now() - startedAt;
      await sleep(IDLE_MS);
      const idleMb = rssMb(server.pid());
      const context = await newContext(browser, server, owner.cookie);
      const first = await measureFirstLoad(context, project);
      const empty = await measureEmpty(context, server, { area: first.area, isRedrawn: false });
      const redrawn = await measureEmpty(context, server, { area: first.area, isRedrawn: true });
      const counts = [];
      for (const budget of BUDGETS) {
        counts.push(await measureCount(context, { project, budget, empty, redrawn }));
      }
      const steps = await measureSteps(context, project);
      await context.close();
      return {
        machine: host,
        browser: browser.version(),
        canvas: first.area,
        emptyCanvas: { moved: empty, redrawn },
        counts,
        itemToItem: {
          medianMs: within(percentile(steps, 0.5), 150),
          p95Ms: round(percentile(steps, 0.95)),
          steps: steps.length,
        },
        firstLoadScriptKb: { ...first.scripts, gzip: within(first.scripts.gzipKb, 400) },
        serverRssMb: { idle: within(idleMb, 200), afterThisRun: rssMb(server.pid()) },
        coldStartMs: within(coldStartMs, 3_000),
      };
    } finally {
      await browser.close();
      await server.dispose();
    }
  },
};

type Project = { path: string; byBoxes: Map<number, string>; stepped: string[] };

async function makeProject(server: TestServer, cookie: string): Promise<Project> {
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
  for (let n = 0; n < BUDGETS.length + STEPPED_ITEMS; n += 1) {
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
  const stepped = itemIds.slice(BUDGETS.length);
  const byBoxes = new Map<number, string>();
  BUDGETS.forEach(({ boxes }, n) => {
    const itemId = itemIds[n] ?? "";
    byBoxes.set(boxes, itemId);
    fillItems({ databaseFile, projectId, itemIds: [itemId], boxes });
  });
  fillItems({ databaseFile, projectId, itemIds: stepped, boxes: STEPPED_BOXES });
  return { path: `${server.url}/projects/${projectId}/items`, byBoxes, stepped };
}

async function newContext(
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

async function openItem(page: Page, project: Project, itemId: string): Promise<Rect> {
  await page.goto(`${project.path}/${itemId}`);
  await page.locator(`[data-drawn="${itemId}"]`).waitFor({ state: "attached", timeout: 60_000 });
  await sleep(IDLE_MS / 3);
  const area = await page.getByTestId("canvas").boundingBox();
  if (!area) throw new Error("The canvas is not on screen.");
  return area;
}

async function measureFirstLoad(context: BrowserContext, project: Project) {
  const page = await context.newPage();
  const scripts = await watchScripts(context, page);
  const area = await openItem(page, project, project.stepped[0] ?? "");
  const weight = await scripts.stop();
  await page.close();
  return { area, scripts: weight };
}

/**
 * The yardstick: a page with nothing but an empty canvas, as large as the editor's and in the same
 * place, under the same gestures. Moved by the same CSS transform as the editor's, once a frame: the
 * strictest one, what the browser takes to show anything. Or redrawn at the new place, as canvases
 * usually are: one plain rectangle a frame. The budgets are held against the first.
 */
async function measureEmpty(
  context: BrowserContext,
  server: TestServer,
  { area, isRedrawn }: { area: Rect; isRedrawn: boolean },
) {
  const page = await context.newPage();
  const address = `${server.url}/bench-empty-canvas`;
  const box = `left:${area.x}px;top:${area.y}px;width:${area.width}px;height:${area.height}px`;
  await page.route(address, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><body style="margin:0;background:#222">
        <div style="position:absolute;overflow:hidden;${box}">
          <canvas width="${area.width}" height="${area.height}"
            style="transform-origin:0 0;will-change:transform"></canvas>
        </div>
        <script>const isRedrawn = ${isRedrawn};${EMPTY_PAGE_SCRIPT}</script>`,
    }),
  );
  await page.goto(address);
  const panned = await measureGesture(page, pan, area);
  const zoomed = await measureGesture(page, zoom, area);
  await page.close();
  return { pan: rounded(panned), zoom: rounded(zoomed) };
}

const EMPTY_PAGE_SCRIPT = `
  const canvas = document.querySelector("canvas");
  const context = canvas.getContext("2d");
  const draw = () => {
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = "#345";
    context.fillRect(view.x, view.y, canvas.width * view.scale, canvas.height * view.scale);
  };
  let view = { x: 0, y: 0, scale: 1 }, from = null, frame = 0;
  draw();
  const show = () => {
    frame = 0;
    if (isRedrawn) return draw();
    canvas.style.transform =
      "translate(" + view.x + "px, " + view.y + "px) scale(" + view.scale + ")";
  };
  const change = (next) => { view = next; frame = frame || requestAnimationFrame(show); };
  addEventListener("pointerdown", (event) => {
    event.preventDefault();
    from = { x: event.clientX - view.x, y: event.clientY - view.y };
  });
  addEventListener("pointerup", () => { from = null; });
  addEventListener("pointermove", (event) => {
    if (from) change({ ...view, x: event.clientX - from.x, y: event.clientY - from.y });
  });
  addEventListener("wheel", (event) => {
    event.preventDefault();
    const factor = 2 ** (-event.deltaY / 240);
    const { left, top } = canvas.parentElement.getBoundingClientRect();
    const x = event.clientX - left, y = event.clientY - top;
    change({
      scale: view.scale * factor,
      x: x - (x - view.x) * factor,
      y: y - (y - view.y) * factor,
    });
  }, { passive: false });`;

type Gestures = Awaited<ReturnType<typeof measureEmpty>>;

async function measureCount(
  context: BrowserContext,
  {
    project,
    budget,
    empty,
    redrawn,
  }: {
    project: Project;
    budget: (typeof BUDGETS)[number];
    empty: Gestures;
    redrawn: Gestures;
  },
) {
  const { boxes } = budget;
  const page = await context.newPage();
  const area = await openItem(page, project, project.byBoxes.get(boxes) ?? "");
  const panned = await measureGesture(page, pan, area);
  const zoomed = await measureGesture(page, zoom, area);
  const memory = await pageMemory(page);
  await page.keyboard.press("v");
  const selects = await measureSelect(page, area, TIMES);
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  const draws = await measureDraw(page, area, TIMES);
  await page.close();
  const isDetailed = boxes === DETAILED_BOXES;
  const drawn = ({ drawnMs }: Release) => drawnMs;
  const script = ({ scriptMs }: Release) => scriptMs;
  return {
    boxes,
    pan: judged(panned, { moved: empty.pan, redrawn: redrawn.pan }, budget),
    zoom: judged(zoomed, { moved: empty.zoom, redrawn: redrawn.zoom }, budget),
    select: judge(selects.map(drawn), isDetailed ? 20 : null),
    commit: judge(draws.map(script), isDetailed ? 8 : null),
    commitToFrame: judge(draws.map(drawn), null),
    memory: {
      ...memory,
      ...(isDetailed ? { page: within(memory.privateMb, 230) } : {}),
    },
  };
}

function judge(values: readonly number[], budgetMs: number | null) {
  const medianMs = percentile(values, 0.5);
  return {
    medianMs: budgetMs === null ? round(medianMs) : within(medianMs, budgetMs),
    p95Ms: round(percentile(values, 0.95)),
  };
}

type Frames = Awaited<ReturnType<typeof measureGesture>>;

function judged(
  frames: Frames,
  empty: { moved: Frames; redrawn: Frames },
  budget: { ratio: number; redrawMs: number },
) {
  return {
    frames: frames.frames,
    medianMs: round(frames.medianMs),
    ratio: within(frames.medianMs / empty.moved.medianMs, budget.ratio),
    ratioToRedrawn: round(frames.medianMs / empty.redrawn.medianMs),
    p95Ms: within(frames.p95Ms, P95_MS),
    redrawMs: within(frames.redrawMs, budget.redrawMs),
  };
}

function rounded({ frames, medianMs, p95Ms, redrawMs }: Frames): Frames {
  return {
    frames,
    medianMs: round(medianMs),
    p95Ms: round(p95Ms),
    redrawMs: round(redrawMs),
  };
}

/** From one item to the next by its key, 2-megapixel photos; ms until the next one is drawn. */
async function measureSteps(context: BrowserContext, project: Project): Promise<number[]> {
  const page = await context.newPage();
  await openItem(page, project, project.stepped[0] ?? "");
  const times: number[] = [];
  for (const itemId of project.stepped.slice(1)) {
    await page.evaluate("void (window.benchStep = benchProbe.nextItem())");
    await page.keyboard.press("f");
    times.push(await page.evaluate<number>("window.benchStep"));
    const drawn = await page.locator("[data-drawn]").getAttribute("data-drawn");
    if (drawn !== itemId) throw new Error("Another item came than the next one.");
    // Someone who looks before going on; the neighbours are loaded meanwhile.
    await sleep(300);
  }
  await page.close();
  return times;
}
