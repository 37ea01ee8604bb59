import fs from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type Person, signUpOwner } from "./support/people";
import { openRecording, pointAt, projectWithRecordings, storedRegions } from "./support/recordings";
import { startServer, type TestServer } from "./support/server";

/** All of them are 1.5 s: silence, from 0.5 s to 1 s a tone, silence. See make-fixtures.sh beside them. */
const FOLDER = "lib/server/media/audio/testing";
const KINDS = [
  { name: "tone.mp3", type: "audio/mpeg" },
  { name: "tone.flac", type: "audio/flac" },
  { name: "tone.ogg", type: 'audio/ogg; codecs="vorbis"' },
  { name: "tone.opus", type: 'audio/ogg; codecs="opus"' },
  { name: "tone.webm", type: 'audio/webm; codecs="opus"' },
  { name: "tone.m4a", type: 'audio/mp4; codecs="mp4a.40.2"' },
  // ADTS has no place for the encoder's delay: it is heard.
  { name: "tone.aac", type: "audio/aac", lateS: 1_024 / 22_050 },
] as const;
/** What the player may be off by when it is looked at, s. */
const LOOK_S = 0.03;
/** From what the player says to what is heard of it, s: a frame, and what the sound card holds back. */
const HEARD_S = 0.09;

let server: TestServer;
let person: Person;

test.beforeEach(async ({ browser }) => {
  server = await startServer();
  person = await signUpOwner(browser, server);
});
test.afterEach(async () => {
  await server.dispose();
});

type Heard = { from: number | null; to: number | null };

/** Between which of its times the page's player gives sound, until it stops. Its sound goes through here from then on. */
function listen(page: Page): Promise<Heard> {
  return page.getByTestId("player").evaluate(
    (player: HTMLAudioElement) =>
      new Promise<Heard>((resolve) => {
        const context = new AudioContext();
        const analyser = new AnalyserNode(context, { fftSize: 256 });
        context.createMediaElementSource(player).connect(analyser).connect(context.destination);
        const wave = new Float32Array(analyser.fftSize);
        const heard: Heard = { from: null, to: null };
        let hasBegun = false;
        const look = () => {
          if (!player.paused) {
            hasBegun = true;
            const at = player.currentTime;
            analyser.getFloatTimeDomainData(wave);
            if (wave.some((value) => Math.abs(value) > 0.05)) {
              heard.from ??= at;
              heard.to = at;
            }
          } else if (hasBegun) {
            void context.close();
            resolve(heard);
            return;
          }
          requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** Where the player is at every frame, until it stops. */
function watch(page: Page): Promise<number[]> {
  return page.getByTestId("player").evaluate(
    (player: HTMLAudioElement) =>
      new Promise<number[]>((resolve) => {
        const positions: number[] = [];
        const look = () => {
          if (!player.paused && !player.seeking) positions.push(player.currentTime);
          else if (player.paused && positions.length > 0) {
            resolve(positions);
            return;
          }
          requestAnimationFrame(look);
        };
        look();
      }),
  );
}

test("every kind of recording is heard where it is drawn, and a region of it alone", async () => {
  const { page } = person;
  const files = KINDS.map(({ name }) => ({
    name,
    bytes: fs.readFileSync(path.join(FOLDER, name)),
  }));
  const { projectId, itemIds } = await projectWithRecordings(person, files);
  for (const [n, kind] of KINDS.entries()) {
    const { name, type } = kind;
    const lateS = "lateS" in kind ? kind.lateS : 0;
    const canPlay = await page.evaluate((of) => new Audio().canPlayType(of), type);
    if (canPlay === "") {
      const description = `${name}: this browser does not play ${type}.`;
      test.info().annotations.push({ type: "skipped", description });
      console.log(description);
      continue;
    }
    await test.step(name, async () => {
      const itemId = itemIds[n] ?? "";
      await openRecording(page, projectId, itemId);
      // Both ends are dragged to near the tone and go to where the picture has it.
      await page.mouse.move(...(await pointAt(page, 0.355)));
      await page.mouse.down();
      await page.mouse.move(...(await pointAt(page, 0.5)));
      await page.mouse.move(...(await pointAt(page, 0.675)));
      await page.mouse.up();
      await expect.poll(() => storedRegions(person, itemId)).toHaveLength(1);
      const [start = 0, end = 0] = ((await storedRegions(person, itemId))[0] ?? "")
        .split("-")
        .map(Number);
      expect(Math.abs(start - 0.5 - lateS), `${name} begins`).toBeLessThan(0.06);
      expect(Math.abs(end - 1 - lateS), `${name} ends`).toBeLessThan(0.07);

      // The whole, from the beginning: the sound comes and goes where it is drawn.
      await page.keyboard.press("Escape");
      await page.keyboard.press("Home");
      const whole = listen(page);
      await page.keyboard.press("Space");
      const { from, to } = await whole;
      expect(Math.abs((from ?? 9) - start), `${name} is heard from`).toBeLessThan(HEARD_S);
      expect(Math.abs((to ?? 9) - end), `${name} is heard to`).toBeLessThan(HEARD_S);

      // The region: nothing before it and nothing behind it.
      await openRecording(page, projectId, itemId);
      await page.keyboard.press("k");
      const alone = watch(page);
      await page.keyboard.press("Shift+Space");
      const positions = await alone;
      expect(Math.min(...positions), `${name} plays from`).toBeGreaterThan(start - LOOK_S);
      expect(Math.max(...positions), `${name} plays to`).toBeLessThan(end + LOOK_S);
      expect(Math.max(...positions), `${name} plays its end`).toBeGreaterThan(end - 3 * LOOK_S);
    });
  }
});
