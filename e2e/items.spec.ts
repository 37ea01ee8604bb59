import { expect, type Page, test } from "@playwright/test";
import { type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

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
