import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { expectSaved } from "./support/canvas";
import { type Person, signUpOwner } from "./support/people";
import { startServer, type TestServer } from "./support/server";
import {
  dragOver,
  expectSpans,
  openText,
  placeOf,
  projectWithTexts,
  storedOf,
} from "./support/texts";

const LETTER = `Dear Ada Lovelace,

Charles Babbage lived in London in 1833. He met Ada in London and showed her his engine.
Yours, Mary Somerville`;
const SIGNS =
  "👩‍👩‍👧‍👦 met 𝒳avier in Zu\u0308rich 🇨🇭 — 👍🏽 said Amélie.\r\nNext: 𠮷野家 in Tokyo 😀 end";
const ARABIC = "مرحبا، اسمي آدا وأعيش في London منذ سنوات.\nPlain line with Ada.";
const HOSTILE =
  "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> Ada\n" +
  "NUL \u0000 then \u202egnp.exe\u202c and zero\u200bwidth then Ada\ttabbed &amp; **bold** Ada";

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

/** Makes a project of the texts and opens the first. */
async function open(...texts: string[]): Promise<{ projectId: string; itemIds: string[] }> {
  const made = await projectWithTexts(person, texts);
  await openText(page, made.projectId, made.itemIds[0] ?? "");
  return made;
}

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const list = () => page.getByRole("listbox", { name: "Annotations" });
/** The offsets of a piece as the store has to have them: code points, half-open. */
function span(text: string, piece: string, nth = 0): string {
  let index = -1;
  for (let i = 0; i <= nth; i++) index = text.indexOf(piece, index + 1);
  const start = [...text.slice(0, index)].length;
  return `${start}-${start + [...piece].length} ${piece}`;
}

