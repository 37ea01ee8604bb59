import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { startServer, type TestServer } from "./support/server";

const OWNER = { name: "Olga Owner", email: "olga@example.test", password: "correct horse battery" };
const GUEST = { name: "Ana Vega", email: "ana@example.test", password: "staple battery horse" };
const NEW_PASSWORD = "another long password";
const PROJECT = "Street scenes";

let server: TestServer;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => server?.dispose());

test("an owner sets up Trazo, makes a project and brings in a second person", async ({
  browser,
}) => {
  const owner = await newPage(browser);
  await test.step("the first visit leads to the owner's account, and a reload stays there", () =>
    setUpOwner(owner));
  await test.step("a project with pasted labels", () => createProject(owner));
  await test.step("labels are renamed, reordered, deleted and brought back", () =>
    editLabels(owner));
  await test.step("the guide is written with its preview", () => writeGuide(owner));
  const guest = await newPage(browser);
  await test.step("a second person joins by a link and sees the project", async () => {
    const link = await invite(owner);
    await join(guest, link);
  });
  await test.step("sign out, a wrong password, and in again to where one wanted to go", () =>
    signOutAndIn(owner));
  await test.step("a password reset by a handed-over link", async () => {
    const link = await makeResetLink(owner);
    await resetPassword(browser, link);
  });
  await test.step("the own password is changed", () => changePassword(owner));
  await test.step("a project is deleted and brought back", () => deleteProject(owner));
});

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url });
  return context.newPage();
}

async function setUpOwner(page: Page) {
  await page.goto("/");
  await expect(page).toHaveURL("/setup");
  await expectAccessible(page, "set-up");
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  await page.reload();
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  expect(loads).toBe(1);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Label your first images" })).toBeVisible();
  await expectAccessible(page, "first visit");
  await page.goto("/setup");
  await expect(page).toHaveURL("/");
}

async function createProject(page: Page) {
  await page.getByRole("heading", { name: "Label your first images" }).waitFor();
  await page.keyboard.press("n");
  const dialog = page.getByRole("dialog", { name: "New project" });
  await dialog.getByLabel("Name").fill(PROJECT);
  await dialog.getByRole("textbox", { name: "Labels" }).fill("car\nperson\nbicycle\ncar");
  const preview = dialog.getByRole("list", { name: "Preview of the labels" });
  await expect(preview.getByRole("listitem")).toHaveText([
    "car1",
    "person2",
    "bicycle3",
    "cartwice",
  ]);
  await expectAccessible(page, "new project");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL(/\/projects\/[^/]+\/items$/);
  await page.getByRole("link", { name: "Trazo" }).click();
  await expect(page.getByRole("heading", { name: PROJECT })).toBeVisible();
  await expectAccessible(page, "projects");
}

async function editLabels(page: Page) {
  await page.getByRole("link", { name: PROJECT }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(/\/settings\/labels$/);
  const names = page.getByRole("textbox", { name: /^Name of / });
  await expect(names).toHaveCount(3);

  await page.getByRole("textbox", { name: "Name of person" }).fill("pedestrian");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Move bicycle/ }).focus();
  const ordered = page.waitForResponse((response) => response.url().endsWith("/labels/order"));
  await page.keyboard.press("Home");
  expect((await ordered).ok()).toBe(true);
  await page.reload();
  await expectValues(page, ["bicycle", "car", "pedestrian"]);

  await page.getByRole("button", { name: "Menu of car" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expectValues(page, ["bicycle", "pedestrian"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(names).toHaveCount(3);
  await page.reload();
  await expect(names).toHaveCount(3);
  await expectAccessible(page, "labels");
}

async function expectValues(page: Page, values: readonly string[]) {
  const names = page.getByRole("textbox", { name: /^Name of / });
  await expect(names).toHaveCount(values.length);
  for (const [index, value] of values.entries()) {
    await expect(names.nth(index)).toHaveValue(value);
  }
}

async function writeGuide(page: Page) {
  await page.getByRole("link", { name: "Guide" }).click();
  await page
    .getByRole("textbox", { name: "Guide in Markdown" })
    .fill("## Cars\n\n<b>raw</b> | the whole **car**");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByRole("heading", { name: "Cars" })).toBeVisible();
  await expect(preview.locator("b")).toHaveCount(0);
  await page.getByRole("button", { name: "Save guide" }).click();
  await expect(page.getByRole("status").getByText("Saved")).toBeVisible();
  await expectAccessible(page, "guide");
}

async function invite(page: Page): Promise<string> {
  await page.getByRole("link", { name: "Members" }).click();
  await expectAccessible(page, "members");
  await page.getByRole("button", { name: "Create link" }).click();
  return page.getByLabel("Invitation link").inputValue();
}

async function join(page: Page, link: string) {
  await page.goto(link);
  await expect(page.getByText(`You are invited to ${PROJECT} as an annotator.`)).toBeVisible();
  await expectAccessible(page, "invitation");
  await page.getByLabel("Name").fill(GUEST.name);
  await page.getByLabel("E-mail").fill(GUEST.email);
  await page.getByLabel("Password", { exact: true }).fill(GUEST.password);
  await page.getByRole("button", { name: "Create account and join" }).click();
  await page.getByRole("link", { name: PROJECT }).click();
  await expect(page).toHaveURL(/\/work$/);
  await expectAccessible(page, "the work of an annotator");
  await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
}

async function signOutAndIn(page: Page) {
  await page.getByRole("button", { name: `Account of ${OWNER.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await expectAccessible(page, "sign-in");
  await page.goto("/people");
  await expect(page).toHaveURL("/sign-in?next=%2Fpeople");
  await signIn(page, { email: OWNER.email, password: "wrong horse battery" });
  await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await signIn(page, OWNER);
  await expect(page).toHaveURL("/people");
  await page.goto("/sign-in");
  await expect(page).toHaveURL("/");
}

async function signIn(page: Page, { email, password }: { email: string; password: string }) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function makeResetLink(page: Page): Promise<string> {
  await page.goto("/people");
  await expect(page.getByText(GUEST.email)).toBeVisible();
  await expectAccessible(page, "people");
  await page.getByRole("button", { name: `Reset password of ${GUEST.name}` }).click();
  const link = await page.getByLabel("Link to set a new password").inputValue();
  await expectAccessible(page, "reset link");
  await page.keyboard.press("Escape");
  return link;
}

async function resetPassword(browser: Browser, link: string) {
  const page = await newPage(browser);
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Your new password is set.")).toBeVisible();
  await page.goto("/sign-in");
  await signIn(page, { email: GUEST.email, password: NEW_PASSWORD });
  await expect(page.getByRole("heading", { name: PROJECT })).toBeVisible();
}

async function changePassword(page: Page) {
  await page.goto("/account");
  await expect(page.getByText("this browser")).toBeVisible();
  await page.getByLabel("Current password").fill("wrong horse battery");
  await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await page.getByLabel("Current password").fill(OWNER.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  await expectAccessible(page, "account");
}

async function deleteProject(page: Page) {
  await page.goto("/");
  await page.getByRole("button", { name: `Menu of ${PROJECT}` }).click();
  await page.getByRole("menuitem", { name: "Delete project" }).click();
  await expect(page.getByRole("heading", { name: PROJECT })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { name: PROJECT })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: PROJECT })).toBeVisible();
}
