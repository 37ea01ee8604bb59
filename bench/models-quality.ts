import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { FULL_SCALE, TILE_SAMPLES } from "@/lib/media/audio-plan";
import type { Suggestion } from "@/lib/models/adapter";
import { silero } from "@/lib/models/adapters/silero";
import { readWav } from "@/lib/models/audio/testing/read-wav";
import type { RunnableModel } from "@/lib/models/model-runner";
import { foundOnBus } from "@/lib/models/testing/bus";
import { driveSuggestions, openSession } from "@/lib/models/testing/run-with-onnx";
import { sharedData } from "@/lib/testing/shared-data";
import type { ModelsPage } from "./models-page";

const BUS = { id: "bus", url: "/shared/bus.jpg", width: 810, height: 1080 };
const RATE = 16_000;

const photos = sharedData("images/photos");
const recordings = sharedData("audio/silero");

/** What the page asks for of the shared data: the photo, and the recording in tiles of samples as the API has them. */
export function sharedAnswer(pathname: string): Uint8Array | null {
  if (pathname === BUS.url && photos) return fs.readFileSync(path.join(photos, "bus.jpg"));
  const tile = /^\/shared\/speech\/(\d+)$/.exec(pathname)?.[1];
  if (tile === undefined || !recordings) return null;
  const first = Number(tile) * TILE_SAMPLES;
  const samples = speech().subarray(first, first + TILE_SAMPLES);
  return new Uint8Array(Int16Array.from(samples, (value) => value * FULL_SCALE).buffer);
}

function speech(): Float32Array {
  return readWav(path.join(recordings ?? "", "test.wav")).samples;
}

/** The real models in the real browser, on the photo and the minute of speech of the shared data. */
export async function measureQuality(
  page: Page,
  { detector, listener }: { detector: RunnableModel; listener: RunnableModel },
) {
  return {
    bus: await findBus(page, detector),
    speech: recordings ? await compareSpeech(page, listener) : null,
  };
}

/** The bus and the persons that are found on the photo, as a share of what was drawn by eye; null without the photo. */
export async function findBus(page: Page, detector: RunnableModel) {
  if (!photos) return null;
  const { suggestions, timing } = await page.evaluate(
    ([model, item]) => modelsPage.suggest(model, item),
    [detector, BUS] as const,
  );
  const found = foundOnBus(suggestions, detector.context.classes);
  return { ...found, inferMs: timing.inferMs, isMet: found.bus === 1 && found.person >= 3 };
}

/** Regions as the browser finds them beside those of the same model in Node, over the samples of the file. */
async function compareSpeech(page: Page, model: RunnableModel) {
  const samples = speech();
  const durationS = samples.length / RATE;
  const heard = await page.evaluate(([listener, item]) => modelsPage.suggestAudio(listener, item), [
    model,
    { samplesUrl: "/shared/speech/", durationS },
  ] as const);
  const session = await openSession("models/silero-vad-v6.onnx");
  const expected = await driveSuggestions(
    silero.suggest(
      { kind: "audio", durationS },
      { ...model.context, assets: {}, io: { model: session.io } },
    ),
    { sessions: { model: session }, samples },
  );
  const places = (all: readonly Suggestion[]) => JSON.stringify(all.map((one) => one.geometry));
  return {
    seconds: durationS,
    regions: heard.suggestions.length,
    inferMs: heard.timing.inferMs,
    isMet: places(heard.suggestions) === places(expected),
  };
}

declare global {
  var modelsPage: ModelsPage;
}
