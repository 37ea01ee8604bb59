import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { drawBox, expectSaved, openEditor } from "./support/canvas";
import { inviteTo, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { dragSound, openRecording, projectWithRecordings, toneWav } from "./support/recordings";
import { startServer, type TestServer } from "./support/server";
import { openText, placeOf, projectWithTexts } from "./support/texts";

let server: TestServer;
test.beforeEach(async () => {
  server = await startServer();
});
test.afterEach(async () => {
  await server.dispose();
});

const here = (page: Page) => page.getByRole("list", { name: "Also here" });
const pin = (page: Page) => page.getByRole("button", { name: /^Comment 1: / });
const bell = (page: Page, unread: number) =>
  page.getByRole("button", { name: `Notifications, ${unread} unread` });

test("two people on one item see each other, each other's work, and talk about it", async ({
  browser,
}) => {
  const olga = await signUpOwner(browser, server);
  const photos = [{ name: "street.jpg", bytes: await photo(1) }];
  const { projectId, itemIds } = await projectWithPhotos(olga, { photos });
  const itemId = itemIds[0] ?? "";
  const ann = await inviteTo(browser, server, {
    owner: olga,
    projectId,
    role: "annotator",
    name: "Ann Lee",
  });

  await test.step("each sees that the other is here", async () => {
    await openEditor(olga.page, projectId, itemId);
    await openEditor(ann.page, projectId, itemId);
    await expect(here(olga.page).getByRole("img", { name: /^Ann Lee/ })).toBeVisible();
    await expect(here(ann.page).getByRole("img", { name: /^Olga Owner/ })).toBeVisible();
    await expect(ann.page.getByText("Olga Owner is working on this too")).toBeVisible();
  });

  await test.step("what one draws appears for the other, also after the server was away", async () => {
    await olga.page.keyboard.press("b");
    await drawBox(olga.page, [0.3, 0.3], [0.5, 0.5]);
    await expect(ann.page.getByText("1 annotation", { exact: false }).first()).toBeVisible();
    await expectSaved(olga.page);
    await server.restart();
    await drawBox(olga.page, [0.6, 0.6], [0.8, 0.8]);
    await expectSaved(olga.page, { timeout: 30_000 });
    await expect(ann.page.getByText("2 annotations", { exact: false }).first()).toBeVisible({
      timeout: 30_000,
    });
  });

  await test.step("a comment on a box, with a mention, is pinned there and told", async () => {
    const { page } = olga;
    await page.keyboard.press("v");
    await page.keyboard.press("Shift+T");
    const field = page.getByRole("combobox", { name: "Comment, @ mentions somebody" });
    await field.pressSequentially("@an");
    await page.getByRole("option", { name: "Ann Lee" }).click();
    await field.pressSequentially("is this a car? https://example.test/cars");
    await page.keyboard.press("Control+Enter");
    await expect(pin(page)).toBeVisible();
    await expect(page.getByRole("link", { name: "https://example.test/cars" })).toBeVisible();
    await expect(pin(ann.page)).toBeVisible();
    await expect(bell(ann.page, 1)).toBeVisible();
  });

  await test.step("the notification leads to the thread, which is answered and resolved", async () => {
    const { page } = ann;
    await bell(page, 1).click();
    await page.getByRole("link", { name: /^Olga Owner mentioned you/ }).click();
    const field = page.getByRole("combobox", { name: "Reply, @ mentions somebody" });
    await field.fill("No, a van.");
    await page.getByRole("button", { name: "Reply", exact: true }).click();
    await expect(olga.page.getByText("No, a van.")).toBeVisible();
    // She has the thread before her: that is no news.
    await expect(bell(olga.page, 1)).toBeHidden();
    await expectAccessible(olga.page, "the editor with comments");
    await olga.page.getByRole("button", { name: "Mark as resolved" }).click();
    await expect(pin(page)).toBeHidden();
    await expect(pin(olga.page)).toBeHidden();
  });

  await test.step("the list of items shows where people are, until they leave", async () => {
    await olga.page.goto(`/projects/${projectId}/items`);
    await expect(olga.page.getByRole("img", { name: "Ann Lee is here" })).toBeVisible();
    await ann.page.goto("/notifications");
    await expect(olga.page.getByRole("img", { name: "Ann Lee is here" })).toBeHidden();
    await expect(ann.page.getByRole("link", { name: /^Olga Owner mentioned you/ })).toBeVisible();
    await expectAccessible(ann.page, "the notifications");
  });
});

async function pinnedAt(page: Page): Promise<{ x: number; y: number }> {
  await expect(pin(page)).toBeVisible();
  const box = await pin(page).boundingBox();
  if (!box) throw new Error("The pin is not on screen.");
  // Its tip.
  return { x: box.x, y: box.y + box.height };
}

/** Asks for a place by key, points at it and says something about it. */
async function commentAt(page: Page, at: { x: number; y: number }): Promise<void> {
  // What comments are made with comes after the item.
  await expect(async () => {
    await page.keyboard.press("Shift+T");
    await expect(page.getByText("Press where the comment belongs")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.mouse.click(at.x, at.y);
  await page.getByRole("combobox", { name: "Comment, @ mentions somebody" }).fill("Is this right?");
  await page.keyboard.press("Control+Enter");
}

test("a comment stands at its point of an image, a text and a recording, also when they are opened anew", async ({
  browser,
}) => {
  const olga = await signUpOwner(browser, server);
  const { page } = olga;
  const near = (from: number, to: number) => expect(Math.abs(from - to)).toBeLessThan(4);

  const photos = await projectWithPhotos(olga, {
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  });
  await openEditor(page, photos.projectId, photos.itemIds[0] ?? "");
  const canvas = await page.getByTestId("canvas").boundingBox();
  if (!canvas) throw new Error("The canvas is not on screen.");
  const point = { x: canvas.x + canvas.width * 0.4, y: canvas.y + canvas.height * 0.6 };
  await commentAt(page, point);
  near((await pinnedAt(page)).x, point.x);
  await page.reload();
  near((await pinnedAt(page)).y, point.y);

  const texts = await projectWithTexts(olga, [
    `Dear Ada,\n${"a line of words\n".repeat(300)}Yours`,
  ]);
  await openText(page, texts.projectId, texts.itemIds[0] ?? "");
  const word = await placeOf(page, "words", 3);
  await commentAt(page, { x: word.left + 2, y: word.middle });
  near((await pinnedAt(page)).x, word.left);
  await openText(page, texts.projectId, texts.itemIds[0] ?? "");
  near((await pinnedAt(page)).y, (await placeOf(page, "words", 3)).top);

  const voices = await projectWithRecordings(olga, [
    { name: "call.wav", bytes: toneWav([{ seconds: 10, hz: [400] }]) },
  ]);
  await openRecording(page, voices.projectId, voices.itemIds[0] ?? "");
  const sound = await page.getByTestId("sound").boundingBox();
  if (!sound) throw new Error("The sound is not on screen.");
  const at = { x: sound.x + sound.width * 0.5, y: sound.y + sound.height * 0.3 };
  await commentAt(page, at);
  near((await pinnedAt(page)).x, at.x);
  await openRecording(page, voices.projectId, voices.itemIds[0] ?? "");
  near((await pinnedAt(page)).x, at.x);
  await dragSound(page, 0.1, 0.3);
  await expect(pin(page)).toBeVisible();
});
