import { expect, type Page } from "@playwright/test";
import type { NewLabel } from "../../lib/api/projects";
import type { Person } from "./people";
import { storedOf } from "./texts";

export const AUDIO_LABELS: readonly NewLabel[] = [
  { name: "Speech", geometries: ["interval"] },
  { name: "Music", geometries: ["interval"] },
  { name: "Noise", geometries: ["interval"] },
  { name: "Clean", geometries: ["whole"], answer: { question: "Quality", kind: "one" } },
  { name: "Noisy", geometries: ["whole"], answer: { question: "Quality", kind: "one" } },
  { name: "Summary", geometries: ["whole"], answer: { question: "Summary", kind: "text" } },
];

/** A stretch of sound: a tone, or silence at 0 Hz; each channel has its own. */
export type Tone = { seconds: number; hz: readonly number[] };

/** 16 bit PCM, so that what is where is known to the sample. */
export function toneWav(tones: readonly Tone[], sampleRate = 16_000): Buffer {
  const channels = tones[0]?.hz.length ?? 1;
  const frames = tones.reduce((sum, { seconds }) => sum + Math.round(seconds * sampleRate), 0);
  const bytes = Buffer.alloc(44 + frames * channels * 2);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(frames * channels * 2, 40);
  let at = 44;
  for (const { seconds, hz } of tones) {
    for (let n = 0; n < Math.round(seconds * sampleRate); n += 1) {
      for (const each of hz) {
        const value = Math.round(0.5 * 32_767 * Math.sin((2 * Math.PI * each * n) / sampleRate));
        bytes.writeInt16LE(value, at);
        at += 2;
      }
    }
  }
  return bytes;
}

/** A project of recordings, one item for each; returns the ids in order. */
export async function projectWithRecordings(
  { api }: Person,
  recordings: readonly { name: string; bytes: Buffer }[],
): Promise<{ projectId: string; itemIds: string[] }> {
  const { id: projectId } = await api.post<{ id: string }>("/api/v1/projects", {
    name: "Voices",
    mediaKind: "audio",
    labels: AUDIO_LABELS,
  });
  const itemIds: string[] = [];
  for (const { name, bytes } of recordings) {
    const { itemId } = await api.put<{ itemId: string }>(
      `/api/v1/projects/${projectId}/files?name=${encodeURIComponent(name)}`,
      bytes,
    );
    itemIds.push(itemId);
  }
  return { projectId, itemIds };
}

/** Opens a recording in the editor and waits until its sound is drawn and has the keyboard. */
export async function openRecording(page: Page, projectId: string, itemId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/items/${itemId}`);
  await page.locator(`[data-drawn="${itemId}"]`).waitFor();
  await page.getByTestId("sound").focus();
}

/** Client px of a share of the sound's width, at a share of its height. */
export async function pointAt(page: Page, across: number, down = 0.2): Promise<[number, number]> {
  const area = await page.getByTestId("sound").boundingBox();
  if (!area) throw new Error("The sound is not on screen.");
  return [area.x + area.width * across, area.y + area.height * down];
}

/** Drags over the sound by shares of its width; Alt keeps it from snapping. */
export async function dragSound(
  page: Page,
  from: number,
  to: number,
  { down = 0.2, isExact = true } = {},
): Promise<void> {
  await page.mouse.move(...(await pointAt(page, from, down)));
  if (isExact) await page.keyboard.down("Alt");
  await page.mouse.down();
  await page.mouse.move(...(await pointAt(page, (from + to) / 2, down)));
  await page.mouse.move(...(await pointAt(page, to, down)));
  await page.mouse.up();
  if (isExact) await page.keyboard.up("Alt");
}

/** The stored regions as "start-end text", rounded to ms, in the order of time. */
export async function storedRegions(person: Person, itemId: string): Promise<string[]> {
  const stored = await storedOf(person, itemId);
  return stored
    .flatMap(({ geometry, text }) => (geometry.kind === "interval" ? [{ ...geometry, text }] : []))
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .map(({ start, end, text }) =>
      [`${start.toFixed(3)}-${end.toFixed(3)}`, text].filter(Boolean).join(" "),
    );
}

export async function expectRegions(
  person: Person,
  itemId: string,
  expected: readonly (string | RegExp)[],
): Promise<void> {
  await expect
    .poll(async () => {
      const stored = await storedRegions(person, itemId);
      const isSame =
        stored.length === expected.length &&
        expected.every((each, n) =>
          typeof each === "string" ? stored[n] === each : each.test(stored[n] ?? ""),
        );
      return isSame ? "as expected" : stored;
    })
    .toBe("as expected");
}
