import { expect, type Page, test } from "@playwright/test";
import { totpOf } from "../lib/testing/totp";
import { expectAccessible } from "./support/axe";
import { inviteTo, PASSWORD, type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

let server: TestServer;
let owner: Person;
test.beforeEach(async ({ browser }) => {
  server = await startServer();
  owner = await signUpOwner(browser, server);
});
test.afterEach(async () => {
  await server.dispose();
});

/** As a program asks: no cookie, no page. */
function withToken(token: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return fetch(`${server.url}${path}`, { ...init, headers });
}

async function makeToken(page: Page): Promise<string> {
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("training pipeline");
  await page.getByRole("checkbox", { name: "Export" }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  const token = await page.getByRole("textbox", { name: "Token" }).inputValue();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("list", { name: "API tokens" })).toContainText("training pipeline");
  return token;
}

/** Turns the second factor on; answers what the app would show at any time. */
async function turnOnSecondFactor(page: Page): Promise<() => string> {
  await page.getByRole("button", { name: "Turn on" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByRole("img", { name: "QR code" })).toBeVisible();
  const key = await dialog.getByRole("textbox", { name: "Key" }).inputValue();
  const code = () => totpOf(`otpauth://totp/Trazo?secret=${key}`);
  await dialog.getByLabel("Code from the app").fill(code());
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(
    dialog.getByRole("list", { name: "Backup codes" }).getByRole("listitem"),
  ).toHaveCount(10);
  await dialog.getByRole("button", { name: "Done" }).click();
  return code;
}

test("a token is made and used, a second factor asked for, a session ended, a person deactivated, and the log tells of it", async ({
  browser,
}) => {
  const { page } = owner;
  const { projectId } = await projectWithPhotos(owner, {
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  });
  const max = await inviteTo(browser, server, { owner, projectId, role: "annotator", name: "Max" });

  await page.goto("/account");
  const token = await makeToken(page);
  expect((await withToken(token, `/api/v1/projects/${projectId}`)).status).toBe(200);
  const rename = { method: "PATCH", body: JSON.stringify({ name: "Taken over" }) };
  expect((await withToken(token, `/api/v1/projects/${projectId}`, rename)).status).toBe(403);

  const code = await turnOnSecondFactor(page);
  await expectAccessible(page, "the account page");
  const elsewhere = await browser.newContext({ baseURL: server.url });
  const other = await elsewhere.newPage();
  await other.goto("/sign-in");
  await other.getByLabel("E-mail").fill("olga@example.test");
  await other.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("heading", { name: "Second step" })).toBeVisible();
  await expectAccessible(other, "the second step");
  await other.getByLabel("Code").fill(code());
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("link", { name: "Street" }).first()).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: /^Sign out Chrome on/ }).click();
  await expect(page.getByText("That browser is signed out")).toBeVisible();
  await other.reload();
  await expect(other).toHaveURL(/\/sign-in/);

  await page.goto("/people");
  await page.getByRole("button", { name: "Actions for Max" }).click();
  await page.getByRole("menuitem", { name: "Deactivate" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("deactivated", { exact: true })).toBeVisible();
  await max.page.goto(`/projects/${projectId}`);
  await expect(max.page).toHaveURL(/\/sign-in/);

  await page.goto("/audit");
  const log = page.getByRole("table", { name: "Events" });
  await expect(log.getByRole("row").nth(1)).toContainText("Account deactivated");
  for (const done of ["Sessions ended", "Two-factor sign-in turned on", "Token created"]) {
    await expect(log).toContainText(done);
  }
  await expectAccessible(page, "the audit log");
  await page.getByRole("combobox", { name: "What" }).click();
  await page.getByRole("option", { name: "Tokens" }).click();
  await expect(log.getByRole("row")).toHaveCount(2);
  await page.goto(`/projects/${projectId}/settings/audit`);
  await expect(log).toContainText("Member added");
  await elsewhere.close();
});
