import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/items/[itemId]/media/[...variant]/route";
import { readItem } from "@/db/queries/items";
import { audioInfoSchema, readPeaks, readSamples } from "@/lib/media/audio-plan";
import { fixture } from "@/lib/server/media/audio/testing/fixtures";
import { makeWav, tone } from "@/lib/server/media/audio/testing/wav";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { putFile, rawRequest } from "@/lib/testing/upload";

async function setUp() {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["speech"], "audio");
  const put = (name: string, bytes: Uint8Array) => putFile({ projectId, cookie, name, bytes });
  const get = (itemId: string, variant: string, headers: Record<string, string> = {}) =>
    GET(rawRequest("GET", `/x/${variant}`, { cookie, headers }), {
      params: Promise.resolve({ itemId, variant: variant.split("?")[0]?.split("/") }),
    });
  return { app, put, get };
}

test("an uploaded recording is an item with a length in seconds, and can be played and drawn", async () => {
  const { app, put, get } = await setUp();
  const bytes = await readFile(fixture("tone.mp3"));
  const { itemId, warnings } = await (await put("talk/tone.mp3", bytes)).json();
  expect(warnings).toEqual([]);
  const item = await readItem(app.store, itemId);
  expect(item).toMatchObject({ length: 1.5, width: null, mediaType: "audio/mpeg" });
  const info = audioInfoSchema.parse(item?.info);
  expect(info).toMatchObject({ channels: 2, sampleRate: 22_050, samples: 33_075 });

  const part = await get(itemId, `original?h=${info.hash}`, { range: "bytes=100-199" });
  expect(part.status).toBe(206);
  expect(Object.fromEntries(part.headers)).toMatchObject({
    "content-type": "audio/mpeg",
    "content-range": `bytes 100-199/${bytes.byteLength}`,
    "content-disposition": "inline; filename*=UTF-8''tone.mp3",
    "content-security-policy": "default-src 'none'; sandbox",
  });
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200));

  for (const [variant, length] of [
    ["peaks/0/0", 2 * 2 * 2 * Math.ceil(33_075 / 256)],
    ["spectrum/0/0", 256 * Math.ceil(33_075 / 1_024)],
    ["samples/0", 2 * 2 * 33_075],
  ] as const) {
    const response = await get(itemId, `${variant}?h=${info.hash}`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": String(length),
      "cache-control": "private, max-age=31536000, immutable",
    });
    const etag = response.headers.get("etag") ?? "";
    expect((await response.arrayBuffer()).byteLength).toBe(length);
    expect((await get(itemId, variant, { "if-none-match": etag })).status).toBe(304);
  }
  for (const variant of [
    "peaks/1/0",
    "peaks/0/1",
    "samples/1",
    "spectrum/0/9",
    "thumb",
    "display",
  ]) {
    expect([variant, (await get(itemId, variant)).status]).toEqual([variant, 404]);
  }
});

test("samples are the same in every tile, whoever asks first", async () => {
  const { put, get } = await setUp();
  const samples = [tone(300_000, 0.011), tone(300_000, 0.007, 0.1)];
  const bytes = makeWav({ channels: samples, sampleRate: 44_100, kind: "s24" });
  const { itemId } = await (await put("long.wav", bytes)).json();
  const answers = await Promise.all(
    [2, 0, 1, 2].map(async (tile) => (await get(itemId, `samples/${tile}`)).arrayBuffer()),
  );
  const [last, first, , again] = answers.map((buffer) => readSamples(buffer, 2));
  expect(last).toEqual(again);
  expect(last?.[0]).toHaveLength(300_000 - 2 * 131_072);
  for (const c of [0, 1]) {
    for (const i of [0, 1, 77_777]) {
      expect(first?.[c]?.[i]).toBe(Math.round((samples[c]?.[i] ?? 0) * 32_768));
    }
  }
  const peaks = readPeaks(await (await get(itemId, "peaks/0/0")).arrayBuffer(), 2);
  expect(Math.max(...(peaks[1] ?? []))).toBeCloseTo(0.1 * 32_768, -2);
});

test("what is no recording is refused by name", async () => {
  const { put } = await setUp();
  const answer = async (name: string, bytes: Uint8Array) => {
    const response = await put(name, bytes);
    return [response.status, (await response.json()).reason];
  };
  expect(await answer("a.mp3", Buffer.from("not a sound"))).toEqual([415, "not_audio"]);
  expect(await answer("a.mp4", await readFile(fixture("silent.mp4")))).toEqual([422, "no_sound"]);
  const cut = (await readFile(fixture("tone.flac"))).subarray(0, 9_000);
  expect(await answer("a.flac", cut)).toEqual([422, "truncated"]);
});

test("players that break off in the middle of a long answer do no harm", async () => {
  const { put, get } = await setUp();
  const bytes = makeWav({ channels: [tone(600_000, 0.01)], sampleRate: 48_000, kind: "s32" });
  const { itemId } = await (await put("long.wav", bytes)).json();
  for (let i = 0; i < 20; i += 1) {
    const response = await get(itemId, "original", { range: "bytes=0-" });
    const reader = response.body?.getReader();
    await reader?.read();
    const pending = reader?.read();
    await reader?.cancel();
    await pending;
  }
  const whole = await get(itemId, "original");
  expect(bytes.equals(Buffer.from(await whole.arrayBuffer()))).toBe(true);
});
