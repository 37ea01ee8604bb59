import { type Browser, expect, type Page, test } from "@playwright/test";
import type { ModelRun, ProjectModels, SuggestionLayer } from "@/lib/api/models";
import { expectStored, layerOf, openEditor, storedIds } from "./support/canvas";
import { inviteTo, type Person, signUpOwner } from "./support/people";
import { startServer, type TestServer } from "./support/server";

const THRESHOLD = 0.4;

// What the first one makes is what the others look at.
test.describe.configure({ mode: "serial" });

let server: TestServer;
let owner: Person;
let projectId: string;
let itemIds: string[];

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  owner = await signUpOwner(browser, server);
  ({ projectId } = await owner.api.post<{ projectId: string }>("/api/v1/demo"));
  const { items } = await owner.api.get<{ items: { id: string }[] }>(
    `/api/v1/projects/${projectId}/items`,
  );
  itemIds = items.map(({ id }) => id);
});

test.afterAll(async () => {
  await owner?.context.close();
  await server?.dispose();
});

/** The detector that the demo brings. */
async function detectorId(): Promise<string> {
  const { models } = await owner.api.get<ProjectModels>(`/api/v1/projects/${projectId}/models`);
  const detector = models.find(({ version }) => version.adapterId === "nanodet");
  if (!detector) throw new Error("The demo has a detector.");
  return detector.version.id;
}

async function suggestionsOf(itemId: string) {
  const { layers } = await owner.api.get<{ layers: SuggestionLayer[] }>(
    `/api/v1/items/${itemId}/suggestions`,
  );
  const all = layers.flatMap(({ records }) =>
    records.flatMap(({ annotation }) => annotation ?? []),
  );
  return all.filter(({ score }) => (score ?? 0) >= THRESHOLD);
}

/** The items with suggestions, those with most first. */
async function richest(): Promise<{ id: string; count: number }[]> {
  const all = await Promise.all(
    itemIds.map(async (id) => ({ id, count: (await suggestionsOf(id)).length })),
  );
  return all.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
}

/** Which items the page sent results of, as they are sent. */
function sentBy(page: Page): string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "POST" || !request.url().endsWith("/suggestions")) return;
    const { results } = request.postDataJSON() as { results: { itemId: string }[] };
    sent.push(...results.map(({ itemId }) => itemId));
  });
  return sent;
}

test("two people pre-label one project together, and no item is done twice", async ({
  browser,
}) => {
  const versionId = await detectorId();
  const friend = await inviteTo(browser, server, { owner, projectId, role: "annotator" });
  // Nobody takes an item before both are ready.
  const pages = { owner: owner.page, friend: friend.page };
  const names = ["owner", "friend"] as const;
  const firstClaims = names.map((name) => pages[name].waitForRequest("**/claim"));
  for (const name of names) {
    await pages[name].route("**/claim", async (route) => {
      await Promise.all(firstClaims);
      await route.continue();
    });
  }
  const sent = names.map((name) => sentBy(pages[name]));
  await owner.api.post(`/api/v1/projects/${projectId}/model-runs`, { versionId, skipsDone: false });
  for (const name of names) {
    await pages[name].goto(`/projects/${projectId}/models/${versionId}`);
    await pages[name].getByRole("button", { name: /^(Go on|Help)/ }).click();
  }
  const runOf = async (): Promise<ModelRun | undefined> => {
    const { runs } = await owner.api.get<{ runs: ModelRun[] }>(
      `/api/v1/projects/${projectId}/model-runs`,
    );
    return runs[0];
  };
  await expect.poll(async () => (await runOf())?.workers).toBe(2);
  for (const name of names) {
    await expect(pages[name].getByRole("heading", { name: /Last run/ })).toBeVisible({
      timeout: 60_000,
    });
  }

  const total = itemIds.length;
  expect(await runOf()).toMatchObject({ state: "done", total, done: total, failed: 0 });
  const [mine = [], theirs = []] = sent;
  expect(mine.length).toBeGreaterThan(0);
  expect(theirs.length).toBeGreaterThan(0);
  expect([...mine, ...theirs].sort()).toEqual([...itemIds].sort());
  // The server counted each suggestion once, too.
  const kept = (await richest()).reduce((sum, { count }) => sum + count, 0);
  expect((await runOf())?.suggestions).toBe(kept);
  await friend.context.close();
});

test("a viewer sees what is suggested, and can decide on nothing", async ({ browser }) => {
  const [item] = await richest();
  const viewer = await inviteTo(browser, server, { owner, projectId, role: "viewer" });
  const { page } = viewer;
  await openEditor(page, projectId, item?.id ?? "");
  const panel = page.getByRole("region", { name: "Suggestions" });
  await expect(panel.getByText(`${item?.count} open`, { exact: true })).toBeVisible();
  await expect(panel.getByRole("list", { name: "Open suggestions" })).toBeVisible();
  await expect(panel.getByRole("button", { name: /^(Accept|Reject|Suggest)/ })).toHaveCount(0);
  await page.keyboard.press("Shift+J");
  await expect(page.getByText(/Shift\+J goes to the next suggestion/)).toBeVisible();
  for (const key of ["o", "Shift+A", "Shift+X", "Delete", "1", "m"]) await page.keyboard.press(key);
  await page.reload();
  await expect(panel.getByText(`${item?.count} open`, { exact: true })).toBeVisible();
  expect(await storedIds(owner, await layerOf(owner, item?.id ?? ""))).toEqual([]);
  await viewer.context.close();
});

test("keys that are pressed as soon as an item is there are heard", async () => {
  const [item] = await richest();
  const { page } = owner;
  await openEditor(page, projectId, item?.id ?? "");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("o");
  await expectStored(owner, await layerOf(owner, item?.id ?? ""), 1);
});

test("a finger accepts a suggestion", async ({ browser }) => {
  const [, item] = await richest();
  const page = await tablet(browser);
  await openEditor(page, projectId, item?.id ?? "");
  const panel = page.getByRole("region", { name: "Suggestions" });
  await panel
    .getByRole("button", { name: /^Accept / })
    .filter({ hasNotText: "all" })
    .first()
    .tap();
  const layerId = await layerOf(owner, item?.id ?? "");
  await expectStored(owner, layerId, 1);
  const left = (item?.count ?? 0) - 1;
  await expect(panel.getByText(left === 0 ? "none open" : `${left} open`)).toBeVisible();
  await page.context().close();
});

/** The owner's browser on a screen that is touched. */
async function tablet(browser: Browser): Promise<Page> {
  const storageState = await owner.context.storageState();
  const context = await browser.newContext({
    baseURL: server.url,
    hasTouch: true,
    viewport: { width: 1180, height: 820 },
    storageState,
  });
  return context.newPage();
}
