import { expect, test } from "@playwright/test";
import { boundsOf } from "@/lib/geometry/geometry";
import type { LayerSnapshot } from "../lib/annotation/protocol";
import { drawBox, expectStored, layerOf, openEditor, personWithPhoto } from "./support/canvas";
import { projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

let server: TestServer;
test.beforeEach(async () => {
  server = await startServer();
});
test.afterEach(async () => {
  await server.dispose();
});

test("two tabs move the same box while one is offline: both versions are kept", async ({
  browser,
}) => {
  const { person, projectId, itemId, layerId } = await personWithPhoto(browser, server);
  const first = person.page;
  await openEditor(first, projectId, itemId);
  await first.keyboard.press("b");
  await drawBox(first, [0.3, 0.3], [0.5, 0.5]);
  await expectStored(person, layerId, 1);
  const before = await boxesOf();
  const second = await person.context.newPage();
  await openEditor(second, projectId, itemId);

  await first.bringToFront();
  await first.route("**/ops", (route) => route.abort("internetdisconnected"));
  await first.keyboard.press("Shift+ArrowRight");
  await expect(first.getByRole("button", { name: /^Offline/ })).toBeVisible();

  await second.bringToFront();
  await second.getByTestId("canvas").focus();
  await second.keyboard.press("Control+a");
  await second.keyboard.press("Shift+ArrowDown");
  await expect.poll(boxesOf).not.toEqual(before);

  await first.bringToFront();
  await first.unroute("**/ops");
  await first.getByRole("button", { name: "1 conflict" }).click({ timeout: 60_000 });
  await first.getByRole("button", { name: "Keep both" }).click();
  await expectStored(person, layerId, 2);
  const [a, b] = await boxesOf();
  expect([Math.abs((a?.x ?? 0) - (b?.x ?? 0)), Math.abs((a?.y ?? 0) - (b?.y ?? 0))]).toEqual([
    10, 10,
  ]);

  async function boxesOf() {
    const { records } = await person.api.get<LayerSnapshot>(`/api/v1/layers/${layerId}`);
    return records.flatMap(({ annotation }) => (annotation ? [boundsOf(annotation.geometry)] : []));
  }
});

test("a box is placed, moved, resized, named and submitted by keyboard alone", async ({
  browser,
}) => {
  const person = await signUpOwner(browser, server);
  const { projectId, itemIds } = await projectWithPhotos(person, {
    photos: [
      { name: "one.jpg", bytes: await photo(1) },
      { name: "two.jpg", bytes: await photo(2) },
    ],
  });
  const layerId = await layerOf(person, itemIds[0] ?? "");
  const { page } = person;
  await openEditor(page, projectId, itemIds[0] ?? "");
  await page.keyboard.press("2");
  await page.keyboard.press("n");
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Control+Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "two.jpg" })).toBeVisible();
  await expectStored(person, layerId, 1);
  const readLayer = () => person.api.get<LayerSnapshot>(`/api/v1/layers/${layerId}`);
  await expect.poll(async () => (await readLayer()).state).toBe("submitted");
  const geometry = (await readLayer()).records[0]?.annotation?.geometry;
  const box = geometry && boundsOf(geometry);
  // Placed in the middle of 800 × 600, a quarter of the view wide, then 10 left, 1 up, 10 wider.
  expect(box && box.x + (box.w - 10) / 2).toBeCloseTo(390, 6);
  expect(box && box.y + box.h / 2).toBeCloseTo(299, 6);
});

test("a picture of forty megapixels is sharp where one looks, in tiles", async ({ browser }) => {
  const person = await signUpOwner(browser, server);
  const { projectId, itemIds } = await projectWithPhotos(person, {
    photos: [{ name: "huge.jpg", bytes: await photo(3, { width: 8_000, height: 5_000 }) }],
  });
  const { page } = person;
  const tiles: string[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/tile/") && response.ok()) tiles.push(response.url());
  });
  await openEditor(page, projectId, itemIds[0] ?? "");
  await expect(page.getByRole("heading", { name: "huge.jpg" })).toBeVisible();
  expect(tiles).toEqual([]);
  await page.getByRole("button", { name: /^Zoom: / }).click();
  await page.getByRole("menuitem", { name: /100 %/ }).click();
  await expect.poll(() => tiles.length).toBeGreaterThan(3);
  // Only what is on screen, not the 160 tiles of the whole level.
  expect(tiles.length).toBeLessThan(30);
});
