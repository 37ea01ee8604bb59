import { expect, type Page, test } from "@playwright/test";
import { drawBox, expectStored, layerOf, openEditor } from "./support/canvas";
import { type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

/** As many as are asked for ahead, and two that are not. */
const PHOTOS = 7;
const AHEAD = 4;

let server: TestServer;
let person: Person;
let page: Page;
let itemIds: string[];
test.beforeEach(async ({ browser }) => {
  server = await startServer();
  person = await signUpOwner(browser, server);
  ({ page } = person);
  const photos = await Promise.all(
    Array.from({ length: PHOTOS }, async (_, n) => ({ name: `${n}.jpg`, bytes: await photo(n) })),
  );
  const project = await projectWithPhotos(person, { photos });
  ({ itemIds } = project);
  const asked = new Set<string>();
  page.on("response", (response) => {
    const [, id] = /\/items\/([^/]+)\/media\//.exec(response.url()) ?? [];
    if (id) asked.add(id);
  });
  await openEditor(page, project.projectId, itemIds[0] ?? "");
  await expect.poll(() => asked.size).toBe(AHEAD + 1);
});
test.afterEach(async () => {
  await server.dispose();
});

const heading = (n: number) => page.getByRole("heading", { name: `${n}.jpg` });

test("while the server is away, items that were loaded open, the next waits and comes by itself", async () => {
  const layerId = await layerOf(person, itemIds[2] ?? "");
  await server.kill();
  for (let n = 1; n <= AHEAD; n += 1) {
    await page.keyboard.press("f");
    await expect(heading(n)).toBeVisible();
    await expect(page.getByText("The image cannot be shown")).toBeHidden();
  }
  await page.keyboard.press("d");
  await page.keyboard.press("d");
  await expect(heading(2)).toBeVisible();
  await page.keyboard.press("b");
  await drawBox(page, [0.3, 0.3], [0.4, 0.4]);
  await page.keyboard.press("f");
  await page.keyboard.press("f");
  await expect(heading(4)).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByText("The server is away")).toBeVisible();
  await expect(heading(4)).toBeVisible();
  // There and back without a server: the box is where it was.
  await page.keyboard.press("d");
  await expect(page.getByText("The server is away")).toBeHidden();
  await page.keyboard.press("d");
  await page.keyboard.press("d");
  await expect(heading(2)).toBeVisible();
  await expect(page.getByText("1 annotation", { exact: true }).first()).toBeVisible();
  for (const n of [3, 4]) {
    await page.keyboard.press("f");
    await expect(heading(n)).toBeVisible();
  }
  await page.keyboard.press("f");
  await expect(page.getByText("The server is away")).toBeVisible();
  await server.restart();
  await expect(heading(5)).toBeVisible({ timeout: 30_000 });
  await expectStored(person, layerId, 1);
});
