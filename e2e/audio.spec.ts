import fs from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { sharedData } from "../lib/testing/shared-data";
import { expectAccessible } from "./support/axe";
import { expectSaved } from "./support/canvas";
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

/** Sound from 1 to 3 s and from 4 to 6 s, of 10 s. */
const TONES = toneWav([
  { seconds: 1, hz: [0] },
  { seconds: 2, hz: [440] },
  { seconds: 1, hz: [0] },
  { seconds: 2, hz: [880] },
  { seconds: 4, hz: [0] },
]);
/** What the player may be off by when it is looked at, s. */
const LOOK_S = 0.03;
/** What an end may be missed by, s. */
const END_S = 0.01;
const SPEECH = [
  "silero/test.wav",
  "silero/test.mp3",
  "silero/test.opus",
  "librispeech_jfk/jfk.flac",
] as const;

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

async function open(...files: { name: string; bytes: Buffer }[]) {
  const made = await projectWithRecordings(person, files);
  const itemId = made.itemIds[0] ?? "";
  await openRecording(page, made.projectId, itemId);
  return { ...made, itemId };
}
const openTones = () => open({ name: "tones.wav", bytes: TONES });
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const list = () => page.getByRole("listbox", { name: "Annotations" });
const textAt = (start: string) => page.getByRole("textbox", { name: `What is said at ${start}` });
const playerState = () =>
  page
    .getByTestId("player")
    .evaluate((player: HTMLAudioElement) => ({ at: player.currentTime, isOn: !player.paused }));

/** Where the player is, at every frame for so long, while it plays. */
function watchPlayer(seconds: number): Promise<number[]> {
  return page.getByTestId("player").evaluate(
    (player: HTMLAudioElement, ms) =>
      new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        const endAt = performance.now() + ms;
        const look = () => {
          if (!player.paused && !player.seeking) seen.push(player.currentTime);
          if (performance.now() < endAt) requestAnimationFrame(look);
          else resolve(seen);
        };
        look();
      }),
    seconds * 1_000,
  );
}

test("regions are drawn, snap to sound and neighbours, are labelled, nudged, split, and stay", async () => {
  const { itemId } = await openTones();
  // Both ends near where the tone begins and ends.
  await dragSound(page, 0.097, 0.304, { isExact: false });
  await expectRegions(person, itemId, [
    /^(0\.98\d|0\.99\d|1\.0[01]\d)-(2\.98\d|2\.99\d|3\.0[01]\d)$/,
  ]);
  const [first = ""] = await storedRegions(person, itemId);
  const end = first.split("-")[1] ?? "";
  // Its start goes to the end of the neighbour, whose handles are out of the way.
  await press("Escape");
  await dragSound(page, 0.305, 0.45, { isExact: false });
  await expect
    .poll(async () => (await storedRegions(person, itemId))[1])
    .toMatch(new RegExp(`^${end}-`));
  await press("2");
  await expect(list().getByRole("option", { selected: true })).toHaveText(/Music/);
  const before = Number((await storedRegions(person, itemId))[1]?.split("-")[1]);
  await press("]", "]", "[", "Alt+ArrowRight", "Alt+ArrowDown");
  await expect
    .poll(async () => Number((await storedRegions(person, itemId))[1]?.split("-")[1]))
    .toBeCloseTo(before + 0.01 + 0.001 + 0.1, 3);
  // Split where a click put the playhead, then one again.
  await page.mouse.click(...(await pointAt(page, 0.2)));
  await press("c");
  await expect(list().getByRole("option")).toHaveCount(3);
  await expectRegions(person, itemId, [/-2\.0\d\d$/, /^2\.0\d\d-/, /^/]);
  await press("Control+z");
  await expect(list().getByRole("option")).toHaveCount(2);
  await press("Control+a", "m");
  await expect(list().getByRole("option")).toHaveCount(1);
  await press("Control+z");
  await expectSaved(page);
  const kept = await storedRegions(person, itemId);
  await page.reload();
  await expect(list().getByRole("option")).toHaveCount(2);
  expect(await storedRegions(person, itemId)).toEqual(kept);
});

