import { expect, type Page, test } from "@playwright/test";
import type { Annotation } from "../lib/annotation/annotation";
import type { LayerSnapshot } from "../lib/annotation/protocol";
import type { SuggestionLayer } from "../lib/api/suggestion-layers";
import { expectAccessible } from "./support/axe";
import { expectSaved, expectStored, layerOf, openEditor } from "./support/canvas";
import { type Person, signUpOwner } from "./support/people";
import { startServer } from "./support/server";

/** Of the editor: so far from its edges an image is fitted. */
const MARGIN_PX = 24;

test("a real model on a demo photo: step, accept, correct, reject, undo, go offline, reload; the server has each", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const server = await startServer();
  try {
    const person = await signUpOwner(browser, server);
    const { page, context } = person;
    const { projectId, itemId } = await openDemo(person);
    const layerId = await layerOf(person, itemId);
    await openEditor(page, projectId, itemId);
    const panel = page.getByRole("region", { name: "Suggestions" });
    const expectCount = (count: number) =>
      expect(
        panel.getByText(count === 0 ? "none open" : `${count} open`, { exact: true }),
      ).toBeVisible();

    await panel.getByRole("button", { name: "Suggest", exact: true }).click();
    await expect(panel.getByText(/\d ms · (WASM|WebGPU)/)).toBeVisible({ timeout: 60_000 });
    // Old photographs: the detector is not very sure of what is on them.
    await panel.getByRole("slider").press("Home");
    const suggested = await suggestionsOf(person, itemId);
    const all = suggested.length;
    expect(all).toBeGreaterThanOrEqual(4);
    await expectCount(all);
    await expectAccessible(page, "the editor with suggestions");
    await page.emulateMedia({ colorScheme: "light" });

    const [first, second, third] = suggested;
    if (!first || !second || !third) throw new Error("There are at least four.");

    await test.step("accept the strongest", async () => {
      await page.getByTestId("canvas").focus();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Shift+J");
      await expect(page.getByText(/O accepts it/)).toBeVisible();
      await page.keyboard.press("o");
      await expectCount(all - 1);
      await expectStored(person, layerId, 1);
      expect(await stored(person, layerId)).toMatchObject([
        { id: first.id, score: first.score, source: "model", geometry: first.geometry },
      ]);
    });

    await test.step("drag the next one: it is accepted where it is put", async () => {
      await drag(page, person, { itemId, of: second });
      await expectStored(person, layerId, 2);
      const corrected = (await stored(person, layerId)).find(({ id }) => id === second.id);
      expect(corrected).toMatchObject({ score: second.score, source: "model" });
      expect(corrected?.geometry).not.toEqual(second.geometry);
      await expectCount(all - 2);
    });

    await test.step("reject the third, and take back both", async () => {
      await page.keyboard.press("Shift+J");
      await page.keyboard.press("Delete");
      await expectCount(all - 3);
      await expectOpen(person, itemId, (ids) => !ids.includes(third.id));
      await page.keyboard.press("Control+z");
      await expectOpen(person, itemId, (ids) => ids.includes(third.id));
      await page.keyboard.press("Control+z");
      await expectStored(person, layerId, 1);
      await page.keyboard.press("Control+Shift+z");
      await page.keyboard.press("Control+Shift+z");
      await expectStored(person, layerId, 2);
      await expectOpen(person, itemId, (ids) => !ids.includes(third.id));
    });

    await test.step("reject one while the server is away", async () => {
      await context.setOffline(true);
      await page.keyboard.press("Shift+J");
      await page.keyboard.press("Shift+X");
      await expectCount(all - 4);
      await expect(page.getByRole("button", { name: "Offline (1)" })).toBeVisible();
      await context.setOffline(false);
      await expectSaved(page, { timeout: 60_000 });
      await expectOpen(person, itemId, (ids) => ids.length === all - 2);
    });

    await test.step("after a reload all is as it was, and can still be taken back", async () => {
      await page.reload();
      await page.getByTestId("canvas").locator("canvas").first().waitFor();
      await expectCount(all - 4);
      await page.getByTestId("canvas").focus();
      await page.keyboard.press("Control+z");
      await expectCount(all - 3);
      await expectOpen(person, itemId, (ids) => ids.length === all - 1);
    });

    await test.step("running it again brings back nothing that was decided", async () => {
      await expect(panel.getByRole("button", { name: "Suggest", exact: true })).toBeEnabled();
      await page.keyboard.press("m");
      await expect(panel.getByText(/\d ms · (WASM|WebGPU)/)).toBeVisible({ timeout: 60_000 });
      await expectCount(all - 3);
    });
  } finally {
    await server.dispose();
  }
});

/** The demo as "Try the demo" makes it, and its photo with several boats. */
async function openDemo({ api }: Person): Promise<{ projectId: string; itemId: string }> {
  const { projectId } = await api.post<{ projectId: string }>("/api/v1/demo");
  const { items } = await api.get<{ items: { id: string; name: string }[] }>(
    `/api/v1/projects/${projectId}/items`,
  );
  const boats = items.find(({ name }) => name.startsWith("boats"));
  if (!boats) throw new Error("The demo has a photo of boats.");
  return { projectId, itemId: boats.id };
}

/** The strongest first, as the editor steps through them. */
async function suggestionsOf({ api }: Person, itemId: string): Promise<Annotation[]> {
  const { layers } = await api.get<{ layers: SuggestionLayer[] }>(
    `/api/v1/items/${itemId}/suggestions`,
  );
  const all = layers.flatMap(({ records }) =>
    records.flatMap(({ annotation }) => annotation ?? []),
  );
  return all.sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
}

async function expectOpen(
  person: Person,
  itemId: string,
  isRight: (ids: string[]) => boolean,
): Promise<void> {
  await expect
    .poll(async () => isRight((await suggestionsOf(person, itemId)).map(({ id }) => id)), {
      timeout: 30_000,
    })
    .toBe(true);
}

async function stored({ api }: Person, layerId: string): Promise<Annotation[]> {
  const { records } = await api.get<LayerSnapshot>(`/api/v1/layers/${layerId}`);
  return records.flatMap(({ annotation }) => annotation ?? []);
}

/** Moves the suggestion by a drag of its middle. The image is fitted into the canvas, as it is when it is opened. */
async function drag(
  page: Page,
  { api }: Person,
  { itemId, of }: { itemId: string; of: Annotation },
): Promise<void> {
  const area = await page.getByTestId("canvas").boundingBox();
  const { media } = await api.get<{ media: { info: { width: number; height: number } } }>(
    `/api/v1/items/${itemId}/open`,
  );
  if (!area || of.geometry.kind !== "box") throw new Error("There is a box on a canvas.");
  const { width, height } = media.info;
  const scale = Math.min(
    (area.width - 2 * MARGIN_PX) / width,
    (area.height - 2 * MARGIN_PX) / height,
    1,
  );
  const { x, y, w, h } = of.geometry;
  const left = area.x + (area.width - width * scale) / 2 + (x + w / 2) * scale;
  const top = area.y + (area.height - height * scale) / 2 + (y + h / 2) * scale;
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(left + 6, top + 8);
  await page.mouse.move(left + 12, top + 16);
  await page.mouse.up();
}
