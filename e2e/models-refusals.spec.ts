import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { ModelVersion } from "@/lib/api/models";
import { tinyDetector, tinyStranger } from "@/scripts/models/make-tiny-detector";
import { expectAccessible } from "./support/axe";
import { type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

const MEBIBYTE = 1024 * 1024;

let server: TestServer;
let owner: Person;
let projectId: string;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  owner = await signUpOwner(browser, server);
  ({ projectId } = await projectWithPhotos(owner, {
    labels: ["car", "person", "dog"],
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  }));
});

test.afterAll(async () => {
  await owner?.context.close();
  await server?.dispose();
});

async function openDialog(page: Page) {
  await page.goto(`/projects/${projectId}/models`);
  await page.getByRole("button", { name: "Add your own model" }).click();
  const dialog = page.getByRole("dialog");
  return { dialog, input: dialog.locator("input[type=file]").first() };
}

const asFile = (name: string, bytes: Uint8Array) => ({
  ...{ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) },
});

test("a model of no family is refused in words, and can be called one by hand", async () => {
  const { dialog, input } = await openDialog(owner.page);
  await input.setInputFiles(asFile("stranger.onnx", tinyStranger()));
  await expect(dialog.getByRole("alert")).toContainText("no family of models");
  await expectAccessible(owner.page, "a model that is refused");
  await dialog.getByRole("button", { name: "Choose the family by hand" }).click();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await expect(dialog.getByRole("combobox", { name: "Family" })).toBeVisible();
  await expect(dialog.getByText("please check")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Keep this model" })).toBeDisabled();
});

test("five hundred classes against three labels: one is proposed, one is looked up, the rest is left alone", async () => {
  const { page } = owner;
  const classes = Array.from({ length: 500 }, (_, n) => (n === 7 ? "Person" : `kind ${n}`));
  const { dialog, input } = await openDialog(page);
  await input.setInputFiles(asFile("many.onnx", tinyDetector({ classes, sees: 499 })));
  await expect(dialog.getByText("recognised")).toBeVisible();
  await expect(dialog.getByText("500 of 500")).toBeVisible();
  await dialog.getByRole("button", { name: "Try it" }).click();
  await expect(dialog.getByText(/^1 suggestion in/)).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByText("kind 499", { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Keep this model" }).click();

  await expect(dialog.getByText("1 of 500 classes used")).toBeVisible();
  // Only what is in sight is in the page.
  expect(await dialog.getByRole("listitem").count()).toBeLessThan(40);
  await dialog.getByRole("searchbox", { name: "Search classes" }).fill("kind 499");
  await dialog.getByRole("combobox", { name: "Label for kind 499" }).selectOption("dog");
  await expect(dialog.getByText("2 of 500 classes used")).toBeVisible();
  await dialog.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByRole("link", { name: "many", exact: true })).toBeVisible();

  const { models } = await owner.api.get<{
    models: { version: ModelVersion; settings: { mapping: Record<string, string | null> } }[];
  }>(`/api/v1/projects/${projectId}/models`);
  expect(models[0]?.version.classes).toHaveLength(500);
  const mapped = Object.entries(models[0]?.settings.mapping ?? {}).filter(([, id]) => id !== null);
  expect(mapped.map(([index]) => index)).toEqual(["7", "499"]);
});

test("a model of 300 MB is refused on a device of 1 GB before it is read, with what it could take", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-large-"));
  const file = path.join(folder, "large.onnx");
  // A hole in the file: it takes no room.
  fs.closeSync(fs.openSync(file, "w"));
  fs.truncateSync(file, 300 * MEBIBYTE);
  const page = await owner.context.newPage();
  try {
    // What such a device's browser says; no switch makes Chromium believe to have less.
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => 1 }),
    );
    const { dialog, input } = await openDialog(page);
    await input.setInputFiles(file);
    await expect(dialog.getByRole("alert")).toContainText("up to 128 MB");
    await expect(dialog.getByRole("alert")).toContainText("smaller or quantised");
  } finally {
    await page.close();
    fs.rmSync(folder, { recursive: true });
  }
});
