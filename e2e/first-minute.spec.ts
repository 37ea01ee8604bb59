import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { parse as parseYaml } from "yaml";
import { drawBox } from "./support/canvas";
import { PASSWORD } from "./support/people";
import { startServer } from "./support/server";

const LAYOUT = [0.3, 0.38, 0.46, 0.54, 0.62];

test("the first minute: set up, demo, ten boxes, submit, export, and an independent reader agrees", async ({
  page,
}) => {
  const server = await startServer();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-export-"));
  try {
    await page.goto(server.url);
    await expect(page).toHaveURL(/\/setup$/);
    await page.getByLabel("Name").fill("Olga Owner");
    await page.getByLabel("E-mail").fill("olga@example.test");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Create" }).click();
    await page.getByRole("button", { name: "Try the demo" }).first().click();
    await page.waitForURL(/\/projects\/[^/]+\/items/, { timeout: 60_000 });
    await page.getByRole("gridcell").first().waitFor();
    const itemsUrl = page.url();
    await expect(async () => {
      await page.getByRole("gridcell").first().dblclick();
      await page.getByTestId("canvas").locator("canvas").first().waitFor({ timeout: 3_000 });
    }).toPass();

    await page.keyboard.press("b");
    for (const x of LAYOUT) await drawBox(page, [x, 0.3], [x + 0.05, 0.4]);
    await page.keyboard.press("2");
    for (const x of LAYOUT) await drawBox(page, [x, 0.55], [x + 0.05, 0.65]);
    await expect(page.getByText("10 annotations").first()).toBeVisible();
    await page.getByRole("button", { name: /Submit and next/ }).click();
    await expect(page.getByText("2 / ")).toBeVisible();

    await page.goto(itemsUrl.replace(/\/items.*/, "/data"));
    for (const [format, check] of [
      ["COCO", checkCoco],
      ["YOLO", checkYolo],
    ] as const) {
      const zip = path.join(folder, `${format}.zip`);
      await page.getByRole("radio", { name: format }).first().click();
      const report = page.getByRole("region", { name: "Before you download" });
      const [download] = await Promise.all([
        page.waitForEvent("download", { timeout: 60_000 }),
        report.getByRole("button", { name: /^Download/ }).click(),
      ]);
      await download.saveAs(zip);
      const target = path.join(folder, format);
      fs.mkdirSync(target);
      execFileSync("python3", ["-m", "zipfile", "-e", zip, target]);
      check(target);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
    await server.dispose();
  }
});

function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function checkCoco(folder: string): void {
  const json = filesIn(folder).filter(
    (file) => file.endsWith(".json") && !file.endsWith("trazo-report.json"),
  );
  const boxes = json.flatMap((file) => {
    const { annotations, categories, images } = JSON.parse(fs.readFileSync(file, "utf8"));
    for (const { id, image_id, category_id, bbox, area } of annotations) {
      expect(id).toBeGreaterThan(0);
      const image = images.find((each: { id: number }) => each.id === image_id);
      const [x, y, w, h] = bbox;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + w).toBeLessThanOrEqual(image.width + 1e-6);
      expect(y + h).toBeLessThanOrEqual(image.height + 1e-6);
      expect(area).toBeCloseTo(w * h, 6);
      expect(categories.map((each: { id: number }) => each.id)).toContain(category_id);
    }
    return annotations.map((each: { category_id: number }) => each.category_id);
  });
  expect(boxes.filter((id) => id === 1)).toHaveLength(5);
  expect(boxes.filter((id) => id === 2)).toHaveLength(5);
}

function checkYolo(folder: string): void {
  const files = filesIn(folder);
  const yamlFile = files.find((file) => file.endsWith("data.yaml")) ?? "";
  const yaml = parseYaml(fs.readFileSync(yamlFile, "utf8"));
  expect(yaml.train).toBeTruthy();
  expect(yaml.val).toBeTruthy();
  const names: string[] = Object.values(yaml.names);
  expect(names[0]).toBe("cat");
  const rows = files
    .filter((file) => file.includes(`${path.sep}labels${path.sep}`) && file.endsWith(".txt"))
    .flatMap((file) => fs.readFileSync(file, "utf8").split("\n").filter(Boolean));
  expect(rows).toHaveLength(10);
  for (const row of rows) {
    const [kind, ...numbers] = row.split(" ").map(Number);
    expect([0, 1]).toContain(kind);
    expect(numbers).toHaveLength(4);
    for (const number of numbers) expect(number >= 0 && number <= 1).toBe(true);
  }
}
