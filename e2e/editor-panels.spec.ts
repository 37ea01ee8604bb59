import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { drawBox, expectSaved, openEditor } from "./support/canvas";
import { type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

let server: TestServer;
let person: Person;
let page: Page;

test.beforeEach(async ({ browser }) => {
  server = await startServer();
  person = await signUpOwner(browser, server);
  const { projectId, itemIds } = await projectWithPhotos(person, {
    photos: [
      { name: "street.jpg", bytes: await photo(1) },
      { name: "square.jpg", bytes: await photo(2) },
    ],
  });
  page = person.page;
  await openEditor(page, projectId, itemIds[0] ?? "");
});
test.afterEach(async () => {
  await server.dispose();
});

/** The native choice of a label has options too. */
function list() {
  return page.getByRole("listbox", { name: "Annotations" });
}

/** Three boxes, the second one a person. */
async function drawThree(): Promise<void> {
  await page.keyboard.press("b");
  await drawBox(page, [0.2, 0.2], [0.4, 0.4]);
  await page.keyboard.press("2");
  await drawBox(page, [0.5, 0.2], [0.7, 0.4]);
  await page.keyboard.press("1");
  await drawBox(page, [0.2, 0.6], [0.4, 0.8]);
  await page.keyboard.press("v");
  await expect(list().getByRole("option")).toHaveCount(3);
}

test("the list names every annotation, selects, relabels and deletes by keyboard alone", async () => {
  await drawThree();
  await expect(list().getByRole("option", { name: /^person \d+ × \d+ at \d+, \d+$/ })).toHaveCount(
    1,
  );
  await list().focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(list().getByRole("option", { selected: true })).toHaveCount(2);
  await page.keyboard.press("2");
  await expect(list().getByRole("option", { name: /^person / })).toHaveCount(2);
  await expect(page.getByRole("button", { name: "person, 2 annotations" })).toBeVisible();
  await page.keyboard.press("Delete");
  await expect(list().getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await expect(list().getByRole("option")).toHaveCount(3);
});

test("a click on a row or a tool leaves the keys to the editor", async () => {
  await drawThree();
  await list().getByRole("option").first().click();
  await page.getByRole("button", { name: "Draw boxes" }).click();
  // Were the focus on the button, Enter would press it again.
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "square.jpg" })).toBeVisible();
});

test("a search leaves the rows it finds, and Esc brings the others back", async () => {
  await drawThree();
  await page.keyboard.press("/");
  await page.keyboard.type("person");
  await expect(list().getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(list().getByRole("option")).toHaveCount(3);
});

test("numbers typed in the inspector move the box, as one step of undo", async () => {
  await drawThree();
  await list().getByRole("option").first().click();
  const width = page.getByLabel("Width, px");
  const before = await width.inputValue();
  await width.fill("100");
  await width.press("Enter");
  await expect(list().getByRole("option", { name: /^car 100 × / })).toHaveCount(1);
  await width.blur();
  await page.keyboard.press("Control+z");
  await expect(width).toHaveValue(before);
});

test("an earlier version comes back from the history, and goes again by undo", async () => {
  await drawThree();
  await expectSaved(page);
  await page.getByRole("tab", { name: "History" }).click();
  const entries = page.getByRole("list", { name: "History" }).getByRole("listitem");
  await expect(entries).toHaveCount(3);
  await entries.nth(2).getByRole("button", { name: "Bring this version back" }).click();
  await expect(page.getByText("1 annotation", { exact: true })).toBeVisible();
  const toast = page.getByRole("listitem").filter({ hasText: "brought back" });
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("3 annotations", { exact: true })).toBeVisible();
});

for (const theme of ["light", "dark"] as const) {
  test(`no panel has an accessibility fault in the ${theme} theme`, async () => {
    await page.emulateMedia({ colorScheme: theme });
    await drawThree();
    await list().getByRole("option").first().click();
    for (const panel of ["Annotations", "Guide", "History"]) {
      await page.getByRole("tab", { name: panel }).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });
}
