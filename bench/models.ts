import fs from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import { photo } from "@/e2e/support/photo";
import { BUILT_IN_MODELS, type BuiltInModel } from "@/lib/models/catalogue";
import type { RunnableModel } from "@/lib/models/model-runner";
import { CHROMIUM_ARGS, chromiumPath } from "../scripts/chromium.mjs";
import type { Bench } from "./bench";
import { machine, round, within } from "./machine";
import type { Measured } from "./models-page";
import { findBus, measureQuality, sharedAnswer } from "./models-quality";
import { measureRun } from "./models-run";
import { serveModelsPage } from "./models-server";
import { openNative } from "./native-inference";
import { pageMemory } from "./page-weight";
import { percentile } from "./percentile";

const BUDGETS = {
  timesNative: 4,
  shareOfInference: 0.25,
  shareOfRate: 0.85,
  blockedMs: 50,
  growthMb: 150,
};
const THREADS = 2;
const WARM_UP = 10;
const SMALL_BATCH = 50;
const IMAGES = Number(process.env["BENCH_MODEL_IMAGES"] ?? 500);
/** So many different pictures; the addresses all differ. */
const PHOTOS = 10;
const PHOTO = { width: 1280, height: 960 };
const NATIVE_RUNS = 15;
/** A graphics card made of software, slow and without a driver. */
const WEBGPU_ARGS = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];

/** The default detector in headless Chromium, beside onnxruntime-node with the same model, input and threads. */
export const modelsBench: Bench = {
  id: "models",
  async run() {
    const before = machine();
    const photos = await Promise.all(Array.from({ length: PHOTOS }, (_, n) => photo(n, PHOTO)));
    const server = await serveModelsPage((path) => {
      const number = /^\/photos\/(\d+)\.jpg$/.exec(path)?.[1];
      if (number !== undefined) return photos[Number(number) % PHOTOS] ?? null;
      return modelFile(path) ?? sharedAnswer(path);
    });
    try {
      const wasm = await onModelsPage([], server.url, measureWasm);
      const webgpu = await onModelsPage(WEBGPU_ARGS, server.url, tryWebGpu);
      return { machine: before, ...wasm, webgpu, application: await measureApplication() };
    } finally {
      await server.close();
    }
  },
};

const FILES = BUILT_IN_MODELS.flatMap(({ files, assets }) => [...files, ...assets]);

function modelFile(path: string): Uint8Array | null {
  const file = FILES.find(({ hash }) => path === `/files/${hash}`);
  return file ? fs.readFileSync(file.location) : null;
}

function runnable(adapterId: string): { built: BuiltInModel; model: RunnableModel } {
  const built = BUILT_IN_MODELS.find((each) => each.adapterId === adapterId);
  if (!built) throw new Error(`There is no ${adapterId}.`);
  const { id, files, classes, options } = built;
  const withUrl = files.map(({ role, hash, bytes }) => ({
    ...{ role, hash, bytes },
    url: `/files/${hash}`,
  }));
  const model = { id, adapterId, files: withUrl, assets: [], context: { classes, options } };
  return { built, model };
}

/** The bare page with the runner. */
function onModelsPage<T>(
  args: readonly string[],
  url: string,
  measure: (page: Page, browser: Browser) => Promise<T>,
): Promise<T> {
  return inBrowser(args, async (page, browser) => {
    await page.goto(`${url}/page.html`);
    await page.waitForFunction("globalThis.modelsPage");
    return measure(page, browser);
  });
}

