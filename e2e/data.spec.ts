import fs from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import yauzl from "yauzl";
import yazl from "yazl";
import { type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
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

/** Ultralytics detection: three images, one of them empty, and a class that the project spells otherwise. */
async function datasetZip(): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const names = "train: images/train\nval: images/val\nnames:\n  0: car\n  1: dog\n";
  zip.addBuffer(Buffer.from(names), "data.yaml");
  for (const [i, split] of ["train", "train", "val"].entries()) {
    zip.addBuffer(await photo(40 + i), `images/${split}/shot-${i}.jpg`);
    const rows = i === 1 ? "" : `${i % 2} 0.5 0.5 0.25 0.5\n1 0.25 0.25 0.125 0.125\n`;
    zip.addBuffer(Buffer.from(rows), `labels/${split}/shot-${i}.txt`);
  }
  zip.addBuffer(Buffer.from("not an image"), "images/train/broken.jpg");
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function unzip(file: string): Promise<Map<string, string>> {
  const zip = await yauzl.openPromise(file, { autoClose: false });
  const files = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files.set(entry.fileName, Buffer.concat(chunks).toString("latin1"));
  }
  zip.close();
  return files;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

/** TRAZO_SHOTS names a folder for pictures to look at. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env["TRAZO_SHOTS"];
  if (!folder) return;
  fs.mkdirSync(folder, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
  }
}

test("a dataset comes in after a look at it, and goes out as it is", async () => {
  const { page } = owner;
  const { projectId } = await projectWithPhotos(owner, { labels: ["Car"], photos: [] });
  await page.goto(`/projects/${projectId}/data`);
  await expect(page.getByText("No item is in these states yet.")).toBeVisible();
  await expectAccessible(page);

  const buffer = await datasetZip();
  const file = { name: "street.zip", mimeType: "application/zip", buffer };
  await page.getByLabel("Dataset to import").setInputFiles(file);
  await expect(page.getByRole("heading", { name: /in street\.zip/ })).toBeVisible();
  await expect(page.getByText("new; similar to Car")).toBeVisible();
  await page.getByText("Files that are no images").click();
  await expect(page.getByText("broken.jpg").first()).toBeVisible();
  await expectAccessible(page);
  await shot(page, "plan");
  await page.getByRole("button", { name: "Take for Car" }).click();
  await expect(page.getByText("taken for Car")).toBeVisible();
  await page.getByRole("button", { name: "Import 3 items" }).click();
  await expect(page.getByRole("heading", { name: "Imported from street.zip" })).toBeVisible();

  await page.reload();
  await page
    .getByRole("radio", { name: /Ultralytics|YOLO/ })
    .first()
    .click();
  await page.getByRole("radio", { name: "As imported" }).click();
  await page.getByText("With the images").click();
  const report = page.getByRole("region", { name: "Before you download" });
  await expect(report.getByRole("row", { name: "Annotations 2 2 4" })).toBeVisible();
  await shot(page, "export");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    report.getByRole("button", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("Street-yolo.zip");
  const files = await unzip(await download.path());
  await expect(report.getByText(/^Downloaded/)).toBeVisible();
  await expectAccessible(page);
  await shot(page, "downloaded");

  expect(files.get("data.yaml")).toContain("names:");
  const labels = [...files].filter(([name]) => /^labels\/.*shot-.*txt$/.test(name));
  expect(labels.map(([, rows]) => rows.split("\n").filter(Boolean).length).sort()).toEqual(
    expect.arrayContaining([2, 2]),
  );
  expect([...files.keys()].filter((name) => name.endsWith(".jpg"))).toHaveLength(3);
  await expect(page.getByRole("cell", { name: "Import, dry run" }).first()).toBeVisible();
});
