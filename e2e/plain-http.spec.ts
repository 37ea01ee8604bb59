import os from "node:os";
import { expect, test } from "@playwright/test";
import { drawBox, expectStored, layerOf, openEditor, storedIds } from "./support/canvas";
import { projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

/** As a colleague in the same network reaches it: not localhost, so browsers call it insecure. */
const address = Object.values(os.networkInterfaces())
  .flatMap((entries) => entries ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

let server: TestServer;
test.beforeEach(async () => {
  server = await startServer({ HOSTNAME: "0.0.0.0" });
});
test.afterEach(async () => {
  await server.dispose();
});

test("over plain http in a network, without what only secure pages have, nothing is lost", async ({
  browser,
}) => {
  test.skip(address === undefined, "this machine has no address but its own");
  const url = new URL(server.url);
  url.hostname = address ?? "";
  const person = await signUpOwner(browser, { ...server, url: url.origin });
  const { projectId, itemIds } = await projectWithPhotos(person, {
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  });
  const itemId = itemIds[0] ?? "";
  const layerId = await layerOf(person, itemId);
  const first = person.page;
  const errors: string[] = [];
  first.on("pageerror", (error) => errors.push(String(error)));
  await openEditor(first, projectId, itemId);
  const missing = await first.evaluate(() => ({
    isSecure: isSecureContext,
    locks: "locks" in navigator,
    clipboard: "clipboard" in navigator,
    subtle: "subtle" in crypto,
    randomUUID: "randomUUID" in crypto,
  }));
  expect(missing).toEqual({
    isSecure: false,
    locks: false,
    clipboard: false,
    subtle: false,
    randomUUID: false,
  });

  await first.keyboard.press("b");
  await drawBox(first, [0.3, 0.3], [0.4, 0.4]);
  await expectStored(person, layerId, 1);

  await first.keyboard.press("Control+k");
  await first.getByRole("dialog").getByRole("combobox").fill("copy link");
  await first.keyboard.press("Enter");
  await expect(first.getByText("Link copied")).toBeVisible();

  const second = await person.context.newPage();
  second.on("pageerror", (error) => errors.push(String(error)));
  await openEditor(second, projectId, itemId);
  await second.keyboard.press("b");
  await drawBox(second, [0.5, 0.3], [0.6, 0.4]);
  await first.bringToFront();
  await drawBox(first, [0.3, 0.6], [0.4, 0.7]);
  await expectStored(person, layerId, 3);

  // Work that waits in one tab survives it, and the other does not take it for its own.
  await person.context.route("**/ops", (route) => route.abort("internetdisconnected"));
  await drawBox(first, [0.5, 0.6], [0.6, 0.7]);
  await expect(first.getByRole("button", { name: /^Offline/ })).toBeVisible();
  await first.reload();
  await first.getByTestId("canvas").locator("canvas").first().waitFor();
  await expect(first.getByText("4 annotations", { exact: true }).first()).toBeVisible();
  await second.bringToFront();
  await drawBox(second, [0.7, 0.6], [0.75, 0.7]);
  await person.context.unroute("**/ops");
  await expectStored(person, layerId, 5);
  await first.bringToFront();
  await expect(first.getByText("5 annotations", { exact: true }).first()).toBeVisible();
  expect(new Set(await storedIds(person, layerId)).size).toBe(5);
  expect(errors).toEqual([]);
});

test("a model runs over plain http: with one thread, and without a cache of its own", async ({
  browser,
}) => {
  test.skip(address === undefined, "this machine has no address but its own");
  const url = new URL(server.url);
  url.hostname = address ?? "";
  const person = await signUpOwner(browser, { ...server, url: url.origin });
  const { projectId } = await person.api.post<{ projectId: string }>("/api/v1/demo");
  const { items } = await person.api.get<{ items: { id: string; name: string }[] }>(
    `/api/v1/projects/${projectId}/items`,
  );
  const boats = items.find(({ name }) => name.startsWith("boats"));
  const { page } = person;
  await openEditor(page, projectId, boats?.id ?? "");
  const missing = await page.evaluate(() => ({
    isIsolated: crossOriginIsolated,
    caches: "caches" in globalThis,
    shared: "SharedArrayBuffer" in globalThis,
  }));
  expect(missing).toEqual({ isIsolated: false, caches: false, shared: false });
  await page.keyboard.press("m");
  const panel = page.getByRole("region", { name: "Suggestions" });
  await expect(panel.getByText("WASM, 1 thread")).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByText(/^[1-9]\d* open$/)).toBeVisible();
});

test("the owner signs up and signs in by the page over plain http", async ({ browser }) => {
  test.skip(address === undefined, "this machine has no address but its own");
  const url = new URL(server.url);
  url.hostname = address ?? "";
  const context = await browser.newContext({ baseURL: url.origin });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByLabel("Name").fill("Olga Owner");
  await page.getByLabel("E-mail").fill("olga@example.test");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Label your first images" })).toBeVisible();
  await context.close();
});
