import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AUDIO_INFO_NAME, peaksName, readPeaks, readSamples } from "@/lib/media/audio-plan";
import { sharedData } from "@/lib/testing/shared-data";
import type { BlobStore } from "../blob-store";
import { openFolderStore } from "../folder-store";
import { MediaError } from "../media-error";
import { type AudioLimits, ingestAudio, readAudioInfo } from "./ingest-audio";
import { readSampleTile } from "./sample-tiles";
import { fixture } from "./testing/fixtures";
import { makeWav, tone } from "./testing/wav";

const LIMITS = { maxBytes: 10_000_000, maxS: 120 };

let root: string;
let store: BlobStore;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "trazo-ingest-audio-"));
  store = await openFolderStore(root);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const bytesOf = (name: string) => readFile(fixture(name));
const ingest = (source: string | Uint8Array, name: string, limits: AudioLimits = LIMITS) =>
  ingestAudio({ store, source, name, limits });

async function refusal(bytes: Uint8Array, name = "x.mp3", limits = LIMITS) {
  try {
    await ingest(bytes, name, limits);
    return "accepted";
  } catch (error) {
    return error instanceof MediaError ? error.code : `other: ${String(error)}`;
  }
}

const plainWav = (samples: number, sampleRate = 16_000) =>
  makeWav({ channels: [tone(samples, 0.01)], sampleRate, kind: "s16" });

describe("what is known of a recording", () => {
  test.each([
    ["tone.mp3", "audio/mpeg", "mp3", 22_050, 33_075, []],
    ["cover.mp3", "audio/mpeg", "mp3", 22_050, 33_075, []],
    ["loop.mp3", "audio/mpeg", "mp3", 44_100, 54_144, []],
    ["tone.flac", "audio/flac", "flac", 22_050, 33_075, []],
    ["tone.ogg", "audio/ogg", "vorbis", 22_050, 33_075, []],
    ["tone.opus", "audio/ogg", "opus", 48_000, 72_000, []],
    // What is behind the end is not marked where mediabunny looks: 13 ms of padding stay.
    ["tone.webm", "audio/webm", "opus", 48_000, 72_648, []],
    ["tone.m4a", "audio/mp4", "aac", 22_050, 33_075, []],
    ["tone.aac", "audio/aac", "aac", 22_050, 34_816, []],
    ["film.mp4", "audio/mp4", "aac", 22_050, 33_075, ["video_ignored"]],
    ["two-tracks.m4a", "audio/mp4", "aac", 22_050, 33_075, ["first_track_only"]],
  ])("%s", async (name, mediaType, codec, sampleRate, samples, warnings) => {
    const info = await ingest(fixture(name), name);
    expect(info).toMatchObject({ mediaType, codec, sampleRate, samples, channels: 2, warnings });
    expect(info.durationS).toBe(samples / sampleRate);
    const { isNew: _isNew, ...kept } = info;
    expect(await readAudioInfo(store, info.hash)).toEqual(kept);
  });

  test("a name that says another type is a warning of this upload alone", async () => {
    const info = await ingest(await bytesOf("tone.flac"), "tone.wav");
    expect(info.warnings).toEqual(["misleading_name"]);
    expect((await readAudioInfo(store, info.hash))?.warnings).toEqual([]);
    expect((await ingest(await bytesOf("tone.flac"), "tone.flac")).isNew).toBe(false);
  });

  test("tags before FLAC and ADTS do not make them mp3", async () => {
    const tag = Buffer.from("49443304000000000005" + "0000000000", "hex");
    for (const name of ["tone.flac", "tone.aac"]) {
      const info = await ingest(Buffer.concat([tag, await bytesOf(name)]), name);
      expect(info.warnings).toEqual([]);
    }
  });

  test("peaks and samples say the same", async () => {
    const info = await ingest(plainWav(200_000), "long.wav");
    const { body } = await store.openDerivative(info.hash, peaksName(0, 0));
    const peaks = readPeaks(new Uint8Array(await buffer(body)).buffer, 1)[0] ?? new Int16Array();
    const tiles = await Promise.all([0, 1].map((tile) => readSampleTile(store, { info, tile })));
    const samples = tiles.flatMap((bytes) => [
      ...(readSamples((bytes ?? new Uint8Array()).slice().buffer, 1)[0] ?? []),
    ]);
    expect(samples).toHaveLength(200_000);
    expect(peaks).toHaveLength(2 * Math.ceil(200_000 / 256));
    for (let peak = 0; peak < peaks.length / 2; peak += 1) {
      const part = samples.slice(peak * 256, (peak + 1) * 256);
      expect([peaks[2 * peak], peaks[2 * peak + 1]]).toEqual([
        Math.min(...part),
        Math.max(...part),
      ]);
    }
    expect(await readSampleTile(store, { info, tile: 2 })).toBeNull();
  });
});