test("a recording is labelled and written down without a mouse", async () => {
  const { itemId } = await openTones();
  await press("ArrowRight", "b", "ArrowRight", "ArrowRight", "b");
  await press("ArrowRight", "b", "ArrowRight", "ArrowRight", "b", "2");
  await expectRegions(person, itemId, ["1.000-3.000", "4.000-6.000"]);
  await press("k", "w");
  await expect(textAt("0:01.000")).toBeFocused();
  await page.keyboard.type("la la");
  await press("Enter");
  await expect(textAt("0:04.000")).toBeFocused();
  await page.keyboard.type("¿otra vez? 😀");
  await press("Escape");
  await expectRegions(person, itemId, ["1.000-3.000 la la", "4.000-6.000 ¿otra vez? 😀"]);
  // Who speaks, what the whole is like.
  await press("a");
  await page.keyboard.type("Ada");
  await press("Enter", "5");
  await expect(page.getByRole("radio", { name: "Noisy" })).toBeChecked();
  await expect
    .poll(async () =>
      (await storedOf(person, itemId)).map(({ attributes }) => attributes["speaker"]),
    )
    .toContain("Ada");
  await expectSaved(page);
  await page.reload();
  await expect(textAt("0:04.000")).toHaveValue("¿otra vez? 😀");
  await expect(page.getByRole("radio", { name: "Noisy" })).toBeChecked();
});

test("what is selected is what is heard: once, and in a loop", async () => {
  const { itemId } = await openTones();
  await dragSound(page, 0.1, 0.2);
  await expectRegions(person, itemId, [/^/]);
  const [start = 0, end = 0] = ((await storedRegions(person, itemId))[0] ?? "")
    .split("-")
    .map(Number);
  await press("Shift+Space");
  const heard = await watchPlayer(1.6);
  expect(Math.min(...heard)).toBeGreaterThan(start - LOOK_S);
  expect(Math.max(...heard)).toBeLessThan(end + LOOK_S);
  expect(Math.max(...heard)).toBeGreaterThan(end - 3 * LOOK_S);
  const state = await playerState();
  expect(state.isOn).toBe(false);
  expect(Math.abs(state.at - end)).toBeLessThan(LOOK_S);
  await expect(page.getByTestId("position")).toHaveText(/^0:0[12]\.\d{3}$/);

  await press("r", "Space");
  await expect.poll(async () => (await playerState()).isOn).toBe(true);
  const looped = await watchPlayer(3.5);
  const over = looped.filter((at) => at > end + END_S);
  const under = looped.filter((at) => at < start - LOOK_S);
  expect({ over, under }).toEqual({ over: [], under: [] });
  const rounds = looped.filter((at, n) => n > 0 && at < (looped[n - 1] ?? 0) - 0.5).length;
  expect(rounds).toBeGreaterThanOrEqual(2);
  await press("Space");
  await expect.poll(async () => (await playerState()).isOn).toBe(false);

  // Faster, without another pitch; the loop off.
  await press("r", "Home", ">", ">", ">");
  const isPitchKept = await page
    .getByTestId("player")
    .evaluate((player: HTMLAudioElement) => [player.playbackRate, player.preservesPitch]);
  expect(isPitchKept).toEqual([2, true]);
});

test("while it plays, a label's key begins and ends a region where it is heard", async () => {
  const { itemId } = await openTones();
  await press("Space");
  await expect.poll(async () => (await playerState()).at).toBeGreaterThan(0.5);
  const from = (await playerState()).at;
  await press("1");
  await expect.poll(async () => (await playerState()).at).toBeGreaterThan(1.5);
  await press("2");
  await expect.poll(async () => (await playerState()).at).toBeGreaterThan(2);
  const to = (await playerState()).at;
  await press("1");
  await expect.poll(async () => (await playerState()).at).toBeGreaterThan(2.5);
  await press("2", "Space");
  await expect.poll(async () => (await storedRegions(person, itemId)).length).toBe(2);
  const [first = ""] = await storedRegions(person, itemId);
  const [start, end] = first.split("-").map(Number);
  // The test is slower than a hand: between its look and its key some frames go by.
  expect(Math.abs((start ?? 0) - from)).toBeLessThan(0.3);
  expect(Math.abs((end ?? 0) - to)).toBeLessThan(0.3);
});

