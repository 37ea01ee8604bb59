import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import yazl from "yazl";
import { expectAccessible } from "./support/axe";
import { startServer, type TestServer } from "./support/server";

const PHOTOS = 60;

let server: TestServer;
let folder: string;
test.beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-photos-"));
  await writePhotos(path.join(folder, "street"));
});
test.afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
test.beforeEach(async () => {
  server = await startServer();
});
test.afterEach(async () => {
  await server.dispose();
});

/** Photos in a folder of a folder, one large enough for chunks, and what else lies in such folders. */
async function writePhotos(root: string): Promise<void> {
  const day = path.join(root, "day 1");
  fs.mkdirSync(day, { recursive: true });
  const noise = { type: "gaussian" as const, mean: 128, sigma: 60 };
  for (let n = 0; n < PHOTOS; n++) {
    const background = { r: n * 4, g: 90, b: 40 };
    const create = { width: 320, height: 240, channels: 3 as const, background, noise };
    await sharp({ create })
      .jpeg()
      .toFile(path.join(day, `photo_${n}.jpg`));
  }
  const large = { width: 3_800, height: 3_000, channels: 3 as const, background: "#888", noise };
  await sharp({ create: large }).png({ compressionLevel: 0 }).toFile(path.join(root, "large.png"));
  const whole = await sharp({ create: { ...large, width: 300, height: 300 } })
    .png()
    .toBuffer();
  fs.writeFileSync(path.join(root, "cut off.png"), whole.subarray(0, whole.length / 2));
  fs.writeFileSync(path.join(root, "logo.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
  fs.writeFileSync(path.join(root, "empty.jpg"), "");
  fs.writeFileSync(path.join(root, ".DS_Store"), "litter");
}

/** What a person makes by "compress this folder". */
async function writeZip(file: string): Promise<void> {
  const zip = new yazl.ZipFile();
  for (const name of ["photo_1.jpg", "photo_2.jpg"]) {
    zip.addFile(path.join(folder, "street", "day 1", name), `photos/${name}`);
  }
  zip.addFile(path.join(folder, "street", "cut off.png"), "photos/cut off.png");
  zip.end();
  fs.writeFileSync(file, await buffer(zip.outputStream));
}

/** Ultralytics detection of the same two photos. */
async function writeDataset(file: string): Promise<void> {
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.from("train: images/train\nnames:\n  0: car\n"), "data.yaml");
  for (const name of ["photo_1", "photo_2"]) {
    zip.addFile(path.join(folder, "street", "day 1", `${name}.jpg`), `images/train/${name}.jpg`);
    zip.addBuffer(Buffer.from("0 0.5 0.5 0.25 0.5\n"), `labels/train/${name}.txt`);
  }
  zip.end();
  fs.writeFileSync(file, await buffer(zip.outputStream));
}

async function emptyProject(context: BrowserContext): Promise<string> {
  const headers = { origin: server.url };
  await context.request.post(`${server.url}/api/v1/setup`, {
    headers,
    data: { name: "Olga", email: "olga@example.test", password: "correct horse battery" },
  });
  const created = await context.request.post(`${server.url}/api/v1/projects`, {
    headers,
    data: { name: "Street", mediaKind: "image", labels: [{ name: "car" }] },
  });
  return ((await created.json()) as { id: string }).id;
}

async function itemCount(page: Page, projectId: string): Promise<number> {
  const response = await page.request.get(`${server.url}/api/v1/projects/${projectId}`);
  return ((await response.json()) as { itemCount: number }).itemCount;
}

const finished = (page: Page) => page.getByRole("button", { name: /^Upload finished:/ });

test("a folder arrives through a crash of the server; what cannot be used is named", async ({
  page,
  context,
}) => {
  const projectId = await emptyProject(context);
  await page.goto(`${server.url}/projects/${projectId}/items`);
  await page.getByLabel("Choose a folder").and(page.locator("input")).setInputFiles(folder);
  await expect.poll(() => itemCount(page, projectId)).toBeGreaterThan(5);
  await server.kill();
  await expect(page.getByRole("button", { name: /^Waiting for the connection:/ })).toBeVisible();
  await server.restart();
  await expect(finished(page)).toBeVisible({ timeout: 90_000 });
  expect(await itemCount(page, projectId)).toBe(PHOTOS + 1);

  await finished(page).click();
  const sheet = page.getByRole("dialog", { name: "Uploads" });
  await expect(sheet).toContainText("3 files were not added");
  for (const [name, reason] of [
    ["cut off.png", "its end is missing"],
    ["logo.svg", "SVG is a drawing"],
    ["empty.jpg", "The file is empty"],
  ]) {
    await expect(sheet.getByRole("listitem").filter({ hasText: name ?? "" })).toContainText(
      reason ?? "",
    );
  }
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    sheet.getByRole("button", { name: "CSV" }).click(),
  ]);
  const csv = fs.readFileSync(await download.path(), "utf8");
  expect(csv.trim().split("\r\n")).toHaveLength(4);
});

