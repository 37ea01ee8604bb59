import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { type Person, signUpOwner } from "./support/people";
import {
  dragSound,
  expectRegions,
  openRecording,
  pointAt,
  projectWithRecordings,
  storedRegions,
  toneWav,
} from "./support/recordings";
import { startServer, type TestServer } from "./support/server";
import { storedOf } from "./support/texts";

/** Of 10 s; another number gives other bytes. */
const recording = (n: number) => ({
  name: `call ${n}.wav`,
  bytes: toneWav([
    { seconds: 1, hz: [0] },
    { seconds: 2, hz: [400 + n] },
    { seconds: 7, hz: [0] },
  ]),
});

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

async function open(count = 1) {
  const files = Array.from({ length: count }, (_, n) => recording(n + 1));
  const made = await projectWithRecordings(person, files);
  const itemId = made.itemIds[0] ?? "";
  await openRecording(page, made.projectId, itemId);
  return { ...made, itemId };
}
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const options = () => page.getByRole("listbox", { name: "Annotations" }).getByRole("option");
const textAt = (start: string) => page.getByRole("textbox", { name: `What is said at ${start}` });
const stateOf = async (itemId: string) =>
  (await person.api.get<{ item: { state: string } }>(`/api/v1/items/${itemId}/open`)).item.state;

test("an afternoon of calls: the guide, the palette, an earlier version, submitted and skipped, found again", async () => {
  const { projectId, itemIds, itemId } = await open(3);
  await page.request.patch(`/api/v1/projects/${projectId}`, {
    headers: { origin: server.url },
    data: { guide: "Mark **each caller**, and write down every word." },
  });
  await openRecording(page, projectId, itemId);
  await dragSound(page, 0.1, 0.3);
  await press("w");
  await page.keyboard.type("good afternoon, Bergen");
  await press("Escape");
  await expectRegions(person, itemId, [/good afternoon, Bergen$/]);

  // What the project wants, beside the sound.
  await press("i");
  await expect(page.getByText("Mark each caller, and write down every word.")).toBeVisible();
  await expect(page.getByText(/16000 Hz, 1 channel/)).toBeVisible();

  // A command by its name.
  await page.mouse.click(...(await pointAt(page, 0.2)));
  await press("Control+k");
  await expect(page.getByPlaceholder("Type a command")).toBeFocused();
  await page.keyboard.type("split at");
  await press("Enter");
  await expectRegions(person, itemId, [/good afternoon, Bergen/, /^/]);

  // Back to the version before, and back again.
  await page.getByRole("tab", { name: "History" }).click();
  const entries = page.getByRole("list", { name: "History" }).getByRole("listitem");
  await expect(entries).toHaveCount(3);
  await entries.nth(1).getByRole("button", { name: "Bring this version back" }).click();
  await expectRegions(person, itemId, [/good afternoon, Bergen$/]);
  const toast = page.getByRole("listitem").filter({ hasText: "brought back" });
  await toast.getByRole("button", { name: "Undo" }).click();
  await expectRegions(person, itemId, [/good afternoon, Bergen/, /^/]);

  // On to the next ones.
  await page.getByTestId("sound").focus();
  await press("Enter");
  await expect(page.getByRole("heading", { name: "call 2.wav" })).toBeVisible();
  await press("s");
  await expect(page.getByRole("heading", { name: "call 3.wav" })).toBeVisible();
  await press("e");
  await expect
    .poll(() => Promise.all(itemIds.map(stateOf)))
    .toEqual(["submitted", "skipped", "submitted"]);

  // What was said is found, with a picture of its sound.
  await page.goto(`/projects/${projectId}/items`);
  await expect(page.getByRole("gridcell")).toHaveCount(3);
  await page.getByRole("searchbox", { name: "Search transcripts" }).fill("Bergen");
  await expect(page.getByRole("gridcell")).toHaveCount(1);
  await expect(page.getByRole("gridcell").first()).toContainText("call 1.wav");
});

