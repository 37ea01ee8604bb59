import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { sharedData } from "../lib/testing/shared-data";
import { expectAccessible } from "./support/axe";
import { expectSaved } from "./support/canvas";
import { type Person, signUpOwner } from "./support/people";
import { startServer, type TestServer } from "./support/server";
import { dragOver, expectSpans, openText, projectWithTexts, storedOf } from "./support/texts";

const LETTER = "Dear Ada,\nCharles Babbage lived in London in 1833.\nYours, Mary";
const NOTE = "Mary Somerville was born in Jedburgh.";
const REPLY = "Dear Charles, the engine is fine. Ada";
const GUIDE = "# What to label\n\nMark every **person**, and nothing that is only a title.";

let server: TestServer;
let person: Person;
let page: Page;

test.beforeEach(async ({ browser }) => {
  server = await startServer();
  person = await signUpOwner(browser, server);
  page = person.page;
});
test.afterEach(async () => {
  await server.dispose();
});

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const list = () => page.getByRole("listbox", { name: "Annotations" });
const rows = () => list().getByRole("option");
const item = (n: number) => expect(page.getByRole("heading", { name: `letter-${n}.txt` }));

async function open(): Promise<string[]> {
  const { projectId, itemIds } = await projectWithTexts(person, [LETTER, NOTE, REPLY], {
    guide: GUIDE,
  });
  await openText(page, projectId, itemIds[0] ?? "");
  return itemIds;
}

async function label(piece: string, key: string): Promise<void> {
  await dragOver(page, piece);
  await page.keyboard.press(key);
}

test("from the guide to the last text: palette, undo over a reload, history, skip and submit", async () => {
  const [first = "", second = ""] = await open();
  await press("i");
  await expect(page.getByRole("heading", { name: "What to label" })).toBeVisible();
  await expect(page.getByText("62 code points, 3 lines")).toBeVisible();
  await page.getByRole("tab", { name: "Annotations" }).click();
  await expect(page.getByText(/Select some words and press the key of a label/)).toBeVisible();

  // The palette knows the commands of texts and the labels.
  await page.getByTestId("text").focus();
  await press("Control+k");
  await page.getByRole("combobox").fill("find in the");
  await press("Enter");
  await expect(page.getByRole("textbox", { name: "Find in the text" })).toBeFocused();
  await press("Escape");
  await dragOver(page, "London");
  await press("Control+k");
  await page.getByRole("combobox").fill("place");
  await press("Enter");
  await expect(rows().filter({ hasText: "London" })).toHaveCount(1);

  await label("Ada", "1");
  await label("Charles Babbage", "1");
  await expect(rows()).toHaveCount(3);
  await expectSaved(page);
  await page.reload();
  await expect(rows()).toHaveCount(3);
  await page.getByTestId("text").focus();
  await press("Control+z");
  await expect(rows()).toHaveCount(2);
  await press("Control+Shift+z");
  await expect(rows()).toHaveCount(3);
  await expectSaved(page);

  await page.getByRole("tab", { name: "History" }).click();
  const entries = page.getByRole("list", { name: "History" }).getByRole("listitem");
  await entries.last().getByRole("button", { name: "Bring this version back" }).click();
  await expect.poll(async () => (await storedOf(person, first)).length).toBe(1);
  await expect(page.locator(".tx-tint")).toHaveCount(1);
  const toast = page.getByRole("listitem").filter({ hasText: "brought back" });
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await storedOf(person, first)).length).toBe(3);
  await page.getByRole("tab", { name: "Annotations" }).click();
  await expect(rows()).toHaveCount(3);

  await page.getByTestId("text").focus();
  await press("Enter");
  await item(2).toBeVisible();
  await press("s");
  await item(3).toBeVisible();
  await expect(page.locator(".tx-text").first()).toContainText("the engine is fine");
  await label("Charles", "1");
  await press("Enter");
  await expect(page.getByText("That was the last item of this view.")).toBeVisible();
  await press("d");
  await item(2).toBeVisible();
  await expect(
    page.getByRole("banner").or(page.locator("header")).getByText("Skipped"),
  ).toBeVisible();
  await press("d");
  await item(1).toBeVisible();
  await expect(page.locator("header").getByText("Submitted")).toBeVisible();
  await expect(rows()).toHaveCount(3);
  expect(await storedOf(person, second)).toEqual([]);
});

test("without a network one goes on from text to text, and all of it arrives", async () => {
  const [first = "", second = "", third = ""] = await open();
  await label("Ada", "1");
  await expectSaved(page);
  await person.context.setOffline(true);
  await label("London", "2");
  await expect(page.getByRole("button", { name: /^Offline/ })).toBeVisible();
  await press("Enter");
  await item(2).toBeVisible();
  await label("Jedburgh", "2");
  await label("Mary Somerville", "1");
  await press("Control+z");
  await press("f");
  await item(3).toBeVisible();
  await label("Charles", "1");
  await expect(rows()).toHaveCount(1);
  await person.context.setOffline(false);
  await expectSpans(person, first, ["5-8 Ada", "35-41 London"]);
  await expectSpans(person, second, ["28-36 Jedburgh"]);
  await expectSpans(person, third, ["5-12 Charles"]);
  await expectSaved(page);
  await press("d", "d");
  await item(1).toBeVisible();
  await expect(page.locator("header").getByText("Submitted")).toBeVisible();
});

