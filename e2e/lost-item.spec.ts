import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import type { LayerSnapshot } from "../lib/annotation/protocol";
import type { ItemPage } from "../lib/api/items";
import type { OpenItemData } from "../lib/api/open-item";
import { expectAccessible } from "./support/axe";
import { drawBox, expectSaved, layerOf } from "./support/canvas";
import { inviteTo, type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

let server: TestServer;
test.beforeEach(async () => {
  server = await startServer();
});
test.afterEach(async () => {
  await server?.dispose();
});

type Member = Person & { userId: string };

async function makeTeam(browser: Browser, names: readonly string[]) {
  const owner = await signUpOwner(browser, server);
  const photos = await Promise.all(
    names.map(async (name, n) => ({ name, bytes: await photo(n + 1) })),
  );
  const { projectId, itemIds } = await projectWithPhotos(owner, { photos });
  const join = (name: string, role = "annotator"): Promise<Member> =>
    inviteTo(browser, server, { owner, projectId, role, name });
  return { owner, projectId, itemIds, join };
}

async function labelNext(page: Page, projectId: string, name: string): Promise<void> {
  await page.goto(`/projects/${projectId}/work`);
  await page.getByRole("button", { name: "Label next" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await page.getByTestId("canvas").locator("canvas").first().waitFor();
}

async function draw(page: Page, x: number): Promise<void> {
  await page.keyboard.press("b");
  await drawBox(page, [x, 0.4], [x + 0.1, 0.6]);
}

/** The server has heard that the item is open, and its answer has arrived. */
function nextSign(page: Page) {
  return page.waitForResponse(
    (response) => response.url().endsWith("/heartbeat") && response.status() === 200,
  );
}

/**
 * The laptop sleeps: nothing is sent or heard. Longer than every lease, as far as the server knows; nobody waits for
 * that here.
 */
async function sleep({ context }: Person): Promise<void> {
  await context.setOffline(true);
  const database = new Database(path.join(server.dataDir, "trazo.sqlite"));
  database.prepare("update assignments set lease_until = 1 where lease_until is not null").run();
  database.close();
}

function wake({ context }: Person): Promise<void> {
  return context.setOffline(false);
}

function lost(page: Page, title: string) {
  return page.getByRole("region", { name: title });
}

async function boxesOf(person: Person, itemId: string): Promise<number> {
  const layer = await person.api.get<LayerSnapshot>(
    `/api/v1/layers/${await layerOf(person, itemId)}`,
  );
  return layer.records.length;
}

async function stateOf({ api }: Person, projectId: string, itemId: string) {
  const { items } = await api.get<ItemPage>(`/api/v1/projects/${projectId}/items`);
  return items.find(({ id }) => id === itemId)?.state;
}

test("a laptop sleeps: nobody was given the item, and nothing is said; somebody was, and its person is told", async ({
  browser,
}) => {
  const { owner, projectId, itemIds, join } = await makeTeam(browser, ["one.jpg", "two.jpg"]);
  const [first = ""] = itemIds;
  const ann = await join("Ann Alder");
  const { page } = ann;

  await test.step("the lease ends in her sleep, and goes on as she wakes", async () => {
    const sign = nextSign(page);
    await labelNext(page, projectId, "one.jpg");
    await sign;
    await draw(page, 0.3);
    await expectSaved(page);
    await sleep(ann);
    const renewed = nextSign(page);
    await wake(ann);
    expect(await (await renewed).json()).toMatchObject({ standing: "held" });
    await draw(page, 0.45);
    await expectSaved(page);
    await expect(page.getByRole("region", { name: /item/ })).toHaveCount(0);
    const { work } = await ann.api.get<OpenItemData>(`/api/v1/items/${first}/open`);
    expect(work.assignment?.leaseUntil).toBeGreaterThan(Date.now());
  });

  const ben = await join("Ben Birch");
  await test.step("she sleeps again, draws on without a network, and Ben is handed her item", async () => {
    await sleep(ann);
    await draw(page, 0.6);
    await labelNext(ben.page, projectId, "one.jpg");
    await expect(ben.page.getByText("2 annotations").first()).toBeVisible();
  });

  await test.step("as she wakes she is told, and what she did without a network is kept too", async () => {
    await wake(ann);
    const notice = lost(page, "Somebody else has this item now");
    await expect(notice).toContainText("You can look at it, not change it.");
    await expect(notice).toContainText("What you had sent is kept in it: they go on from there.");
    await expectSaved(page);
    await expect.poll(() => boxesOf(owner, first)).toBe(3);
    await expect(ben.page.getByText("3 annotations").first()).toBeVisible();
    await expectAccessible(page, "the notice of an item that somebody else has");
  });

  await test.step("she can neither draw there nor hand it in", async () => {
    await expect(page.getByRole("button", { name: "Submit" })).toBeHidden();
    await draw(page, 0.75);
    await page.keyboard.press("Enter");
    await expect(lost(page, "Somebody else has this item now")).toBeVisible();
    await expect(page.getByText("3 annotations").first()).toBeVisible();
    expect(await stateOf(owner, projectId, first)).toBe("in_progress");
  });

  await test.step("Ben hands it in; she is told of that, and goes on", async () => {
    await ben.page.keyboard.press("Enter");
    await expect(ben.page.getByRole("heading", { name: "two.jpg" })).toBeVisible();
    await expect(lost(page, "Somebody else has finished this item")).toBeVisible();
    expect(await boxesOf(owner, first)).toBe(3);
    await lost(page, "Somebody else has finished this item")
      .getByRole("button", { name: "Next item" })
      .click();
    await expect(page.getByText(/^What is left is with other people/)).toBeVisible();
    await expectAccessible(page, "nothing left");
  });
});

test("Enter before the page knows: it is said that nothing was handed in", async ({ browser }) => {
  const { projectId, itemIds, join } = await makeTeam(browser, ["one.jpg", "two.jpg"]);
  const [ann, ben] = [await join("Ann Alder"), await join("Ben Birch")];
  const { page } = ann;
  const sign = nextSign(page);
  await labelNext(page, projectId, "one.jpg");
  await sign;
  await sleep(ann);
  await labelNext(ben.page, projectId, "one.jpg");
  await ann.context.route("**/heartbeat", (route) => route.abort());
  await wake(ann);
  await page.keyboard.press("Enter");
  await expect(page.getByText("one.jpg was not handed in")).toBeVisible();
  expect(await stateOf(ben, projectId, itemIds[0] ?? "")).toBe("in_progress");
});

test("what a manager does under an open editor is told at once: taken back, deleted, another role, removed", async ({
  browser,
}) => {
  const { owner, projectId, itemIds, join } = await makeTeam(browser, ["one.jpg"]);
  const [itemId = ""] = itemIds;
  const ann = await join("Ann Alder");
  const { page } = ann;
  const change = (what: unknown) =>
    owner.api.post<{ undo: unknown[] }>(`/api/v1/projects/${projectId}/items/changes`, {
      select: { ids: [itemId] },
      change: what,
    });
  const sign = nextSign(page);
  await labelNext(page, projectId, "one.jpg");
  await sign;
  await draw(page, 0.3);
  await expectSaved(page);

  await test.step("taken back: nothing is locked, and with the next box it is hers again", async () => {
    await change({ kind: "requeue" });
    await expect(lost(page, "This item was taken back")).toContainText("Nobody has it now.");
    await draw(page, 0.45);
    await expectSaved(page);
    await expect(lost(page, "This item was taken back")).toBeHidden();
  });

  await test.step("taken back, and taken again by hand", async () => {
    await change({ kind: "requeue" });
    await page.getByRole("button", { name: "Take it again" }).click();
    await expect(lost(page, "This item was taken back")).toBeHidden();
    const { work } = await ann.api.get<OpenItemData>(`/api/v1/items/${itemId}/open`);
    expect(work.assignment?.state).toBe("open");
  });

  await test.step("deleted, and brought back", async () => {
    const { undo } = await change({ kind: "delete" });
    await expect(lost(page, "This item was deleted")).toContainText("comes back with it");
    await expect(page.getByRole("button", { name: "Submit" })).toBeHidden();
    for (const request of undo) {
      await owner.api.post(`/api/v1/projects/${projectId}/items/changes`, request);
    }
    await expect(lost(page, "This item was deleted")).toBeHidden();
    await expect(page.getByRole("button", { name: "Submit" })).toBeVisible();
    await expect(page.getByText("2 annotations").first()).toBeVisible();
  });

  await test.step("deleted while she draws without a network: what is refused can be kept as a file", async () => {
    await ann.context.route("**/ops", (route) => route.abort("internetdisconnected"));
    await draw(page, 0.6);
    const { undo } = await change({ kind: "delete" });
    await ann.context.unroute("**/ops");
    const notice = lost(page, "This item was deleted");
    await expect(notice).toContainText("The server did not take your last change.");
    const download = page.waitForEvent("download");
    await notice.getByRole("button", { name: "Save as a file" }).click();
    expect((await download).suggestedFilename()).toContain("one.jpg");
    for (const request of undo) {
      await owner.api.post(`/api/v1/projects/${projectId}/items/changes`, request);
    }
    await expect.poll(() => boxesOf(owner, itemId)).toBe(3);
    await expect(notice).toBeHidden();
  });

  await test.step("another role, and none", async () => {
    const member = `/api/v1/projects/${projectId}/members/${ann.userId}`;
    await owner.context.request.put(member, {
      data: { role: "viewer" },
      headers: { origin: server.url },
    });
    await expect(lost(page, "Your role is viewer now")).toBeVisible();
    await owner.context.request.delete(member, { headers: { origin: server.url } });
    await expect(lost(page, "You are no longer in this project")).toBeVisible({ timeout: 30_000 });
    await page.getByRole("link", { name: "To your projects" }).click();
    await expect(page).toHaveURL(`${server.url}/`);
  });
});