test("work done offline survives a reload and arrives when the network is back", async () => {
  const { itemId } = await open();
  await dragSound(page, 0.1, 0.2);
  await expectRegions(person, itemId, [/^/]);
  // Only the operations are cut off, so that the page itself can be loaded again.
  await page.context().route("**/ops", (route) => route.abort("internetdisconnected"));
  await dragSound(page, 0.4, 0.6);
  await press("w");
  await page.keyboard.type("said on the train");
  await press("Escape");
  await expect(page.getByText(/^Offline/).first()).toBeVisible();
  await page.reload();
  await expect(textAt("0:04.000")).toHaveValue("said on the train");
  expect(await storedRegions(person, itemId)).toHaveLength(1);
  await page.context().unroute("**/ops");
  await expectRegions(person, itemId, [/^/, /said on the train$/]);
});

test("two tabs move the same region while one is offline: both versions are shown and kept", async () => {
  const { projectId, itemId } = await open();
  await dragSound(page, 0.2, 0.4);
  await expectRegions(person, itemId, [/^2\.0\d\d-4\.0\d\d$/]);
  const second = await person.context.newPage();
  await openRecording(second, projectId, itemId);

  await page.bringToFront();
  await page.route("**/ops", (route) => route.abort("internetdisconnected"));
  await press("Control+Shift+ArrowRight");
  await expect(page.getByRole("button", { name: /^Offline/ })).toBeVisible();

  await second.bringToFront();
  await second.getByTestId("sound").focus();
  await second.keyboard.press("k");
  for (let n = 0; n < 3; n += 1) await second.keyboard.press("Control+Shift+ArrowLeft");
  await expectRegions(person, itemId, [/^1\.7\d\d-3\.7\d\d$/]);

  await page.bringToFront();
  await page.unroute("**/ops");
  await page.getByRole("button", { name: "1 conflict" }).click({ timeout: 60_000 });
  await expect(page.getByRole("figure", { name: /^Both versions in time/ })).toBeVisible();
  await expectAccessible(page, "a conflict about a region");
  await page.getByRole("button", { name: "Keep both" }).click();
  await expectRegions(person, itemId, [/^1\.7\d\d-3\.7\d\d$/, /^2\.1\d\d-4\.1\d\d$/]);
});

type At = { x: number; y: number };

test("two fingers zoom and push, a pen draws beside the palm, a finger draws", async ({
  browser,
}) => {
  const { projectId, itemIds } = await projectWithRecordings(person, [recording(1)]);
  const itemId = itemIds[0] ?? "";
  const storageState = await person.context.storageState();
  const context = await browser.newContext({ baseURL: server.url, hasTouch: true, storageState });
  page = await context.newPage();
  const hand = await context.newCDPSession(page);
  await openRecording(page, projectId, itemId);
  const at = async (across: number, down = 0.2): Promise<At> => {
    const [x, y] = await pointAt(page, across, down);
    return { x, y };
  };
  const lengths = async () =>
    (await storedRegions(person, itemId)).map((region) => {
      const [start = 0, end = 0] = region.split("-").map(Number);
      return end - start;
    });

  // A finger: a fifth of 10 s.
  await touch(hand, "touchStart", await at(0.4));
  for (const across of [0.45, 0.5, 0.6]) await touch(hand, "touchMove", await at(across));
  await touch(hand, "touchEnd");
  await expect.poll(lengths).toEqual([expect.closeTo(2, 1)]);

  // Two: twice as near, and no region is left behind.
  const { x: middle, y } = await at(0.5);
  const apart = (px: number): [At, At] => [
    { x: middle - px, y },
    { x: middle + px, y },
  ];
  await touch(hand, "touchStart", apart(50)[0]);
  await touch(hand, "touchStart", ...apart(50));
  for (const px of [60, 70, 80, 90, 100]) await touch(hand, "touchMove", ...apart(px));
  await touch(hand, "touchEnd");
  await expect(options()).toHaveCount(1);

  // The pen: a tenth of the view, which shows 5 s now; the palm lies beside it and moves.
  const [from, to] = [await at(0.05), await at(0.15)];
  const pen = (type: "mousePressed" | "mouseMoved" | "mouseReleased", point: At) =>
    hand.send("Input.dispatchMouseEvent", {
      ...{ type, ...point, button: "left", clickCount: 1, pointerType: "pen", force: 0.5 },
      buttons: type === "mouseReleased" ? 0 : 1,
    });
  const palm = await at(0.7, 0.5);
  await pen("mousePressed", from);
  await pen("mouseMoved", { x: (from.x + to.x) / 2, y });
  await touch(hand, "touchStart", palm);
  await touch(hand, "touchMove", { x: palm.x + 40, y: palm.y });
  await pen("mouseMoved", to);
  await touch(hand, "touchEnd");
  await pen("mouseReleased", to);
  await expect.poll(lengths).toEqual([expect.closeTo(0.5, 1), expect.closeTo(2, 1)]);
  // The page itself neither scrolled nor zoomed.
  const view = await page.evaluate(() => [visualViewport?.scale, scrollX, scrollY]);
  expect(view).toEqual([1, 0, 0]);
  await context.close();
});

