import fs from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import type { LayerSnapshot } from "../lib/annotation/protocol";
import { expectAccessible } from "./support/axe";
import { drawBox, expectStored, layerOf, openEditor } from "./support/canvas";
import { PASSWORD, type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

let server: TestServer;
let person: Person;
let page: Page;
let layerId: string;
test.beforeEach(async ({ browser }) => {
  server = await startServer();
  person = await signUpOwner(browser, server);
  ({ page } = person);
  const { projectId, itemIds } = await projectWithPhotos(person, {
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  });
  const itemId = itemIds[0] ?? "";
  layerId = await layerOf(person, itemId);
  await openEditor(page, projectId, itemId);
  await page.keyboard.press("b");
  await drawBox(page, [0.3, 0.3], [0.4, 0.4]);
  await expectStored(person, layerId, 1);
});
test.afterEach(async () => {
  await server.dispose();
});

const badge = (name: string) => page.getByRole("button", { name, exact: true });
const boxes = (count: number) =>
  page.getByText(count === 1 ? "1 annotation" : `${count} annotations`, { exact: true }).first();

/** Every operation is answered so, until `page.unroute`. */
async function answerOps(status: number, code: string): Promise<void> {
  await page.route("**/ops", (route) =>
    route.fulfill({
      status,
      contentType: "application/problem+json",
      body: JSON.stringify({
        title: "Refused",
        code,
        detail: "The label was never part of this project.",
        requestId: "0192-abcd",
      }),
    }),
  );
}

test("a session that ends keeps the work, and signing in in another tab lets it go on", async () => {
  await person.context.clearCookies();
  await drawBox(page, [0.5, 0.3], [0.6, 0.4]);
  await badge("Signed out").click();
  await expect(page.getByText("1 change is kept in this browser", { exact: false })).toBeVisible();
  await expectAccessible(page, "the badge of an ended session");
  const [signIn] = await Promise.all([
    person.context.waitForEvent("page"),
    page.getByRole("link", { name: "Sign in" }).click(),
  ]);
  await signIn.getByLabel("E-mail").fill("olga@example.test");
  await signIn.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await signIn.getByRole("button", { name: "Sign in" }).click();
  await signIn.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await signIn.close();
  await page.bringToFront();
  // A browser without a screen does not tell the page that it is looked at again.
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expectStored(person, layerId, 2);
  await expect(badge("Saved")).toBeVisible();
});

test("refused work stays on screen, comes as a file, and goes only when that is meant", async () => {
  await answerOps(422, "unknown_label");
  await drawBox(page, [0.5, 0.3], [0.6, 0.4]);
  await badge("Not saved").click();
  await expect(page.getByText("The label was never part of this project.")).toBeVisible();
  await expectAccessible(page, "the badge of refused work");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as a file" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("unsaved street.jpg.json");
  const { operations } = JSON.parse(fs.readFileSync(await file.path(), "utf8"));
  expect(operations).toHaveLength(1);
  await page.getByRole("button", { name: "Discard…" }).click();
  await expect(page.getByText("on 1 annotation is given up", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(boxes(2)).toBeVisible();
  await page.getByRole("button", { name: "Discard…" }).click();
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await expect(boxes(1)).toBeVisible();
  await expect(badge("Saved")).toBeVisible();
});

test("a page that is too old says so, and a reload sends what it kept", async () => {
  await answerOps(426, "outdated");
  await drawBox(page, [0.5, 0.3], [0.6, 0.4]);
  await badge("Reload needed").click();
  await expectAccessible(page, "the badge of a page that is too old");
  await page.unroute("**/ops");
  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await expectStored(person, layerId, 2);
  const { records } = await person.api.get<LayerSnapshot>(`/api/v1/layers/${layerId}`);
  expect(records).toHaveLength(2);
});
