import { expect, test } from "@playwright/test";
import { drawBox, expectStored, openEditor, personWithPhoto, storedIds } from "./support/canvas";
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

/** Ids that the server has confirmed, as the page's own traffic shows. */
function watchAcknowledged(page: import("@playwright/test").Page): Set<string> {
  const acknowledged = new Set<string>();
  page.on("response", async (response) => {
    if (!response.url().endsWith("/ops") || response.status() !== 200) return;
    const { changes } = response.request().postDataJSON() as { changes: { id: string }[] };
    for (const { id } of changes) acknowledged.add(id);
  });
  return acknowledged;
}

test("the server is killed again and again while boxes are drawn: nothing acknowledged is lost", async ({
  browser,
}) => {
  const { person, projectId, itemId, layerId } = await personWithPhoto(browser, server);
  const { page } = person;
  const acknowledged = watchAcknowledged(page);
  await openEditor(page, projectId, itemId);
  await page.keyboard.press("b");
  const ROUNDS = 5;
  const PER_ROUND = 8;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let n = 0; n < PER_ROUND; n += 1) {
      const x = 0.3 + 0.04 * n;
      const y = 0.3 + 0.08 * round;
      // In the middle of the stream, at another stroke in each round.
      if (n === 3 + (round % 4)) await server.kill();
      await drawBox(page, [x, y], [x + 0.03, y + 0.06]);
    }
    await server.restart();
    const stored = new Set(await storedIds(person, layerId));
    for (const id of acknowledged) expect(stored, `after kill ${round + 1}`).toContain(id);
  }
  await expectStored(person, layerId, ROUNDS * PER_ROUND);
});

test("edits made offline survive a reload of the page and arrive when the network is back", async ({
  browser,
}) => {
  const { person, projectId, itemId, layerId } = await personWithPhoto(browser, server);
  const { page, context } = person;
  await openEditor(page, projectId, itemId);
  await page.keyboard.press("b");
  await drawBox(page, [0.3, 0.3], [0.4, 0.4]);
  await expectStored(person, layerId, 1);
  // Only the operations are cut off, so that the page itself can still be loaded again.
  await context.route("**/ops", (route) => route.abort("internetdisconnected"));
  await drawBox(page, [0.5, 0.3], [0.6, 0.4]);
  await drawBox(page, [0.5, 0.5], [0.6, 0.6]);
  await page.reload();
  await page.getByTestId("canvas").locator("canvas").first().waitFor();
  expect(await storedIds(person, layerId)).toHaveLength(1);
  await context.unroute("**/ops");
  await expectStored(person, layerId, 3);
});

test("two tabs on one item see each other's boxes and lose none", async ({ browser }) => {
  const { person, projectId, itemId, layerId } = await personWithPhoto(browser, server);
  const first = person.page;
  const second = await person.context.newPage();
  await openEditor(first, projectId, itemId);
  await openEditor(second, projectId, itemId);
  for (const [page, y] of [
    [first, 0.3],
    [second, 0.6],
  ] as const) {
    await page.bringToFront();
    await page.keyboard.press("b");
    await drawBox(page, [0.3, y], [0.4, y + 0.1]);
    await drawBox(page, [0.5, y], [0.6, y + 0.1]);
  }
  await expectStored(person, layerId, 4);
  // Undo in the first tab takes back its own last box, not the other tab's.
  const before = await storedIds(person, layerId);
  await first.bringToFront();
  await first.keyboard.press("Control+z");
  await expectStored(person, layerId, 3);
  const after = await storedIds(person, layerId);
  expect(before.filter((id) => !after.includes(id))).toEqual([before[1]]);
});

test("stepping through a hundred items without an edit sends no write", async ({ browser }) => {
  const person = await signUpOwner(browser, server);
  const photos = await Promise.all(
    Array.from({ length: 100 }, async (_, n) => ({
      name: `${String(n).padStart(3, "0")}.jpg`,
      bytes: await photo(n, { width: 64, height: 48 }),
    })),
  );
  const { projectId, itemIds } = await projectWithPhotos(person, { photos });
  const { page } = person;
  const writes: string[] = [];
  page.on("request", (request) => {
    // That the editor is open is said; it changes nothing of the items.
    if (request.url().endsWith("/heartbeat")) return;
    if (request.method() !== "GET") writes.push(`${request.method()} ${request.url()}`);
  });
  await openEditor(page, projectId, itemIds[0] ?? "");
  for (const itemId of itemIds.slice(1)) {
    await page.keyboard.press("f");
    await page.waitForURL(`**/items/${itemId}`);
  }
  expect(writes).toEqual([]);
});