async function touch(
  hand: CDPSession,
  type: "touchStart" | "touchMove" | "touchEnd",
  ...fingers: At[]
): Promise<void> {
  const touchPoints = fingers.map((finger, id) => ({ ...finger, id }));
  await hand.send("Input.dispatchTouchEvent", { type, touchPoints });
}

test("a long recording: what the server is doing is said, and a proxy that gives up loses nothing", async () => {
  const { projectId } = await projectWithRecordings(person, []);
  const answers: number[] = [];
  await page.route("**/api/v1/uploads/*/ingest", async (route) => {
    const turn = answers.length;
    if (turn === 0) {
      answers.push(202);
      await route.fulfill({ status: 202, json: { kind: "preparing", share: 0.42 } });
    } else if (turn === 1) {
      // Seen by the person before the proxy gives up.
      await expect(page.getByText("Preparing, 42%")).toBeVisible();
      answers.push((await route.fetch()).status());
      await route.fulfill({ status: 504, body: "gateway timeout" });
    } else {
      const response = await route.fetch();
      answers.push(response.status());
      await route.fulfill({ response });
    }
  });
  await page.goto(`/projects/${projectId}/items`);
  const bytes = toneWav([{ seconds: 80, hz: [300] }]);
  await page
    .getByLabel("Choose files")
    .and(page.locator("input"))
    .setInputFiles({ name: "talk.wav", mimeType: "audio/wav", buffer: bytes });
  await page.getByRole("button", { name: /^Preparing on the server:/ }).click();
  const sheet = page.getByRole("dialog", { name: "Uploads" });
  await expect(sheet.locator("dl")).toContainText(/Added1Already here0Problems0/, {
    timeout: 60_000,
  });
  expect(answers).toEqual([202, 200, 200]);
  await press("Escape");
  await expect(page.getByRole("gridcell")).toHaveCount(1);
});

test("in Spanish, in both themes, without a grave finding of axe", async () => {
  const { projectId, itemIds } = await projectWithRecordings(person, [recording(1)]);
  const itemId = itemIds[0] ?? "";
  await person.context.addCookies([{ name: "trazo-locale", value: "es", url: server.url }]);
  await openRecording(page, projectId, itemId);
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await dragSound(page, 0.1, 0.3);
  await press("w");
  await page.keyboard.type("¿qué tal?");
  await press("Escape", "a");
  await page.keyboard.type("Íñigo");
  await press("Enter");
  await expect
    .poll(async () => (await storedOf(person, itemId)).map(({ attributes }) => attributes))
    .toEqual([{ speaker: "Íñigo" }]);
  await expect(page.getByRole("combobox", { name: "Hablante en 0:01.000" })).toHaveValue("Íñigo");
  await expectAccessible(page, "the audio editor in Spanish");
  await page.getByRole("button", { name: "Opciones del sonido" }).click();
  const scale = page.getByLabel("Escala de frecuencias");
  await scale.selectOption({ label: "Mel" });
  await expectAccessible(page, "the options of sound in Spanish");
  await page.reload();
  await page.getByRole("button", { name: "Opciones del sonido" }).click();
  await expect(scale).toHaveValue("mel");
  await page.goto(`/projects/${projectId}/items`);
  await expect(page.getByRole("gridcell")).toHaveCount(1);
  await expectAccessible(page, "the items of an audio project in Spanish");
});
