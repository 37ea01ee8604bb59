import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";

export type Rect = { x: number; y: number; width: number; height: number };
type Gesture = (page: Page, area: Rect) => Promise<void>;
export type Release = { scriptMs: number; drawnMs: number };

const STEPS = 60;
const REPEATS = 3;
const PAN_PX = 160;
const NOTCH_PX = 40;
/** Longer than the pause after which the editor draws everything sharp again. */
const SETTLED_MS = 500;

/** A drag with the middle button, there and back. */
async function pan(page: Page, area: Rect): Promise<void> {
  const x = area.x + area.width / 2;
  const y = area.y + area.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down({ button: "middle" });
  for (let step = 1; step <= STEPS; step += 1) {
    const turn = (step / STEPS) * 2 * Math.PI;
    await page.mouse.move(x + Math.sin(turn) * PAN_PX, y + ((1 - Math.cos(turn)) * PAN_PX) / 2);
  }
  await page.mouse.up({ button: "middle" });
}

/** The wheel at a point off the middle: in, and out again. */
async function zoom(page: Page, area: Rect): Promise<void> {
  await page.mouse.move(area.x + area.width * 0.4, area.y + area.height * 0.45);
  for (let step = 0; step < STEPS; step += 1) {
    await page.mouse.wheel(0, step < STEPS / 2 ? -NOTCH_PX / 2 : NOTCH_PX / 2);
  }
}

/**
 * In ms: frames during the gestures; the work of each redraw after one (absent where nothing is
 * redrawn), and the longest frame in the time after it, waiting for the screen included.
 */
export type Timings = { frames: number[]; redraws: number[]; longest: number[] };
export type Gestures = { pan: Timings; zoom: Timings };

export async function measureGestures(page: Page, area: Rect): Promise<Gestures> {
  return {
    pan: await measureGesture(page, pan, area),
    zoom: await measureGesture(page, zoom, area),
  };
}

async function measureGesture(page: Page, gesture: Gesture, area: Rect): Promise<Timings> {
  const timings: Timings = { frames: [], redraws: [], longest: [] };
  await gesture(page, area);
  await sleep(SETTLED_MS);
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    await takeFrames(page);
    await gesture(page, area);
    timings.frames.push(...(await takeFrames(page)));
    await page.evaluate("benchProbe.recordAll(true)");
    await sleep(SETTLED_MS);
    await page.evaluate("benchProbe.recordAll(false)");
    timings.longest.push(Math.max(...(await takeFrames(page))));
    const redraws = await page.evaluate<number[]>("benchProbe.takeRedraws()");
    timings.redraws.push(...redraws.slice(-1));
  }
  return timings;
}

/** All that was measured in several rounds, as one. */
export function pooled(rounds: readonly Gestures[]): Gestures {
  const pool = (timings: readonly Timings[]): Timings => ({
    frames: timings.flatMap(({ frames }) => frames),
    redraws: timings.flatMap(({ redraws }) => redraws),
    longest: timings.flatMap(({ longest }) => longest),
  });
  return { pan: pool(rounds.map(({ pan }) => pan)), zoom: pool(rounds.map(({ zoom }) => zoom)) };
}

/** Clicks here and there; from each release to the frame that shows the selection. */
export async function measureSelect(page: Page, area: Rect, times: number): Promise<Release[]> {
  const releases: Release[] = [];
  for (let n = 0; n < times; n += 1) {
    await page.mouse.move(area.x + area.width * place(n, 7), area.y + area.height * place(n, 5));
    await page.mouse.down();
    releases.push(await release(page));
  }
  return releases;
}

/** Draws boxes with the tool that is chosen; from each release to the end of all that it set off. */
export async function measureDraw(page: Page, area: Rect, times: number): Promise<Release[]> {
  const releases: Release[] = [];
  for (let n = 0; n < times; n += 1) {
    const x = area.x + area.width * place(n, 7);
    const y = area.y + area.height * place(n, 5);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 20, y + 15);
    await page.mouse.move(x + 40, y + 30);
    releases.push(await release(page));
  }
  return releases;
}

async function release(page: Page): Promise<Release> {
  await sleep(50);
  await page.evaluate("void (window.benchRelease = benchProbe.nextRelease())");
  await page.mouse.up();
  return page.evaluate<Release>("window.benchRelease");
}

/** Spreads n over the middle of the canvas: 0.3 to 0.7. */
function place(n: number, prime: number): number {
  return 0.3 + (((n * prime) % 11) / 10) * 0.4;
}

function takeFrames(page: Page): Promise<number[]> {
  return page.evaluate<number[]>("benchProbe.takeFrames()");
}