async function inBrowser<T>(
  args: readonly string[],
  measure: (page: Page, browser: Browser) => Promise<T>,
): Promise<T> {
  const executablePath = chromiumPath();
  const browser = await chromium.launch({
    chromiumSandbox: false,
    args: [...CHROMIUM_ARGS, ...args],
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
    return await measure(page, browser);
  } finally {
    await browser.close();
  }
}

async function measureWasm(page: Page, browser: Browser) {
  const { built, model } = runnable("nanodet");
  const { model: listener } = runnable("silero");
  const loadStartMs = performance.now();
  const backend = await page.evaluate((wanted) => modelsPage.load(wanted), model);
  const loadMs = performance.now() - loadStartMs;

  const native = await openNative({
    file: built.files[0]?.location ?? "",
    input: { name: "input", data: randomPicture(), dims: [1, 3, 416, 416] },
    threads: THREADS,
  });
  await batch(page, model, { from: 0, count: WARM_UP });
  const alone = await oneByOne(page, model);
  // In turns, so that what else the machine does meets both.
  const nativeTimes = await native.measure(NATIVE_RUNS);
  await page.evaluate(() => modelsPage.takeLongTasks());
  const small = await batch(page, model, { from: WARM_UP, count: SMALL_BATCH - WARM_UP });
  const after50 = await pageMemory(page);
  nativeTimes.push(...(await native.measure(NATIVE_RUNS)));
  const large = await batch(page, model, { from: SMALL_BATCH, count: IMAGES - SMALL_BATCH });
  const longTasks = await page.evaluate(() => modelsPage.takeLongTasks());
  const after500 = await pageMemory(page);
  nativeTimes.push(...(await native.measure(NATIVE_RUNS)));
  alone.push(...(await oneByOne(page, model)));

  const inferMs = medianOf(alone, (timing) => timing.inferMs);
  const ownMs = medianOf(alone, ({ prepareMs, finishMs }) => prepareMs + finishMs);
  const nativeMs = percentile(nativeTimes, 0.5);
  return {
    browser: browser.version(),
    backend,
    loadMs: round(loadMs),
    inference: {
      nativeMs: round(nativeMs),
      browserMs: round(inferMs),
      timesNative: within(inferMs / nativeMs, BUDGETS.timesNative),
    },
    own: { ms: round(ownMs), share: within(ownMs / inferMs, BUDGETS.shareOfInference) },
    batch: [rate(small, inferMs), rate(large, inferMs)],
    longTasks: {
      count: longTasks.length,
      longestMs: within(Math.max(0, ...longTasks), BUDGETS.blockedMs),
    },
    memory: {
      after50Mb: after50.privateMb,
      growthMb: within(after500.privateMb - after50.privateMb, BUDGETS.growthMb),
    },
    quality: await measureQuality(page, { detector: model, listener }),
  };
}

/** Without anything decoded meanwhile. */
async function oneByOne(page: Page, model: RunnableModel): Promise<Measured[]> {
  const done: Measured[] = [];
  for (let n = 0; n < NATIVE_RUNS; n += 1) {
    const item = { ...PHOTO, id: `${n}`, url: `/photos/${n}.jpg?alone` };
    const { suggestions, timing } = await page.evaluate(
      ([wanted, one]) => modelsPage.suggest(wanted, one),
      [model, item] as const,
    );
    done.push({ suggestions: suggestions.length, timing });
  }
  return done;
}

type Batch = { totalMs: number; done: Measured[] };

function batch(
  page: Page,
  model: RunnableModel,
  { from, count }: { from: number; count: number },
): Promise<Batch> {
  const photos = Array.from({ length: count }, (_, n) => ({
    ...PHOTO,
    id: String(from + n),
    url: `/photos/${from + n}.jpg`,
  }));
  return page.evaluate(([wanted, items]) => modelsPage.batch(wanted, items), [
    model,
    photos,
  ] as const);
}

/** Images a second, as a share of what inference would allow if nothing else were to be done. */
function rate({ totalMs, done }: Batch, aloneMs: number) {
  const perImageMs = totalMs / done.length;
  const share = aloneMs / perImageMs;
  return {
    images: done.length,
    perSecond: round(1_000 / perImageMs),
    inferMs: round(medianOf(done, (timing) => timing.inferMs)),
    decodeMs: round(medianOf(done, (timing) => timing.decodeMs)),
    shareOfRate: atLeast(share, BUDGETS.shareOfRate),
  };
}

function atLeast(value: number, budget: number) {
  return { value: round(value), budget, isMet: value >= budget };
}

function medianOf(done: readonly Measured[], pick: (timing: Measured["timing"]) => number): number {
  return percentile(
    done.map(({ timing }) => pick(timing)),
    0.5,
  );
}

function randomPicture(): Float32Array {
  return Float32Array.from({ length: 3 * 416 * 416 }, (_, n) => Math.sin(n * 12.9898) * 2);
}

/** Pre-labelling in the built application, whose server and page need the two cores as well. */
async function measureApplication() {
  const { model } = runnable("nanodet");
  const { items, perImageMs, inferMs, longTasks } = await measureRun(model.id, (use) =>
    inBrowser([], use),
  );
  const share = inferMs / perImageMs;
  return {
    items,
    perSecond: round(1_000 / perImageMs),
    inferMs,
    shareOfRate: atLeast(share, BUDGETS.shareOfRate),
    longTasks: {
      count: longTasks.length,
      longestMs: within(Math.max(0, ...longTasks), BUDGETS.blockedMs),
    },
  };
}

/** The same detector by WebGPU; null with the reason where the browser gives no adapter. */
async function tryWebGpu(page: Page) {
  const { model } = runnable("nanodet");
  const backend = await page.evaluate((wanted) => modelsPage.load(wanted), model);
  if (backend.provider !== "webgpu") {
    console.error("Skipping WebGPU: the browser gives no adapter, or it cannot run the model.");
    return null;
  }
  return { backend, bus: await findBus(page, model) };
}
