import fs from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { PROTOCOL_VERSION } from "../lib/annotation/protocol";
import { fixture } from "../lib/server/media/audio/testing/fixtures";
import { expectAccessible } from "./support/axe";
import { layerOf } from "./support/canvas";
import { type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";
import { projectWithTexts } from "./support/texts";

const PHOTOS = 60;

let server: TestServer;
let owner: Person;
let projectId: string;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  owner = await signUpOwner(browser, server);
  const photos = Array.from({ length: PHOTOS }, async (_, n) => ({
    name: `photo_${String(n).padStart(2, "0")}.jpg`,
    bytes: await photo(n, { width: 160, height: 120 }),
  }));
  const project = await projectWithPhotos(owner, { photos: await Promise.all(photos) });
  projectId = project.projectId;
});
test.afterAll(async () => {
  await owner?.context.close();
  await server?.dispose();
});

/** Annotations of an item, as the editor would save them. */
async function save(
  itemId: string,
  annotations: readonly { labelId: string; geometry: object; attributes?: object }[],
): Promise<void> {
  const layerId = await layerOf(owner, itemId);
  await owner.api.post(`/api/v1/layers/${layerId}/ops`, {
    protocol: PROTOCOL_VERSION,
    clientId: "e2e",
    opId: crypto.randomUUID(),
    baseRev: 0,
    at: Date.now(),
    changes: annotations.map((given, order) => {
      const id = crypto.randomUUID();
      const plain = { attributes: {}, order, score: null, source: "manual", groupId: null };
      return { id, after: { id, ...plain, ...given } };
    }),
  });
}
const labelIdsOf = async (id: string) => {
  const { labels } = await owner.api.get<{ labels: { id: string }[] }>(`/api/v1/projects/${id}`);
  return labels.map((label) => label.id);
};
const list = (page: Page) => page.getByRole("grid", { name: "Items" });
const scrollTop = (page: Page) => list(page).evaluate((grid) => grid.scrollTop);
const activeName = (page: Page) =>
  list(page).evaluate((grid) => {
    const id = grid.getAttribute("aria-activedescendant");
    return id === null ? null : (document.getElementById(id)?.textContent ?? null);
  });

test("the way back from the editor leads to the same view, and to the item one was at", async () => {
  const { page } = owner;
  await page.goto(`/projects/${projectId}/items?sort=name&dir=desc&state=new&size=l`);
  await expect(page.getByText("photo_59.jpg")).toBeVisible();
  await list(page).evaluate((grid) => grid.scrollTo(0, 1_500));
  const before = await scrollTop(page);
  const link = page.getByRole("link", { name: "photo_38.jpg" });
  await link.click();
  await page.getByTestId("canvas").locator("canvas").first().waitFor();
  await page.keyboard.press("f");
  await expect(page).toHaveURL(/size=l/);
  await expect(page.getByText("photo_37.jpg").first()).toBeVisible();
  await page
    .getByRole("button", { name: /^Back to the items/ })
    .first()
    .click();

  await expect(page).toHaveURL(/\/items\?.*size=l/);
  await expect.poll(() => activeName(page)).toContain("photo_37.jpg");
  // No further than it takes to show the whole of that item.
  expect(Math.abs((await scrollTop(page)) - before)).toBeLessThan(150);
});

test("a state given to many items at once is in the history of each", async () => {
  const { page, api } = owner;
  await page.goto(`/projects/${projectId}/items?sort=name`);
  await expect(page.getByText("photo_00.jpg")).toBeVisible();
  await list(page).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.getByRole("button", { name: "Set state" }).click();
  await page.getByRole("menuitem", { name: "Skipped" }).click();
  await expect(page.getByText(/60 items/).first()).toBeVisible();
  await page.getByText("photo_00.jpg").click();
  await page.getByRole("tab", { name: "History" }).click();
  await expect(page.getByText("Together with other items: skipped")).toBeVisible();
  await expect(page.getByText("Olga Owner").first()).toBeVisible();
  const { items } = await api.get<{ items: { state: string }[] }>(
    `/api/v1/projects/${projectId}/items`,
  );
  expect(new Set(items.map(({ state }) => state))).toEqual(new Set(["skipped"]));
});

