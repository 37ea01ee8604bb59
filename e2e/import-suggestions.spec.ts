import { expect, test } from "@playwright/test";
import yauzl from "yauzl";
import type { Annotation } from "../lib/annotation/annotation";
import type { SuggestionLayer } from "../lib/api/suggestion-layers";
import { expectAccessible } from "./support/axe";
import { expectSaved, expectStored, layerOf, openEditor } from "./support/canvas";
import { type Person, signUpOwner } from "./support/people";
import { startServer } from "./support/server";

type Photo = { itemId: string; name: string; width: number; height: number };
/** x, y, width, height in px. */
type Bbox = [number, number, number, number];
type Result = { photo: Photo; label: string; bbox: Bbox; score: number };

test("results of a model elsewhere: looked at, beside a model's here, compared, accepted, rejected, exported", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const server = await startServer();
  try {
    const person = await signUpOwner(browser, server);
    const { page } = person;
    const { projectId, photos } = await openDemo(person);
    const [boats, other] = photos;
    const panel = page.getByRole("region", { name: "Suggestions" });
    const expectOpen = (count: number) =>
      expect(
        panel.getByText(count === 0 ? "none open" : `${count} open`, { exact: true }),
      ).toBeVisible();

    await openEditor(page, projectId, boats.itemId);
    await panel.getByRole("button", { name: "Suggest", exact: true }).click();
    await expect(panel.getByText(/\d ms · (WASM|WebGPU)/)).toBeVisible({ timeout: 60_000 });
    await panel.getByRole("slider").press("Home");
    const detected = await suggestionsOf(person, boats.itemId);
    const [strongest] = detected;
    if (strongest?.geometry.kind !== "box") throw new Error("The detector finds boats.");
    const { x, y, w, h } = strongest.geometry;
    const found = detected.length;

    await test.step("a COCO file with scores comes in as suggestions", async () => {
      const label = await labelName(person, projectId, strongest.labelId);
      const results: Result[] = [
        { photo: boats, label, bbox: [x, y, w * 0.96, h], score: 0.95 },
        { photo: boats, label, bbox: [1, 1, 12, 9], score: 0.5 },
        { photo: other, label, bbox: [5, 5, 50, 40], score: 0.75 },
      ];
      await page.goto(`/projects/${projectId}/data`);
      const file = { name: "results.json", mimeType: "application/json", buffer: cocoOf(results) };
      await page.getByLabel("Dataset to import").setInputFiles(file);
      await expect(page.getByRole("heading", { name: /in results\.json/ })).toBeVisible();
      await page.getByRole("radio", { name: "Suggestions" }).click();
      await expect(page.getByText("Suggested under: results.json")).toBeVisible();
      await page.getByLabel("Listed as").fill("Night run");
      await page.getByLabel("Listed as").press("Enter");
      await expect(page.getByText("Suggested under: Night run")).toBeVisible();
      await expectAccessible(page, "a dataset to be imported as suggestions");
      await page.getByRole("button", { name: "Import", exact: true }).click();
      await expect(page.getByRole("heading", { name: "Imported from results.json" })).toBeVisible();
      await expect(page.getByText("New suggestions")).toBeVisible();
      for (const { itemId } of photos) {
        const { item } = await person.api.get<{ item: { state: string; annotationCount: number } }>(
          `/api/v1/items/${itemId}/open`,
        );
        expect(item).toMatchObject({ state: "new", annotationCount: 0 });
      }
    });

    await test.step("it lies beside the detector's, and what differs is shown by key and palette", async () => {
      await openEditor(page, projectId, boats.itemId);
      await expectOpen(found + 2);
      const pair = panel.getByRole("region", { name: "Comparison" }).getByRole("listitem");
      await expect(pair).toHaveCount(1);
      await expect(pair).toContainText(/^1 the same, \d+ only in NanoDet/);
      await expect(pair).toContainText("1 only in Night run");
      await page.getByTestId("canvas").focus();
      await page.keyboard.press("Shift+C");
      await expectOpen(found);
      await expect(panel.getByRole("button", { name: /differences/, pressed: true })).toBeVisible();
      await expectAccessible(page, "layers that are compared");
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").fill("only differences");
      await page.keyboard.press("Enter");
      await expectOpen(found + 2);
      await page.getByTestId("canvas").focus();
      await page.keyboard.press("Shift+G");
      await page.keyboard.press("Shift+G");
      await expectOpen(2);
      await expect(panel.getByRole("checkbox", { name: "Night run" })).toBeChecked();
      await expect(panel.getByRole("checkbox", { name: /NanoDet/ })).not.toBeChecked();
    });

    await test.step("one is accepted, one rejected, and that is taken back", async () => {
      const layerId = await layerOf(person, boats.itemId);
      await page.keyboard.press("Shift+J");
      await page.keyboard.press("o");
      await expectStored(person, layerId, 1);
      await expectOpen(1);
      await page.keyboard.press("Shift+X");
      await expectOpen(0);
      await page.keyboard.press("Control+z");
      await expectOpen(1);
      await expectSaved(page);
      await expect.poll(() => openOf(person, boats.itemId, "Night run")).toHaveLength(2);
      await page.keyboard.press("Shift+X");
      await expectOpen(0);
      await expectSaved(page);
      await expect.poll(() => openOf(person, boats.itemId, "Night run")).toHaveLength(1);
      await page.keyboard.press("Enter");
      await expect
        .poll(async () => (await stateOf(person, boats.itemId)).state, { timeout: 30_000 })
        .toBe("submitted");
    });

    await test.step("the other photo has its own, and the export only what was accepted", async () => {
      await openEditor(page, projectId, other.itemId);
      await expectOpen(1);
      await page.goto(`/projects/${projectId}/data`);
      await page.getByRole("radio", { name: /^COCO/ }).first().click();
      const report = page.getByRole("region", { name: "Before you download" });
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        report.getByRole("button", { name: "Download" }).click(),
      ]);
      const exported = await readCoco(await download.path());
      expect(exported.images).toHaveLength(1);
      expect(exported.annotations).toMatchObject([{ bbox: [x, y, w * 0.96, h], score: 0.95 }]);
    });
  } finally {
    await server.dispose();
  }
});