test("the transcript plays its rows without leaving the field", async () => {
  await openTones();
  await dragSound(page, 0.1, 0.3);
  await dragSound(page, 0.4, 0.6);
  await textAt("0:04.000").click();
  await page.keyboard.type("word");
  await press("Control+Space");
  await expect.poll(async () => (await playerState()).at).toBeGreaterThan(4.2);
  expect((await playerState()).at).toBeLessThan(6);
  await expect(textAt("0:04.000")).toBeFocused();
  await press("Control+Space");
  await expect.poll(async () => (await playerState()).isOn).toBe(false);
  await press("Control+Enter");
  await expect.poll(async () => (await playerState()).isOn).toBe(true);
  expect((await playerState()).at).toBeLessThan(5);
  await page.keyboard.type("s");
  await expect(textAt("0:04.000")).toHaveValue("words");
  await press("Control+ArrowUp");
  await expect(textAt("0:01.000")).toBeFocused();
  await press("Tab");
  await expect(textAt("0:04.000")).toBeFocused();
});

test("handles resize, blocks in the lanes move, and undo takes it back", async () => {
  const { itemId } = await openTones();
  await dragSound(page, 0.2, 0.4);
  await expectRegions(person, itemId, [/^/]);
  const [drawn = ""] = await storedRegions(person, itemId);
  await dragSound(page, 0.4, 0.5);
  await expect
    .poll(async () => Number((await storedRegions(person, itemId))[0]?.split("-")[1]))
    .toBeCloseTo(5, 1);
  await dragSound(page, 0.3, 0.6, { down: 0.91 });
  await expect
    .poll(async () => Number((await storedRegions(person, itemId))[0]?.split("-")[0]))
    .toBeCloseTo(5, 1);
  await press("Control+z", "Control+z");
  await expectRegions(person, itemId, [drawn]);
  await press("Control+c", "End", "Control+v", "Delete", "Control+z");
  await expectSaved(page);
});

test("the sound is drawn from afar and close by, in both themes, and axe has nothing grave to say", async () => {
  await openTones();
  await dragSound(page, 0.1, 0.3);
  await press("w");
  await page.keyboard.type("a tone");
  await press("Escape");
  await expectAccessible(page, "the audio editor");
  await page.getByRole("button", { name: "Sound options" }).click();
  await expectAccessible(page, "the options of sound");
  await press("Escape");
  await press("z", "Shift+0", "+", "+", "+");
  await expect(page.getByTestId("sound")).toBeVisible();
});

for (const file of SPEECH) {
  test(`real speech opens and plays where it is sought: ${file}`, async () => {
    const folder = sharedData("audio");
    test.skip(folder === null, "The shared recordings are absent.");
    const bytes = fs.readFileSync(path.join(folder ?? "", file));
    const { itemId } = await open({ name: path.basename(file), bytes });
    await dragSound(page, 0.3, 0.9);
    await expectRegions(person, itemId, [/^/]);
    const [start = 0, end = 0] = ((await storedRegions(person, itemId))[0] ?? "")
      .split("-")
      .map(Number);
    await press("Shift+Space");
    // A file without a table of places is searched for the one that is sought.
    await expect.poll(async () => (await playerState()).at).toBeGreaterThan(start);
    const heard = await watchPlayer(Math.min(1, end - start));
    expect(heard.length).toBeGreaterThan(5);
    expect(Math.min(...heard)).toBeGreaterThan(start - LOOK_S);
    expect(Math.max(...heard)).toBeLessThan(end + LOOK_S);
  });
}