test("texts show how they begin, with their spans, and are found by what they say", async () => {
  const { page } = owner;
  const texts = await projectWithTexts(owner, [
    "👩‍👩‍👧‍👦 Ada met Grace.\r\nA <b>bold</b>\u202e word\0",
    "שלום Ada",
    "Nothing of the kind",
  ]);
  const [labelId = ""] = await labelIdsOf(texts.projectId);
  await save(texts.itemIds[0] ?? "", [
    { labelId, geometry: { kind: "interval", start: 8, end: 11 } },
  ]);
  await page.goto(`/projects/${texts.projectId}/items`);
  const cards = list(page).getByRole("gridcell");
  await expect(cards).toHaveCount(3);
  await expect(cards.nth(0)).toContainText("1 annotation");
  const picture = cards.nth(0).locator("[dir=auto]");
  await expect(picture).toHaveText("👩‍👩‍👧‍👦 Ada met Grace.\nA <b>bold</b>RLO wordNUL");
  const marked = picture.locator("[style*=background-color]");
  await expect(marked).toHaveText("Ada");
  await expect(cards.nth(1).locator("[dir=auto]")).toHaveCSS("direction", "rtl");
  await expectAccessible(page, "a grid of texts");

  const search = page.getByRole("searchbox", { name: "Search in texts" });
  await search.pressSequentially("gra", { delay: 30 });
  await expect(page).toHaveURL(/text=gra/);
  await expect(cards).toHaveCount(1);
  // Typing goes on where it was.
  await expect(search).toBeFocused();
  await search.pressSequentially("ce");
  await expect(page).toHaveURL(/text=grace/);
  await page.getByRole("radio", { name: "Table" }).click();
  await expect(page.getByRole("columnheader", { name: "Length" })).toBeVisible();
  await expect(page.getByText("2 lines")).toBeVisible();
  await expectAccessible(page, "a table of texts");
  await page.getByRole("button", { name: /grace.*/ }).click();
  await expect(search).toHaveValue("");
  await expect(page.getByText("Nothing of the kind").first()).toBeVisible();
});

test("recordings show their waveform and how long they are, and are found by their speaker", async () => {
  const { page, api } = owner;
  const { id } = await api.post<{ id: string }>("/api/v1/projects", {
    name: "Interviews",
    mediaKind: "audio",
    labels: [{ name: "Speech" }],
  });
  const added: string[] = [];
  for (const name of ["tone.flac", "tone.ogg"]) {
    const bytes = fs.readFileSync(fixture(name));
    const { itemId } = await api.put<{ itemId: string }>(
      `/api/v1/projects/${id}/files?name=${name}`,
      bytes,
    );
    added.push(itemId);
  }
  const [labelId = ""] = await labelIdsOf(id);
  const geometry = { kind: "interval", start: 0.1, end: 0.3 };
  await save(added[0] ?? "", [{ labelId, geometry, attributes: { speaker: "Ada" } }]);
  await page.goto(`/projects/${id}/items`);
  const cards = list(page).getByRole("gridcell");
  await expect(cards).toHaveCount(2);
  await expect(cards.nth(0).locator("svg path[d^=M]").first()).toBeAttached();
  await expect(cards.nth(0).locator("svg rect")).toHaveCount(2);
  await expectAccessible(page, "a grid of recordings");
  await page.goto(`/projects/${id}/items?text=ada&view=table`);
  await expect(page.getByText("tone.flac").first()).toBeVisible();
  await expect(page.getByText("tone.ogg")).toHaveCount(0);
  await expect(page.getByRole("columnheader", { name: "Duration" })).toBeVisible();
});