test("a whole text is labelled without a mouse, and stays after a reload", async () => {
  const { itemIds } = await open(LETTER);
  const itemId = itemIds[0] ?? "";
  // Behind "Dear", then two words.
  await press("Control+ArrowRight", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight", "1");
  // To the line with London, its words, and the label of places.
  await press("ArrowDown", "ArrowDown", "Home", "Control+Shift+ArrowRight");
  await press("Control+Shift+ArrowRight", "1");
  await press("Control+ArrowRight", "Control+ArrowRight", "Control+Shift+ArrowRight", "2");
  await expectSpans(person, itemId, [
    span(LETTER, "Ada Lovelace"),
    span(LETTER, "Charles Babbage"),
    span(LETTER, "London"),
  ]);
  // The end of the last one to the year, its start back by a word, then as it was.
  await press("]", "]", "{");
  await expectSpans(person, itemId, [
    span(LETTER, "Ada Lovelace"),
    span(LETTER, "Charles Babbage"),
    span(LETTER, "in London in 1833"),
  ]);
  await press("Control+z", "Control+z", "Control+z");
  // From person to place: the relation, from the keyboard too.
  await press("k", "r", "j", "r");
  await expect(list().getByRole("option", { name: /lives in/ })).toHaveCount(1);
  await press("Escape", "6", "8", "9");
  await expect(page.getByRole("radio", { name: "Science" })).toBeChecked();
  await expectSaved(page);
  await page.reload();
  await expect(list().getByRole("option")).toHaveCount(7);
  const stored = await storedOf(person, itemId);
  const ids = new Map(stored.map(({ id, text }) => [id, text]));
  const relation = stored.find(({ geometry }) => geometry.kind === "relation")?.geometry;
  if (relation?.kind !== "relation") throw new Error("The relation is not stored.");
  expect([ids.get(relation.from), ids.get(relation.to)]).toEqual(["Charles Babbage", "London"]);
});

test("emoji, joiners, combining marks and astral characters shift nothing", async () => {
  const { itemIds } = await open(SIGNS);
  const pieces = [
    "👩‍👩‍👧‍👦",
    "𝒳avier",
    "Zu\u0308rich",
    "🇨🇭",
    "👍🏽",
    "Amélie",
    "𠮷野家",
    "Tokyo",
    "😀",
  ];
  for (const [i, piece] of pieces.entries()) {
    await dragOver(page, piece);
    await page.keyboard.press(String((i % 3) + 1));
  }
  await expectSpans(
    person,
    itemIds[0] ?? "",
    pieces.map((piece) => span(SIGNS, piece)),
  );
  for (const { geometry, text } of await storedOf(person, itemIds[0] ?? "")) {
    if (geometry.kind !== "interval") continue;
    expect([...SIGNS].slice(geometry.start, geometry.end).join("")).toBe(text);
  }
});

test("two clicks take a word, three a sentence; spans overlap; a click selects the smallest", async () => {
  const { itemIds } = await open(LETTER);
  const babbage = await placeOf(page, "Babbage");
  await page.mouse.dblclick(babbage.left + 10, babbage.middle);
  await press("1");
  await page.mouse.click(babbage.left + 10, babbage.middle, { clickCount: 3 });
  await press("2");
  await dragOver(page, "Charles Babbage lived");
  await press("3");
  await expectSpans(person, itemIds[0] ?? "", [
    span(LETTER, "Charles Babbage lived in London in 1833."),
    span(LETTER, "Charles Babbage lived"),
    span(LETTER, "Babbage"),
  ]);
  await press("Escape");
  await page.mouse.click(babbage.left + 12, babbage.middle);
  await expect(list().getByRole("option", { selected: true })).toHaveText(/Babbage/);
  await expect(page.getByRole("textbox", { name: "Start" })).toHaveValue("28");
  await page.mouse.click(babbage.left + 12, babbage.middle);
  await expect(page.getByRole("textbox", { name: "Start" })).toHaveValue("20");
  // The end is dragged over the next words and stops at the end of one.
  const handle = await page.locator('[data-end="end"]').boundingBox();
  if (!handle) throw new Error("There is no handle.");
  const grabbed = await page.evaluate(
    ([x, y]) =>
      [-12, 0, 11].map((by) => document.elementFromPoint(x + by, y)?.getAttribute("data-end")),
    [handle.x + handle.width / 2, handle.y + handle.height + 8] as const,
  );
  expect(grabbed).toEqual(["end", "end", "end"]);
  const london = await placeOf(page, "London");
  const knobY = handle.y + handle.height + 4;
  await page.mouse.move(handle.x + handle.width / 2, knobY);
  await page.mouse.down();
  await page.mouse.move(london.left + 20, knobY, { steps: 4 });
  await page.mouse.move(london.right - 6, knobY);
  await page.mouse.up();
  await expect(page.getByRole("textbox", { name: "End" })).toHaveValue("51");
});

test("painting: the label first, then each selection; a click on a target relates", async () => {
  const { itemIds } = await open(LETTER);
  await press("2", "b");
  await dragOver(page, "London");
  await dragOver(page, "London", { nth: 1 });
  await press("Escape", "Escape");
  await dragOver(page, "Mary Somerville");
  await press("1", "4");
  const target = await placeOf(page, "London", 1);
  await page.mouse.click(target.left + 8, target.middle);
  await expectSpans(person, itemIds[0] ?? "", [
    span(LETTER, "London"),
    span(LETTER, "London", 1),
    span(LETTER, "Mary Somerville"),
  ]);
  await expect(list().getByRole("option", { name: /Mary Somerville → London/ })).toHaveCount(1);
  // A span takes its relations with it; one undo brings both back.
  await page.mouse.click(target.left + 8, target.middle);
  await press("Delete");
  await expect(list().getByRole("option")).toHaveCount(2);
  await press("Control+z");
  await expect(list().getByRole("option")).toHaveCount(4);
});

test("all matches are labelled after a look, and one undo takes them back", async () => {
  const { itemIds } = await open(LETTER);
  await dragOver(page, "London");
  await press("m");
  await page.getByRole("combobox", { name: "Label of the matches" }).selectOption("Place");
  const matches = page.getByRole("list", { name: "Matches" }).getByRole("listitem");
  await expect(matches).toHaveCount(2);
  await matches.nth(0).getByRole("checkbox").click();
  await page.getByRole("button", { name: "Label 1" }).click();
  await expectSpans(person, itemIds[0] ?? "", [span(LETTER, "London", 1)]);
  await page.getByTestId("text").focus();
  await press("Control+z");
  await expect(list()).toHaveCount(0);
  await press("Control+f");
  await page.getByRole("textbox", { name: "Find in the text" }).fill("ADA");
  await expect(page.getByText("2 matches")).toBeVisible();
  await page.getByRole("button", { name: "Match case" }).click();
  await expect(page.getByText("No match", { exact: true })).toBeVisible();
});

test("questions about the whole: one of, many of, and a text that is written", async () => {
  const { itemIds } = await open(LETTER);
  await page.getByRole("radio", { name: "Science" }).focus();
  await press("2");
  await expect(page.getByRole("radio", { name: "Sport" })).toBeChecked();
  await page.getByRole("checkbox", { name: "Funny" }).click();
  await page.getByRole("checkbox", { name: "Long" }).click();
  await page.getByTestId("text").focus();
  const summary = page.getByRole("textbox", { name: "Summary" });
  await press("0");
  await expect(summary).toBeFocused();
  await summary.fill("A letter about an engine 🚂.");
  await summary.press("Escape");
  await expect
    .poll(async () =>
      (await storedOf(person, itemIds[0] ?? "")).map(
        ({ geometry, text = "" }) => `${geometry.kind} ${text}`,
      ),
    )
    .toHaveLength(4);
  const stored = await storedOf(person, itemIds[0] ?? "");
  expect(stored.map(({ text }) => text).filter(Boolean)).toEqual(["A letter about an engine 🚂."]);
});

test("from right to left: mouse and arrows go with the text", async () => {
  const { itemIds } = await open(ARABIC);
  await expect(page.locator(".tx-text").first()).toHaveAttribute("dir", "rtl");
  await press("Control+Shift+ArrowLeft", "1");
  await dragOver(page, "آدا", { isRtl: true });
  await press("2");
  await dragOver(page, "London");
  await press("3");
  await expectSpans(person, itemIds[0] ?? "", [
    span(ARABIC, "مرحبا"),
    span(ARABIC, "آدا"),
    span(ARABIC, "London"),
  ]);
});

test("hostile text is text: nothing runs, what is hidden is shown, offsets hold", async () => {
  const { itemIds } = await open(HOSTILE);
  await expect(page.getByTestId("text")).toContainText("<script>document.title='owned'</script>");
  await expect(page).not.toHaveTitle("owned");
  await expect(page.locator('[data-name="NUL"]')).toBeVisible();
  await expect(page.locator('[data-name="RLO"]')).toBeVisible();
  await expect(page.locator('[data-name="ZWSP"]')).toBeVisible();
  for (const nth of [0, 1, 2]) {
    await dragOver(page, "Ada", { nth });
    await press("1");
  }
  await dragOver(page, "gnp.exe");
  await press("2");
  await expectSpans(person, itemIds[0] ?? "", [
    span(HOSTILE, "Ada"),
    span(HOSTILE, "gnp.exe"),
    span(HOSTILE, "Ada", 1),
    span(HOSTILE, "Ada", 2),
  ]);
  await press("Escape", "v");
  await expect(page.locator("[data-name]")).toHaveCount(0);
});

test("a single line of ten million characters opens, scrolls and is labelled at its end", async () => {
  const line = `${"lorem 😀 ipsum dolor sit amet. ".repeat(330_000)}The end`;
  const { itemIds } = await open(line);
  await press("Control+End", "Control+Shift+ArrowLeft", "1");
  const length = [...line].length;
  await expectSpans(person, itemIds[0] ?? "", [`${length - 3}-${length} end`]);
});

test("a text of a million lines is scrolled to its end, by keys, by the bar and by the wheel", async () => {
  const text = Array.from({ length: 1_000_000 }, (_, n) => `line${n + 1}`).join("\n");
  const { itemIds } = await open(text);
  const pane = page.getByTestId("text");
  const line = (n: number) => page.locator(`[data-line="${n}"]`);
  await press("Control+End");
  await expect(line(1_000_000)).toBeInViewport();
  await dragOver(page, "line1000000");
  await press("1");
  await expectSpans(person, itemIds[0] ?? "", [span(text, "line1000000")]);
  await pane.evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(line(1)).toBeInViewport();
  await pane.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
  await expect(line(500_043)).toBeInViewport();
  await pane.hover();
  const before = await line(500_043).boundingBox();
  await page.mouse.wheel(0, 100);
  await expect
    .poll(async () => (before?.y ?? 0) - ((await line(500_043).boundingBox())?.y ?? 0))
    .toBeCloseTo(100, 0);
  await pane.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await expect(line(1_000_000)).toBeInViewport();
});

test("work done offline arrives later", async () => {
  const { itemIds } = await open(LETTER);
  await page.context().setOffline(true);
  await dragOver(page, "Mary Somerville");
  await press("1");
  await expect(page.getByText(/^Offline/).first()).toBeVisible();
  await page.context().setOffline(false);
  await expectSpans(person, itemIds[0] ?? "", [span(LETTER, "Mary Somerville")]);
});

test("by finger: what the phone selected is labelled by a tap, and ends are dragged", async ({
  browser,
}) => {
  const { projectId, itemIds } = await projectWithTexts(person, [LETTER]);
  const itemId = itemIds[0] ?? "";
  const storageState = await person.context.storageState();
  const context = await browser.newContext({ baseURL: server.url, hasTouch: true, storageState });
  page = await context.newPage();
  await openText(page, projectId, itemId);
  const babbage = await placeOf(page, "Babbage");
  await page.touchscreen.tap(babbage.left + 10, babbage.middle);
  // What a long press and the handles of a phone do.
  await page.evaluate(() => {
    const node = document.querySelector('[data-line="3"] .tx-text')?.firstChild;
    if (node) document.getSelection()?.setBaseAndExtent(node, 8, node, 15);
  });
  await expect(page.getByText("7 characters")).toBeVisible();
  const bar = page.getByRole("group", { name: "Labels for the text" });
  const chip = await bar.getByRole("button", { name: "Person" }).boundingBox();
  if (!chip) throw new Error("There is no label to tap.");
  await page.touchscreen.tap(chip.x + 10, chip.y + 10);
  await expectSpans(person, itemId, [span(LETTER, "Babbage")]);
  const handle = await page.locator('[data-end="start"]').boundingBox();
  const goal = await placeOf(page, "Charles");
  if (!handle) throw new Error("There is no handle.");
  const touch = await context.newCDPSession(page);
  const at = (x: number, y: number) => ({ touchPoints: [{ x, y }] });
  const knob = { x: handle.x + handle.width / 2, y: handle.y - 6 };
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", ...at(knob.x, knob.y) });
  await touch.send("Input.dispatchTouchEvent", { type: "touchMove", ...at(goal.left + 9, knob.y) });
  await touch.send("Input.dispatchTouchEvent", { type: "touchMove", ...at(goal.left + 6, knob.y) });
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expectSpans(person, itemId, [span(LETTER, "Charles Babbage")]);
  await context.close();
});

test("no grave finding of axe, with spans, a relation, the search and the options open", async () => {
  await open(LETTER);
  await dragOver(page, "Charles Babbage");
  await press("1");
  await dragOver(page, "London");
  await press("2", "k", "r", "j", "r");
  await expectAccessible(page, "the text editor");
  await press("Control+f");
  await page.getByRole("textbox", { name: "Find in the text" }).fill("London");
  await page.getByRole("button", { name: "Label all matches" }).click();
  await expectAccessible(page, "the search with its matches");
});
