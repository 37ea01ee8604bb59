import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toInt16 } from "@/lib/media/audio-peaks";
import { readSamples } from "@/lib/media/audio-plan";
import { sharedData } from "@/lib/testing/shared-data";
import { decodeSamples } from "./decode-samples";
import { openAudio } from "./open-audio";
import { recogniseAudio } from "./recognise-audio";
import { readSeekPoint, SeekTableBuilder } from "./seek-table";
import { fixture } from "./testing/fixtures";
import { makeWav, tone, type WavOptions } from "./testing/wav";

const RATE = 16_000;
const signal = new AbortController().signal;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trazo-audio-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(bytes: Uint8Array, name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** All that the player plays, and where decoding can begin for tiles of this size. */
async function decodeAll(path: string, tileSamples = 4_096) {
  const { container } = await recogniseAudio(path);
  const audio = await openAudio(path, container);
  const seeks = new SeekTableBuilder({ ...audio, tileSamples });
  const planes: number[][] = [];
  let decoded = 0;
  for await (const { channels, sampleRate: _rate, at } of audio.blocks()) {
    const length = channels[0]?.length ?? 0;
    seeks.add({ at, sample: decoded - audio.skip(), length });
    decoded += length;
    channels.forEach((samples, c) => {
      planes[c] ??= [];
      for (const value of samples) planes[c]?.push(toInt16(value));
    });
  }
  const skip = audio.skip();
  const end = skip + (audio.limit() ?? decoded);
  await audio.close();
  const channels = planes.map((plane) => Int16Array.from(plane.slice(skip, end)));
  return { container, channels, seeks: seeks.bytes() };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i += 1) {
    largest = Math.max(largest, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  }
  return largest;
}

const sound = [tone(5_000, 0.01), tone(5_000, 0.03, 0.25)];
const KINDS: [WavOptions["kind"], number][] = [
  ["u8", 128],
  ["s16", 1],
  ["s24", 1],
  ["s32", 1],
  ["f32", 1],
  ["f64", 1],
  ["mulaw", 700],
  ["alaw", 700],
];

test.each(KINDS)("WAV of the kind %s has the values that were written", async (kind, tolerance) => {
  for (const extra of [
    {},
    { isExtensible: true },
    { container: "RF64", hasExtraChunk: true },
  ] as const) {
    const bytes = makeWav({ channels: sound, sampleRate: RATE, kind, ...extra });
    const { channels } = await decodeAll(await fileOf(bytes, `${kind}.wav`));
    sound.forEach((samples, c) => {
      const expected = Int16Array.from(samples, toInt16);
      expect(largestDifference(channels[c] ?? [], expected)).toBeLessThanOrEqual(tolerance);
    });
  }
});

test("a float WAV is clipped, and what is no number in it is silent", async () => {
  const channel = Float32Array.from([0, 2, -2, Number.NaN, Number.POSITIVE_INFINITY, 0.5]);
  const bytes = makeWav({ channels: [channel], sampleRate: RATE, kind: "f32" });
  const { channels } = await decodeAll(await fileOf(bytes, "loud.wav"));
  expect([...(channels[0] ?? [])]).toEqual([0, 32_767, -32_768, 0, 32_767, 16_384]);
});

test("a recorder that did not know the length wrote the largest one: all that is there counts", async () => {
  for (const claimedBytes of [0xffff_ffff, 0x7fff_ffff, 0]) {
    const options = { channels: sound, sampleRate: RATE, kind: "s16", claimedBytes } as const;
    const { channels } = await decodeAll(await fileOf(makeWav(options), "stream.wav"));
    expect(channels[0]).toHaveLength(5_000);
  }
});

const FILES: [name: string, sampleRate: number, lateS: number][] = [
  ["tone.mp3", 22_050, 0],
  ["cover.mp3", 22_050, 0],
  ["tone.flac", 22_050, 0],
  ["tone.ogg", 22_050, 0],
  ["tone.opus", 48_000, 0],
  ["tone.webm", 48_000, 0],
  ["tone.m4a", 22_050, 0],
  ["film.mp4", 22_050, 0],
  // ADTS has no place for the encoder's delay: players play it.
  ["tone.aac", 22_050, 1_024 / 22_050],
];

test.each(FILES)(
  "%s sounds from 0.5 s to 1 s, each channel by itself",
  async (name, rate, lateS) => {
    const { channels } = await decodeAll(fixture(name));
    expect(channels).toHaveLength(2);
    const [left = 0, right = 0] = channels.map((plane) => {
      const middle = plane.subarray((0.6 + lateS) * rate, (0.9 + lateS) * rate);
      const power = middle.reduce((sum, value) => sum + (value / 32_768) ** 2, 0) / middle.length;
      return Math.sqrt(2 * power);
    });
    expect(left).toBeCloseTo(0.5, 1);
    expect(right).toBeCloseTo(0.25, 1);
    for (const plane of channels) {
      const isLoud = (value: number) => Math.abs(value) > 0.12 * 32_768;
      // Lossy encoders smear a sudden tone by some milliseconds.
      expect(plane.findIndex(isLoud) / rate - lateS).toBeCloseTo(0.5, 1.7);
      expect(plane.findLastIndex(isLoud) / rate - lateS).toBeCloseTo(1, 1.7);
    }
    // Half a period of 440 Hz between two changes of sign.
    const heard = channels[0] ?? [];
    let crossings = 0;
    for (let i = Math.round((0.6 + lateS) * rate); i < (0.9 + lateS) * rate; i += 1) {
      if (Math.sign(heard[i] ?? 0) !== Math.sign(heard[i - 1] ?? 0)) crossings += 1;
    }
    expect(Math.abs(crossings - 264)).toBeLessThanOrEqual(3);
  },
);

const SEEKABLE = [...FILES.map(([name]) => name), "loop.mp3"];

test.each(SEEKABLE)(
  "%s gives the same samples when decoding begins in the middle",
  async (name) => {
    await expectSameTiles(fixture(name));
  },
);

test("joined mp3 files are one recording, in which seeking is exact", async () => {
  const loop = await readFile(fixture("loop.mp3"));
  const path = await fileOf(Buffer.concat([loop, loop, loop]), "joined.mp3");
  expect((await decodeAll(path)).channels[0]).toHaveLength(3 * 54_144);
  await expectSameTiles(path, 16_384);
});

const speech = sharedData("audio");
test
  .skipIf(!speech)
  .each([
    "librispeech_jfk/jfk.flac",
    "librispeech_jfk/1272-141231-0002.mp3",
    "silero/test.opus",
    "silero/test.wav",
  ])("%s gives the same samples when decoding begins in the middle", async (name) => {
  await expectSameTiles(join(speech ?? "", name), 32_768);
});

async function expectSameTiles(path: string, tileSamples = 4_096): Promise<void> {
  const { container, channels, seeks } = await decodeAll(path, tileSamples);
  // Opus fills what was not sent with noise, which is another one each time; others may round the last bit otherwise.
  const tolerance = /opus|webm/.test(path) ? 128 : 1;
  const length = channels[0]?.length ?? 0;
  for (let tile = 0; tile * tileSamples < length; tile += 1) {
    const from = tile * tileSamples;
    const count = Math.min(tileSamples, length - from);
    const seek = readSeekPoint(seeks, tile);
    if (!seek) return expect.unreachable(`no seek point for tile ${tile}`);
    const bytes = await decodeSamples(
      { kind: "samples", path, container, channels: channels.length, from, count, seek },
      signal,
    );
    const planes = readSamples(bytes.slice().buffer, channels.length);
    for (const [c, plane] of planes.entries()) {
      const expected = channels[c]?.subarray(from, from + count) ?? [];
      const difference = largestDifference(plane, expected);
      expect({ tile, c, difference, isSame: difference <= tolerance }).toMatchObject({
        isSame: true,
      });
    }
  }
}