/** The demo as "Try the demo" makes it: its photo with several boats, and another one. */
async function openDemo({
  api,
}: Person): Promise<{ projectId: string; photos: readonly [Photo, Photo] }> {
  const { projectId } = await api.post<{ projectId: string }>("/api/v1/demo");
  const { items } = await api.get<{ items: { id: string; name: string }[] }>(
    `/api/v1/projects/${projectId}/items`,
  );
  const photo = async (itemId: string, name: string): Promise<Photo> => {
    const { media } = await api.get<{ media: { info: { width: number; height: number } } }>(
      `/api/v1/items/${itemId}/open`,
    );
    const { width, height } = media.info;
    return { itemId, name, width, height };
  };
  const boats = items.find(({ name }) => name.startsWith("boats"));
  const other = items.find(({ name }) => !name.startsWith("boats"));
  if (!boats || !other) throw new Error("The demo has several photos, one of boats.");
  return {
    projectId,
    photos: [await photo(boats.id, boats.name), await photo(other.id, other.name)],
  };
}

function cocoOf(results: readonly Result[]): Buffer {
  const photos = [...new Set(results.map(({ photo }) => photo))];
  const labels = [...new Set(results.map(({ label }) => label))];
  return Buffer.from(
    JSON.stringify({
      images: photos.map(({ name, width, height }, id) => ({ id, file_name: name, width, height })),
      categories: labels.map((name, id) => ({ id, name })),
      annotations: results.map(({ photo, label, bbox, score }, id) => ({
        ...{ id, image_id: photos.indexOf(photo), category_id: labels.indexOf(label) },
        ...{ bbox, score },
      })),
    }),
  );
}

async function labelName({ api }: Person, projectId: string, labelId: string): Promise<string> {
  const { labels } = await api.get<{ labels: { id: string; name: string }[] }>(
    `/api/v1/projects/${projectId}/labels`,
  );
  return labels.find(({ id }) => id === labelId)?.name ?? "";
}

async function layersOf({ api }: Person, itemId: string): Promise<SuggestionLayer[]> {
  const path = `/api/v1/items/${itemId}/suggestions`;
  return (await api.get<{ layers: SuggestionLayer[] }>(path)).layers;
}

/** The strongest first. */
async function suggestionsOf(person: Person, itemId: string): Promise<Annotation[]> {
  const layers = await layersOf(person, itemId);
  const all = layers.flatMap(({ records }) =>
    records.flatMap(({ annotation }) => annotation ?? []),
  );
  return all.sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
}

/** What the import's layer still has: all but what was rejected. */
async function openOf(person: Person, itemId: string, title: string): Promise<string[]> {
  const layer = (await layersOf(person, itemId)).find((each) => each.title === title);
  return layer?.records.map(({ id }) => id) ?? [];
}

async function stateOf({ api }: Person, itemId: string): Promise<{ state: string }> {
  return (await api.get<{ item: { state: string } }>(`/api/v1/items/${itemId}/open`)).item;
}

type Exported = { images: unknown[]; annotations: unknown[] };

async function readCoco(file: string): Promise<Exported> {
  const zip = await yauzl.openPromise(file, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith("instances_default.json")) continue;
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry))
        chunks.push(chunk as Buffer);
      return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Exported;
    }
  } finally {
    zip.close();
  }
  throw new Error("The export has a COCO file.");
}
