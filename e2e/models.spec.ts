import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { ModelRun, ModelVersion, SuggestionLayer } from "@/lib/api/models";
import { sharedData } from "@/lib/testing/shared-data";
import { TINY_AUDIO_CLASSES, tinyAudioModel } from "@/scripts/models/make-tiny-audio";
import { tinyTextModel } from "@/scripts/models/make-tiny-text";
import { expectAccessible } from "./support/axe";
import { type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { toneWav } from "./support/recordings";
import { startServer, type TestServer } from "./support/server";

let server: TestServer;
let owner: Person;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  owner = await signUpOwner(browser, server);
});

test.afterAll(async () => {
  await owner?.context.close();
  await server?.dispose();
});

async function openModel(page: Page, projectId: string, name: string): Promise<void> {
  await page.goto(`/projects/${projectId}/models`);
  await page
    .getByRole("listitem")
    .filter({ hasText: name })
    .getByRole("link", { name: "Open" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

async function runsOf(projectId: string): Promise<ModelRun[]> {
  const { runs } = await owner.api.get<{ runs: ModelRun[] }>(
    `/api/v1/projects/${projectId}/model-runs`,
  );
  return runs;
}

type Accepted = { source: string; score: number | null };

/** What the result of an item has, once its submission has reached the server. */
async function acceptedOf(itemId: string): Promise<Accepted[]> {
  type Opened = { layer: { state: string; records: { annotation: Accepted }[] } };
  const open = () => owner.api.get<Opened>(`/api/v1/items/${itemId}/open`);
  await expect.poll(async () => (await open()).layer.state).toBe("submitted");
  return (await open()).layer.records.map(({ annotation }) => annotation);
}

/** How many suggestions of an item reach the threshold of the demo. */
async function likely(itemId: string): Promise<number> {
  const { layers } = await owner.api.get<{ layers: SuggestionLayer[] }>(
    `/api/v1/items/${itemId}/suggestions`,
  );
  const scores = layers.flatMap(({ records }) =>
    records.map(({ annotation }) => annotation?.score ?? 0),
  );
  return scores.filter((score) => score >= 0.4).length;
}

/** The annotations of a COCO export, as another program reads them. */
async function exportedBoxes(page: Page, projectId: string): Promise<unknown[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-models-"));
  try {
    await page.goto(`/projects/${projectId}/data`);
    await page.getByRole("radio", { name: "COCO" }).first().click();
    const report = page.getByRole("region", { name: "Before you download" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      report.getByRole("button", { name: /^Download/ }).click(),
    ]);
    const zip = path.join(folder, "coco.zip");
    await download.saveAs(zip);
    execFileSync("python3", ["-m", "zipfile", "-e", zip, folder]);
    return fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json") && !name.endsWith("trazo-report.json"))
      .flatMap((name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")).annotations);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

test("the demo is pre-labelled by a real detector: paused, reloaded, gone on with, and measured", async () => {
  const { page, api } = owner;
  const { projectId } = await api.post<{ projectId: string }>("/api/v1/demo");
  await openModel(page, projectId, "NanoDet");
  await expectAccessible(page, "a model");
  await page.getByRole("radio", { name: /^All/ }).click();
  await page.getByRole("button", { name: "Start" }).click();

  await expect(page.getByRole("progressbar", { name: "Pre-labelling" })).toBeVisible();
  await expect.poll(async () => (await runsOf(projectId))[0]?.done ?? 0).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Go on", exact: true })).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Go on", exact: true }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  // A reload in the middle of the work: this tab goes on by itself.
  await page.reload();
  await expect(page.getByRole("heading", { name: /Last run/ })).toBeVisible({ timeout: 60_000 });

  const [run] = await runsOf(projectId);
  expect(run).toMatchObject({ state: "done", total: 31, done: 31, failed: 0 });
  expect(run?.suggestions).toBeGreaterThan(10);
  const histogram = page.getByRole("figure", { name: "Scores" });
  const bars = histogram.getByTestId("bars").getByRole("listitem", { includeHidden: true });
  const sizes = await bars.evaluateAll((all) =>
    all.map((bar) => bar.firstElementChild?.getBoundingClientRect().toJSON() as DOMRect),
  );
  expect(Math.max(...sizes.map(({ height }) => height))).toBeGreaterThan(50);
  expect(Math.min(...sizes.map(({ width }) => width))).toBeGreaterThan(5);
  await histogram.getByRole("button", { name: "Show the numbers" }).click();
  await expect(histogram.getByRole("row")).toHaveCount(21);

  // All that is proposed on one of them is accepted at once, taken back at once, and leaves in an export.
  const { items } = await api.get<{ items: { id: string }[] }>(
    `/api/v1/projects/${projectId}/items`,
  );
  const found = await Promise.all(items.map(async ({ id }) => ({ id, count: await likely(id) })));
  const [richest] = found.sort((a, b) => b.count - a.count);
  await page.goto(`/projects/${projectId}/items/${richest?.id}`);
  await page.getByTestId("canvas").locator("canvas").first().waitFor();
  await expect(async () => {
    await page.keyboard.press("Shift+A");
    await expect(page.getByText(/^[1-9]\d* annotations?$/).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Control+z");
  await expect(page.getByText(/^[1-9]\d* annotations?$/)).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(page.getByText(/^[1-9]\d* annotations?$/).first()).toBeVisible();
  await page.getByRole("button", { name: /Submit and next/ }).click();
  const accepted = await acceptedOf(richest?.id ?? "");
  expect(accepted).toHaveLength(richest?.count ?? 0);
  expect(accepted.every(({ source, score }) => source === "model" && score !== null)).toBe(true);

  const boxes = await exportedBoxes(page, projectId);
  expect(boxes).toHaveLength(accepted.length);
  await openModel(page, projectId, "NanoDet");
  await expect(page.getByText(/^1 submitted item/)).toBeVisible();
});

test("an own model is read, tried, kept and used; the files that cannot be are refused in words", async () => {
  const models = sharedData("models");
  const photos = sharedData("images/photos");
  test.skip(!models || !photos, "shared data is absent");
  if (!models || !photos) return;
  const { page } = owner;
  const { projectId } = await projectWithPhotos(owner, {
    labels: ["bus", "person", "dog"],
    photos: [{ name: "bus.jpg", bytes: fs.readFileSync(path.join(photos, "bus.jpg")) }],
  });
  await page.goto(`/projects/${projectId}/models`);
  await page.getByRole("button", { name: "Add your own model" }).click();
  const dialog = page.getByRole("dialog");
  const give = (name: string, buffer: Buffer) =>
    dialog
      .locator("input[type=file]")
      .first()
      .setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  const yolox = fs.readFileSync(path.join(models, "yolox_nano/yolox_nano.onnx"));

  await give("notes.onnx", Buffer.from("These are only words."));
  await expect(dialog.getByRole("alert")).toContainText("not an ONNX file");
  await give("cut.onnx", yolox.subarray(0, 1_000_000));
  await expect(dialog.getByRole("alert")).toContainText("cut off or damaged");

  await give("yolox_nano.onnx", yolox);
  await expect(dialog.getByText("recognised")).toBeVisible();
  await expect(dialog.getByRole("combobox", { name: "Family" })).toHaveValue("yolox");
  await expect(dialog.getByRole("button", { name: "Keep this model" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Try it" }).click();
  await expect(dialog.getByText(/It works/)).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByText("bus", { exact: true })).toBeVisible();
  await expectAccessible(page, "the trial of a model");
  await dialog.getByRole("button", { name: "Keep this model" }).click();

  // 80 classes against three labels: those of the same name are proposed, the rest is not used.
  await expect(dialog.getByText("3 of 80 classes used")).toBeVisible();
  await dialog.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByRole("link", { name: "yolox_nano" })).toBeVisible();

  await openModel(page, projectId, "yolox_nano");
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("heading", { name: /Last run/ })).toBeVisible({ timeout: 60_000 });
  const { models: used } = await owner.api.get<{ models: { version: ModelVersion }[] }>(
    `/api/v1/projects/${projectId}/models`,
  );
  expect(used[0]?.version).toMatchObject({ adapterId: "yolox", isBuiltIn: false });
});

const SHARED = [
  { file: "picodet_s/picodet_s_320_coco.onnx", family: "picodet" },
  { file: "fastestdet/FastestDet.onnx", family: "fastestdet" },
  { file: "yunet/yunet_n_dynamic.onnx", family: "yunet" },
] as const;

test("detectors of other families are recognised and work on the spot; one of no family is refused", async () => {
  const models = sharedData("models");
  const photos = sharedData("images/photos");
  test.skip(!models || !photos, "shared data is absent");
  if (!models || !photos) return;
  const { page } = owner;
  const { projectId } = await projectWithPhotos(owner, {
    photos: [{ name: "bus.jpg", bytes: fs.readFileSync(path.join(photos, "bus.jpg")) }],
  });
  await page.goto(`/projects/${projectId}/models`);
  await page.getByRole("button", { name: "Add your own model" }).click();
  const dialog = page.getByRole("dialog");
  const input = dialog.locator("input[type=file]").first();
  for (const { file, family } of SHARED) {
    await input.setInputFiles(path.join(models, file));
    await expect(dialog.getByRole("combobox", { name: "Family" })).toHaveValue(family);
    await dialog.getByRole("button", { name: "Try it" }).click();
    await expect(dialog.getByText(/ms\. It works|found nothing here/)).toBeVisible({
      timeout: 60_000,
    });
    await dialog.getByRole("button", { name: "Another file" }).click();
  }
  // It says which pixels are a bus, and that is no family of ours: what it gives is refused in words.
  await input.setInputFiles(path.join(models, "deeplab_v3_mobilenet/deeplab_v3_1_default_1.onnx"));
  await expect(dialog.getByRole("alert")).toContainText("no family of models");
});

test("a tagger of words with its tokenizer.json, and a listener, both made small by our own scripts", async () => {
  const { page, api } = owner;
  const make = async (mediaKind: "text" | "audio", name: string, bytes: Buffer) => {
    const { id } = await api.post<{ id: string }>("/api/v1/projects", {
      name: "Tiny",
      mediaKind,
      labels: [],
    });
    await api.put(`/api/v1/projects/${id}/files?name=${name}`, bytes);
    await page.goto(`/projects/${id}/models`);
    await page.getByRole("button", { name: "Add your own model" }).click();
    return id;
  };
  const dialog = page.getByRole("dialog");
  const text = tinyTextModel();
  await make("text", "a.txt", Buffer.from("🐈 Ada lives in Paris."));
  await dialog
    .locator("input[type=file]")
    .first()
    .setInputFiles({
      name: "tiny.onnx",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(text.onnx),
    });
  await expect(dialog.getByRole("combobox", { name: "Family" })).toHaveValue(
    "token-classification",
  );
  await dialog.getByLabel("tokenizer.json").setInputFiles({
    name: "tokenizer.json",
    mimeType: "application/json",
    buffer: Buffer.from(text.tokenizer),
  });
  await dialog.getByLabel("Classes, one a line").fill(text.tags.join("\n"));
  await dialog.getByRole("button", { name: "Try it" }).click();
  await expect(dialog.getByText("“Ada”")).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByText("“Paris”")).toBeVisible();

  await make("audio", "a.wav", toneWav([{ seconds: 1, hz: [120] }]));
  await dialog
    .locator("input[type=file]")
    .first()
    .setInputFiles({
      name: "listener.onnx",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(tinyAudioModel()),
    });
  await expect(dialog.getByRole("combobox", { name: "Family" })).toHaveValue("audio-tagging");
  await dialog.getByLabel("Classes, one a line").fill(TINY_AUDIO_CLASSES.join("\n"));
  await dialog.getByRole("button", { name: "Try it" }).click();
  await expect(dialog.getByText(/ms\. It works/)).toBeVisible({ timeout: 60_000 });
});

test("items that are selected are pre-labelled while one walks about", async () => {
  const { page } = owner;
  const { projectId } = await projectWithPhotos(owner, {
    labels: ["face"],
    photos: await Promise.all(
      [1, 2, 3].map(async (seed) => ({ name: `${seed}.jpg`, bytes: await photo(seed) })),
    ),
  });
  await page.goto(`/projects/${projectId}/models`);
  await page.getByRole("button", { name: /^Use .*(Blaze|face)/i }).click();
  await page.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByRole("link", { name: "Open" })).toBeVisible();
  await page.getByRole("link", { name: "Items", exact: true }).click();
  await page.getByRole("gridcell").first().waitFor();
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("m");
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await expect(page.getByRole("link", { name: /3 of 3 done/ })).toBeVisible({ timeout: 60_000 });
});
