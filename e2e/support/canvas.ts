import { type Browser, expect, type Page } from "@playwright/test";
import type { LayerSnapshot } from "../../lib/annotation/protocol";
import { type Person, projectWithPhotos, signUpOwner } from "./people";
import { photo } from "./photo";
import type { TestServer } from "./server";

/** Opens an item in the editor and waits until it can be drawn on. */
export async function openEditor(page: Page, projectId: string, itemId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/items/${itemId}`);
  await page.getByTestId("canvas").locator("canvas").first().waitFor();
}

/** A person with a project of one photo; the editor is not open yet. */
export async function personWithPhoto(
  browser: Browser,
  server: TestServer,
): Promise<{ person: Person; projectId: string; itemId: string; layerId: string }> {
  const person = await signUpOwner(browser, server);
  const photos = [{ name: "street.jpg", bytes: await photo(1) }];
  const { projectId, itemIds } = await projectWithPhotos(person, { photos });
  const itemId = itemIds[0] ?? "";
  return { person, projectId, itemId, layerId: await layerOf(person, itemId) };
}

/** Draws a box by a drag; corners as shares of the canvas, 0 to 1. */
export async function drawBox(
  page: Page,
  [x1, y1]: [number, number],
  [x2, y2]: [number, number],
): Promise<void> {
  const canvas = page.getByTestId("canvas");
  const area = await canvas.boundingBox();
  if (!area) throw new Error("The canvas is not on screen.");
  const at = (x: number, y: number) => [area.x + area.width * x, area.y + area.height * y] as const;
  await page.mouse.move(...at(x1, y1));
  await page.mouse.down();
  await page.mouse.move(...at((x1 + x2) / 2, (y1 + y2) / 2));
  await page.mouse.move(...at(x2, y2));
  await page.mouse.up();
}

/** The annotations that the server has. */
export async function storedIds({ api }: Person, layerId: string): Promise<string[]> {
  const layer = await api.get<LayerSnapshot>(`/api/v1/layers/${layerId}`);
  return layer.records.map(({ id }) => id);
}

export async function layerOf({ api }: Person, itemId: string): Promise<string> {
  const { layer } = await api.get<{ layer: LayerSnapshot }>(`/api/v1/items/${itemId}/open`);
  return layer.layerId;
}

export async function expectStored(person: Person, layerId: string, count: number): Promise<void> {
  await expect
    .poll(async () => (await storedIds(person, layerId)).length, { timeout: 60_000 })
    .toBe(count);
}

/** Waits until the badge says that all is saved; the text beside it for readers keeps older news. */
export async function expectSaved(page: Page, { timeout = 15_000 } = {}): Promise<void> {
  await expect(page.getByRole("button", { name: "Saved", exact: true })).toBeVisible({ timeout });
}