describe("what is refused, and why", () => {
  test("nothing, and what is no recording", async () => {
    expect(await refusal(new Uint8Array())).toBe("empty");
    expect(await refusal(Buffer.from("hello, hello"))).toBe("not_audio");
    expect(await refusal(Buffer.from("\ufeffhello, this is text", "utf16le"))).toBe("not_audio");
    expect(await refusal(Buffer.from("<!doctype html><p>404"))).toBe("not_audio");
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    expect(await refusal(Buffer.from(pointer))).toBe("not_audio");
    expect(await refusal(Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"))).toBe("not_audio");
  });

  test("a sound that lasts 0 seconds", async () => {
    expect(await refusal(plainWav(0), "x.wav")).toBe("no_sound");
    const mp3 = await bytesOf("tone.mp3");
    expect(await refusal(mp3.subarray(0, mp3.indexOf("Info")))).not.toBe("accepted");
  });

  test("pictures without sound", async () => {
    expect(await refusal(await bytesOf("silent.mp4"), "x.mp4")).toBe("no_sound");
  });

  test("codecs that browsers do not play", async () => {
    expect(await refusal(await bytesOf("alac.m4a"), "x.m4a")).toBe("unsupported_codec");
    const adpcm = plainWav(100);
    adpcm.writeUInt16LE(2, 20);
    expect(await refusal(adpcm, "x.wav")).toBe("unsupported_codec");
  });

  test.each(["tone.mp3", "tone.flac", "tone.ogg", "tone.opus", "tone.m4a", "tone.webm"])(
    "%s without its end",
    async (name) => {
      const bytes = await bytesOf(name);
      const part = bytes.subarray(0, Math.floor(bytes.length * 0.7));
      expect(await refusal(part, name)).toBe("truncated");
    },
  );

  test("a WAV without its end, and one that claims 2³² samples", async () => {
    const bytes = plainWav(10_000);
    expect(await refusal(bytes.subarray(0, 9_000), "x.wav")).toBe("truncated");
    const channels = [tone(100, 0.01)];
    const claim = { channels, sampleRate: 16_000, kind: "s16", claimedBytes: 2 ** 33 } as const;
    expect(await refusal(makeWav({ ...claim, container: "RF64" }), "x.wav")).toBe("truncated");
  });

  test("heads that nothing could play", async () => {
    for (const sampleRate of [0, 1, 2_000_000_000]) {
      expect(await refusal(plainWav(100, sampleRate), "x.wav")).toBe("corrupt");
    }
    const channels = Array.from({ length: 9 }, () => tone(100, 0.01));
    const many = makeWav({ channels, sampleRate: 16_000, kind: "s16" });
    expect(await refusal(many, "x.wav")).toBe("unsupported_codec");
    const flac = await bytesOf("tone.flac");
    // Total samples: 36 bits from the lower half of byte 21.
    flac.writeUInt8((flac[21] ?? 0) | 0x0f, 21);
    expect(await refusal(flac, "x.flac")).toBe("truncated");
  });

  test("more bytes or more time than the settings allow", async () => {
    const bytes = Buffer.concat([await bytesOf("tone.mp3"), Buffer.from("TAG")]);
    expect(await refusal(bytes, "x.mp3", { ...LIMITS, maxBytes: 1_000 })).toBe("too_large_bytes");
    expect(await refusal(bytes, "x.mp3", { ...LIMITS, maxS: 1 })).toBe("too_long");
  });

  test("a WebM in whose rest its reader looks for an end for ever, of which one byte is enough", async () => {
    const webm = await bytesOf("tone.webm");
    // The id of the last element, the index: mediabunny takes it for rubbish and never leaves that.
    const index = webm.lastIndexOf(Buffer.from("1c53bb6b", "hex"));
    webm.writeUInt8(0, index + 2);
    const ended = ingest(webm, "x.webm", { ...LIMITS, stallMs: 300 });
    await expect(ended).rejects.toMatchObject({
      code: "corrupt",
      message: "The file is damaged: its end cannot be found.",
    });
    // The thread that was lost with it is replaced.
    expect((await ingest(fixture("tone.webm"), "tone.webm")).warnings).toEqual([]);
  });

  test("leaves nothing behind", async () => {
    const bytes = plainWav(5_000).subarray(0, 5_000);
    const staged = await store.stage(Uint8Array.from(bytes));
    await staged.discard();
    expect(await refusal(bytes, "x.wav")).toBe("truncated");
    expect(await store.stat(staged.hash)).toBeNull();
    expect(await store.hasDerivative(staged.hash, AUDIO_INFO_NAME)).toBe(false);
  });
});

test.each([
  ["tone.mp3", 0.5],
  ["tone.aac", 0.5],
  ["tone.m4a", 0.5],
  ["tone.flac", 0.5],
  // Before are the tables without which nothing can be decoded.
  ["tone.ogg", 0.85],
])("%s with damage inside is kept, in its length, with a warning", async (name, place) => {
  const bytes = Buffer.from(await bytesOf(name));
  const start = Math.floor(bytes.length * place);
  for (let i = start; i < start + 300; i += 1) bytes[i] = (i * 89) % 251;
  const info = await ingest(bytes, name);
  expect(info.warnings).toEqual(["damaged"]);
  expect(info.durationS).toBeGreaterThan(1.2);
});

const speech = sharedData("audio");
test.skipIf(!speech).each([
  // The durations are those of Chromium's player and of its decodeAudioData.
  ["silero/test.wav", 60],
  ["silero/test.mp3", 2.533878],
  ["silero/test.opus", 8.064],
  ["librispeech_jfk/1272-141231-0002.wav", 13.335],
  ["librispeech_jfk/1272-141231-0002.flac", 13.335],
  ["librispeech_jfk/1272-141231-0002.mp3", 13.335],
  ["librispeech_jfk/jfk.flac", 11],
])("%s lasts %f s", async (name, durationS) => {
  const info = await ingest(join(speech ?? "", name), name);
  expect(info.durationS).toBeCloseTo(durationS, 5);
  expect(info.warnings).toEqual([]);
});
