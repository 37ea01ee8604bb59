import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { expectSaved, expectStored, layerOf, openEditor } from "./support/canvas";
import { type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

type At = { x: number; y: number };

let server: TestServer;
let person: Person;
let page: Page;
let layerId: string;
let hand: CDPSession;
test.beforeEach(async ({ browser }) => {
  server = await startServer();
  person = await signUpOwner(browser, server);
  const { projectId, itemIds } = await projectWithPhotos(person, {
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  });
  const itemId = itemIds[0] ?? "";
  layerId = await layerOf(person, itemId);
  const state = await person.context.storageState();
  const context = await browser.newContext({
    baseURL: server.url,
    hasTouch: true,
    storageState: state,
  });
  page = await context.newPage();
  hand = await context.newCDPSession(page);
  await openEditor(page, projectId, itemId);
});
test.afterEach(async () => {
  await page.context().close();
  await server.dispose();
});

/** A place on the canvas, as shares of it, in px of the page. */
async function at(x: number, y: number): Promise<At> {
  const area = await page.getByTestId("canvas").boundingBox();
  if (!area) throw new Error("The canvas is not on screen.");
  return { x: area.x + area.width * x, y: area.y + area.height * y };
}

async function touch(type: "touchStart" | "touchMove" | "touchEnd", ...fingers: At[]) {
  const touchPoints = fingers.map((finger, id) => ({ ...finger, id }));
  await hand.send("Input.dispatchTouchEvent", { type, touchPoints });
}

async function swipe(from: At, to: At): Promise<void> {
  await touch("touchStart", from);
  for (const share of [0.25, 0.5, 0.75, 1]) await touch("touchMove", between(from, to, share));
  await touch("touchEnd");
}

function between(from: At, to: At, share: number): At {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

const zoom = async () =>
  Number.parseInt((await page.getByRole("button", { name: /^Zoom: / }).textContent()) ?? "", 10);

test("one finger draws with the box tool, and taps select and move", async () => {
  await page.getByRole("button", { name: "Draw boxes" }).tap();
  await swipe(await at(0.3, 0.3), await at(0.5, 0.5));
  await expectStored(person, layerId, 1);
  const select = page.getByRole("button", { name: "Select", exact: true });
  // The browser takes no tap for a click while it still thinks of the swipe before.
  await expect(async () => {
    await select.tap();
    await expect(select).toHaveAttribute("aria-pressed", "true", { timeout: 500 });
  }).toPass();
  const option = page.getByRole("listbox", { name: "Annotations" }).getByRole("option");
  const before = await option.textContent();
  await swipe(await at(0.4, 0.4), await at(0.45, 0.4));
  await expect(option).not.toHaveText(before ?? "");
  await expectSaved(page);
});

test("two fingers zoom and move the picture, and leave no box behind", async () => {
  await page.getByRole("button", { name: "Draw boxes" }).tap();
  const before = await zoom();
  const middle = await at(0.5, 0.5);
  const apart = (px: number, shift = 0): [At, At] => [
    { x: middle.x - px + shift, y: middle.y },
    { x: middle.x + px + shift, y: middle.y },
  ];
  // The second finger comes later, as hands do: what the first has begun is forgotten.
  await touch("touchStart", apart(40)[0]);
  await touch("touchMove", { x: middle.x - 60, y: middle.y });
  await touch("touchStart", ...apart(60));
  for (const px of [70, 80, 100, 120]) await touch("touchMove", ...apart(px));
  for (const shift of [10, 20, 40]) await touch("touchMove", ...apart(120, shift));
  await touch("touchEnd");
  await expect.poll(zoom).toBeGreaterThan(before * 1.8);
  await expect.poll(zoom).toBeLessThan(before * 2.2);
  await expect(page.getByText("No annotations").first()).toBeVisible();
  // The page itself neither scrolled nor zoomed.
  const view = await page.evaluate(() => [visualViewport?.scale, scrollX, scrollY]);
  expect(view).toEqual([1, 0, 0]);
});

test("a touch that the system takes away draws nothing, and the next one works", async () => {
  await page.getByRole("button", { name: "Draw boxes" }).tap();
  const from = await at(0.3, 0.3);
  await touch("touchStart", from);
  await touch("touchMove", await at(0.4, 0.4));
  await hand.send("Input.dispatchTouchEvent", { type: "touchCancel", touchPoints: [] });
  await expect(page.getByText("No annotations").first()).toBeVisible();
  await swipe(await at(0.5, 0.3), await at(0.6, 0.5));
  await expectStored(person, layerId, 1);
});

test("a pen draws, and a palm beside it does nothing", async () => {
  await page.getByRole("button", { name: "Draw boxes" }).tap();
  const from = await at(0.3, 0.3);
  const to = await at(0.45, 0.5);
  const pen = (type: "mousePressed" | "mouseMoved" | "mouseReleased", point: At) =>
    hand.send("Input.dispatchMouseEvent", {
      type,
      ...point,
      button: "left",
      buttons: type === "mouseReleased" ? 0 : 1,
      clickCount: 1,
      pointerType: "pen",
      force: 0.5,
    });
  await pen("mousePressed", from);
  await pen("mouseMoved", between(from, to, 0.5));
  const palm = await at(0.6, 0.8);
  await touch("touchStart", palm);
  await touch("touchMove", { x: palm.x + 20, y: palm.y });
  await touch("touchEnd");
  await pen("mouseMoved", to);
  await pen("mouseReleased", to);
  await expectStored(person, layerId, 1);
});