test("the same photos again are recognised; the upload goes on while walking about", async ({
  page,
  context,
}) => {
  const projectId = await emptyProject(context);
  const photos = fs
    .readdirSync(path.join(folder, "street", "day 1"))
    .map((name) => path.join(folder, "street", "day 1", name));
  await page.goto(`${server.url}/projects/${projectId}/items`);
  const files = page.getByLabel("Choose files").and(page.locator("input"));
  await files.setInputFiles([...photos, ...photos.slice(0, 7)]);
  await page.locator("a[href='/']").first().click();
  await page.waitForURL(`${server.url}/`);
  await expect(finished(page)).toBeVisible({ timeout: 60_000 });
  expect(await itemCount(page, projectId)).toBe(PHOTOS);
  await finished(page).click();
  const sheet = page.getByRole("dialog", { name: "Uploads" });
  await expect(sheet.locator("dl")).toContainText(/Added60Already here7Problems0/);
});

test("a zip becomes the images in it; what cannot be used is named", async ({ page, context }) => {
  const projectId = await emptyProject(context);
  const file = path.join(folder, "photos.zip");
  await writeZip(file);
  await page.goto(`${server.url}/projects/${projectId}/items`);
  await page.getByLabel("Choose files").and(page.locator("input")).setInputFiles(file);
  await expect(finished(page)).toBeVisible({ timeout: 60_000 });
  expect(await itemCount(page, projectId)).toBe(2);
  await finished(page).click();
  const sheet = page.getByRole("dialog", { name: "Uploads" });
  await expect(sheet.locator("dl")).toContainText(/Added2Already here0Problems1/);
  await expect(sheet).toContainText("photos.zip/photos/cut off.png");
});

test("a zip with labels is looked at before anything is written", async ({ page, context }) => {
  const projectId = await emptyProject(context);
  const file = path.join(folder, "dataset.zip");
  await writeDataset(file);
  await page.goto(`${server.url}/projects/${projectId}/items`);
  await page.getByLabel("Choose files").and(page.locator("input")).setInputFiles(file);
  const dialog = page.getByRole("dialog", { name: "A dataset with annotations" });
  await expect(dialog.getByRole("button", { name: "Import 2 items" })).toBeVisible();
  expect(await itemCount(page, projectId)).toBe(0);
  await expectAccessible(page, "dataset on the items page");

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /1 dataset waits for you/ }).click();
  const sheet = page.getByRole("dialog", { name: "Uploads" });
  await expectAccessible(page, "uploads with a dataset");
  await sheet.getByRole("button", { name: "Look at the report" }).click();
  await dialog.getByRole("button", { name: "Import 2 items" }).click();
  await expect(dialog.getByRole("heading", { name: /Imported from/ })).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("gridcell")).toHaveCount(2);
  expect(await itemCount(page, projectId)).toBe(2);
});

test("a large file goes on where a reload cut it off", async ({ page, context }) => {
  const projectId = await emptyProject(context);
  const file = path.join(folder, "street", "large.png");
  const offsets: number[] = [];
  await page.route("**/api/v1/uploads/*", async (route) => {
    const request = route.request();
    if (request.method() !== "PATCH") return route.continue();
    offsets.push(Number(request.headers()["upload-offset"]));
    // The third chunk never leaves.
    return offsets.length === 3 ? undefined : route.continue();
  });
  await page.goto(`${server.url}/projects/${projectId}/items`);
  const files = page.getByLabel("Choose files").and(page.locator("input"));
  await files.setInputFiles(file);
  await expect.poll(() => offsets.length).toBe(3);
  await page.reload();

  await page.getByRole("button", { name: /1 upload was interrupted/ }).click();
  const sheet = page.getByRole("dialog", { name: "Uploads" });
  await expect(sheet.getByText(/49\s?% of 34.\d\sMB is on the server/)).toBeVisible();
  await expectAccessible(page, "an interrupted upload");
  await page.keyboard.press("Escape");
  await files.setInputFiles(file);
  await expect(finished(page)).toBeVisible({ timeout: 60_000 });
  expect(offsets[3]).toBe(offsets[2]);
  expect(await itemCount(page, projectId)).toBe(1);
  await page.reload();
  await expect(page.getByRole("gridcell")).toHaveCount(1);
  await expect(page.getByRole("button", { name: /interrupted/ })).toHaveCount(0);
});
