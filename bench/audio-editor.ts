import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import { v7 as uuidv7 } from "uuid";
import type { ImportedRecording } from "./audio-import";
import { round, within } from "./machine";
import { pageMemory } from "./page-weight";
import { percentile } from "./percentile";
import { createRandom } from "./seed";
import { launchUnlimited, launchUsual } from "./unlimited-browser";

const VIEWPORT = { width: 1280, height: 800 };
const REGIONS = 2_000;
const SECONDS = 3_600;
const BUDGETS = { openMs: 1_000, frameMs: 33, heapMb: 250 };
const OPENINGS = 5;
const WHEEL_STEPS = 60;
const WHEEL_PX = 120;
/** Between two turns of the wheel, as a hand makes them. */
const WHEEL_MS = 16;
const PLAYED_MS = 4_000;
const SETTLED_MS = 1_500;

type Opening = { fromNavigationMs: number; fromDataMs: number };
type Target = { url: string; cookie: string; recording: ImportedRecording };

/** The editor of a recording of an hour with 2,000 regions: the built server, the real page, a real wheel. */
export async function measureEditor(target: Target) {
  await annotate(target);
  const openings = await measureOpenings(target);
  const browser = await launchUnlimited();
  try {
    const page = await openPage(browser, target);
    const zoom = await measureWheel(page, (step) => ({ dy: step < 40 ? -WHEEL_PX : WHEEL_PX }));
    const close = await measureWheel(page, (step) => ({ dx: step < 40 ? WHEEL_PX : -WHEEL_PX }));
    await page.keyboard.press("Shift+1");
    const afar = await measureWheel(page, (step) => ({ dy: step % 2 ? -WHEEL_PX : WHEEL_PX }));
    const playing = await measurePlaying(page);
    const memory = await pageMemory(page);
    return {
      browser: browser.version(),
      regions: REGIONS,
      open: {
        loadAverage: round(loadavg()[0] ?? 0),
        fromNavigationMs: within(
          median(openings.map((each) => each.fromNavigationMs)),
          BUDGETS.openMs,
        ),
        fromDataMs: round(median(openings.map((each) => each.fromDataMs))),
      },
      zoom: judged(zoom),
      scroll: judged(close),
      zoomAllInView: judged(afar),
      playing: judged(playing),
      memory: { ...memory, scriptHeapMb: within(memory.scriptHeapMb, BUDGETS.heapMb) },
    };
  } finally {
    await browser.close();
  }
}

/** Each in a context of its own, with nothing in its caches. */
async function measureOpenings(target: Target): Promise<Opening[]> {
  const browser = await launchUsual();
  try {
    const openings: Opening[] = [];
    for (let n = 0; n < OPENINGS; n += 1) {
      const page = await openPage(browser, target, watchFirstDrawn);
      openings.push(await openingOf(page));
      await page.context().close();
    }
    return openings;
  } finally {
    await browser.close();
  }
}

/** Runs in the measured page. Resolves with the ms since it was asked for, at the end of the frame that shows the sound. */
function watchFirstDrawn(): void {
  const firstDrawn = new Promise<number>((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector("[data-drawn]")) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(null);
      });
    });
    observer.observe(document, { subtree: true, attributeFilter: ["data-drawn"] });
  });
  Object.assign(window, { firstDrawn });
}

const median = (values: readonly number[]) => percentile(values, 0.5);

function judged(frames: readonly number[]) {
  return {
    frames: frames.length,
    medianMs: round(percentile(frames, 0.5)),
    p95Ms: within(percentile(frames, 0.95), BUDGETS.frameMs),
    longestMs: round(Math.max(...frames)),
  };
}

async function openPage(
  browser: Browser,
  { url, cookie, recording }: Target,
  probe: (() => void) | { path: string } = { path: "bench/canvas-probe.js" },
): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: "en-GB" });
  await context.addCookies(
    cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
    }),
  );
  await context.addInitScript(probe);
  const page = await context.newPage();
  const { projectId, itemId } = recording;
  await page.goto(`${url}/projects/${projectId}/items/${itemId}`);
  await page.locator(`[data-drawn="${itemId}"]`).waitFor({ state: "attached", timeout: 60_000 });
  await sleep(SETTLED_MS);
  await page.getByTestId("sound").focus();
  return page;
}

/** To the frame that shows the waveform: since the page was asked for, and since its first peaks came. */
function openingOf(page: Page): Promise<Opening> {
  return page.evaluate(async () => {
    const drawnAt = await (window as unknown as { firstDrawn: Promise<number> }).firstDrawn;
    const loaded = performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.includes("/media/peaks/"))
      .map((entry) => (entry as PerformanceResourceTiming).responseEnd);
    return { fromNavigationMs: drawnAt, fromDataMs: drawnAt - Math.min(...loaded) };
  });
}

async function measureWheel(
  page: Page,
  turn: (step: number) => { dx?: number; dy?: number },
): Promise<number[]> {
  await page.mouse.move(VIEWPORT.width / 3, VIEWPORT.height / 4);
  await page.evaluate("benchProbe.takeFrames()");
  for (let step = 0; step < WHEEL_STEPS; step += 1) {
    const { dx = 0, dy = 0 } = turn(step);
    await page.mouse.wheel(dx, dy);
    await sleep(WHEEL_MS);
  }
  await sleep(SETTLED_MS);
  return page.evaluate<number[]>("benchProbe.takeFrames()");
}

/** Close by, where the sound runs under the playhead and every frame is drawn anew. */
async function measurePlaying(page: Page): Promise<number[]> {
  await page.keyboard.press("Shift+1");
  for (let n = 0; n < 12; n += 1) await page.keyboard.press("+");
  await page.keyboard.press("Space");
  await sleep(SETTLED_MS);
  await page.evaluate("benchProbe.takeFrames(), benchProbe.recordAll(true)");
  await sleep(PLAYED_MS);
  const frames = await page.evaluate<number[]>(
    "benchProbe.recordAll(false), benchProbe.takeFrames()",
  );
  await page.keyboard.press("Space");
  return frames;
}

/** Regions over the whole hour, some over one another, with words and speakers. */
async function annotate({ url, cookie, recording }: Target): Promise<void> {
  const headers = { cookie, origin: url, "content-type": "application/json" };
  const { itemId, projectId } = recording;
  const random = createRandom(1);
  const project = await read<{ labels: { id: string }[] }>(`${url}/api/v1/projects/${projectId}`, {
    headers,
  });
  const changes = Array.from({ length: REGIONS }, (_, order) => {
    const start = (order / REGIONS) * (SECONDS - 10);
    const end = start + 0.4 + random() ** 2 * 6;
    const id = uuidv7();
    const after = {
      id,
      labelId: project.labels[order % project.labels.length]?.id,
      geometry: { kind: "interval", start, end },
      text: `what is said in region ${order}`,
      attributes: { speaker: `Speaker ${order % 4}` },
      order,
      score: null,
      source: "manual",
      groupId: null,
    };
    return { id, after };
  });
  const { layer } = await read<{ layer: { layerId: string; rev: number } }>(
    `${url}/api/v1/items/${itemId}/open`,
    { headers },
  );
  await read(`${url}/api/v1/layers/${layer.layerId}/ops`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      protocol: 1,
      clientId: uuidv7(),
      opId: uuidv7(),
      baseRev: layer.rev,
      changes,
      at: Date.now(),
    }),
  });
}

async function read<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
  return (await response.json()) as T;
}