test("two tabs change one span: both versions can be read, and the chosen one stays", async () => {
  const { projectId, itemIds } = await projectWithTexts(person, [LETTER]);
  const itemId = itemIds[0] ?? "";
  await openText(page, projectId, itemId);
  await label("Babbage", "1");
  await expectSpans(person, itemId, ["18-25 Babbage"]);
  const other = await person.context.newPage();
  await openText(other, projectId, itemId);

  await page.bringToFront();
  await page.route("**/ops", (route) => route.abort("internetdisconnected"));
  await press("{");
  await expect(rows().filter({ hasText: "Charles Babbage" })).toHaveCount(1);
  await expect(page.getByRole("button", { name: /^Offline/ })).toBeVisible();

  await other.bringToFront();
  await other.keyboard.press("k");
  await other.keyboard.press("]");
  await other.keyboard.press("2");
  await expectSpans(person, itemId, ["18-31 Babbage lived"]);

  await page.bringToFront();
  await page.unroute("**/ops");
  await page.getByRole("button", { name: "1 conflict" }).click({ timeout: 60_000 });
  const dialog = page.getByRole("dialog");
  const picture = dialog.getByRole("figure");
  await expect(picture.getByText("Charles Babbage", { exact: true })).toBeVisible();
  await expect(picture.getByText("Babbage lived", { exact: true })).toBeVisible();
  await expect(dialog.getByRole("region", { name: "Mine" })).toContainText("Person");
  await expect(dialog.getByRole("region", { name: "Theirs" })).toContainText("Place");
  // Wide enough to be read: the text takes no more lines than it has.
  const box = await picture.boundingBox();
  expect(box?.width).toBeGreaterThan(400);
  await expectAccessible(page, "the conflict of two spans");
  await page.keyboard.press("t");
  await expect(dialog).toBeHidden();
  await expectSpans(person, itemId, ["18-31 Babbage lived"]);
  await expect(rows().filter({ hasText: "Babbage lived" })).toHaveCount(1);
  await expectSaved(page);
});

test("the themes and Spanish, with spans, a relation and every panel", async () => {
  await open();
  await label("Charles Babbage", "1");
  await label("London", "2");
  await press("k", "r", "j", "r");
  await expect(rows().filter({ hasText: "lives in" })).toHaveCount(1);
  for (const panel of ["Guide", "History", "Annotations"]) {
    await page.getByRole("tab", { name: panel }).click();
    await expectAccessible(page, `a text, ${panel}`);
  }
  await page.getByTestId("text").focus();
  await press("Control+k");
  await page.getByRole("combobox").fill("spanish");
  await press("Enter");
  await expect(page.getByRole("tab", { name: "Anotaciones" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Texto de letter-1.txt" })).toBeVisible();
  await expect(page.locator("footer").getByText("3 anotaciones")).toBeVisible();
  await page.getByTestId("text").focus();
  await press("Control+k");
  await page.getByRole("combobox").fill("tema: oscuro");
  await press("Enter");
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);
  await press("Control+f");
  await expect(page.getByRole("textbox", { name: "Buscar en el texto" })).toBeFocused();
});

test("from a search of texts one goes on to what was found, and is told the place", async () => {
  const { projectId, itemIds } = await projectWithTexts(person, [LETTER, NOTE, REPLY]);
  const place = page.getByRole("navigation", { name: "Items" });
  await page.goto(`/projects/${projectId}/items/${itemIds[0]}?text=ada`);
  await item(1).toBeVisible();
  await expect(place).toContainText("Item 1 of 2");
  await page.getByTestId("text").focus();
  await press("f");
  await item(3).toBeVisible();
  await expect(place).toContainText("Item 2 of 2");
  await press("f");
  await expect(page.getByText("That was the last item of this view.")).toBeVisible();
  await press("d");
  await item(1).toBeVisible();
  await expect(place).toContainText("Item 1 of 2");
});

test("real text: WNUT-17 is imported, found by an emoji, and its spans follow their ends", async () => {
  const folder = sharedData("text/wnut17");
  test.skip(folder === null, "The shared test data are absent.");
  const { projectId } = await projectWithTexts(person, []);
  await page.goto(`/projects/${projectId}/data`);
  const file = path.join(folder ?? "", "emerging.dev.conll");
  await page.getByLabel("Dataset to import").setInputFiles(file);
  const look = page.getByRole("button", { name: "Look at what it does" });
  const take = page.getByRole("button", { name: /^Import [\d,]+ items$/ });
  await expect(look.or(take)).toBeVisible();
  if (await look.isVisible()) await look.click();
  await take.click();
  await expect(page.getByRole("heading", { name: /^Imported from/ })).toBeVisible();
  const found = `items?minCount=1&text=${encodeURIComponent("😀")}`;
  await page.goto(`/projects/${projectId}/${found}`);
  await expect(page.getByText("😀").first()).toBeVisible();
  const { items } = await person.api.get<{ items: { id: string }[] }>(
    `/api/v1/projects/${projectId}/${found}`,
  );
  const itemId = items[0]?.id ?? "";
  await openText(page, projectId, itemId);
  const before = await storedOf(person, itemId);
  expect(before.length).toBeGreaterThan(0);
  for (const _ of before) await press("k", "]", "{");
  await expectSaved(page);
  await expect.poll(() => storedOf(person, itemId)).not.toEqual(before);
  const response = await person.context.request.get(`/api/v1/items/${itemId}/media/text`);
  const points = [...(await response.text())];
  for (const { geometry, text } of await storedOf(person, itemId)) {
    if (geometry.kind !== "interval") throw new Error("Only spans are in the file.");
    expect(points.slice(geometry.start, geometry.end).join("")).toBe(text);
  }
});
