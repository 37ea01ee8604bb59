import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AudioSource } from "./audio-source";
import { fetchFile } from "./fetch-file";

const CONTENT = Uint8Array.from({ length: 300_000 }, (_, n) => (n * 31) & 0xff);
const HASH = createHash("sha256").update(CONTENT).digest("hex");
const TILE_SAMPLES = 131_072;

let url = "";
const server = http.createServer((request, response) => {
  const samples = /^\/samples\/(\d+)$/.exec(request.url ?? "")?.[1];
  if (request.url === "/whole") response.end(CONTENT);
  else if (request.url === "/changed") response.end(CONTENT.map((byte, n) => (n === 9 ? 0 : byte)));
  else if (request.url === "/longer") response.end(Buffer.concat([CONTENT, CONTENT]));
  else if (request.url === "/shorter") response.end(CONTENT.subarray(1));
  else if (request.url === "/cut") {
    response.writeHead(200, { "content-length": CONTENT.byteLength });
    response.write(CONTENT.subarray(0, 1_000), () => response.destroy());
  } else if (request.url === "/slow") response.write(CONTENT.subarray(0, 1_000));
  else if (samples !== undefined) response.end(stereoTile(Number(samples)));
  else response.writeHead(404).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("a file of a model", () => {
  const get = (path: string, signal = new AbortController().signal) =>
    fetchFile({ hash: HASH, bytes: CONTENT.byteLength, url: url + path }, { signal });

  test("comes whole, and tells how much of it is there", async () => {
    const seen: number[] = [];
    const bytes = await fetchFile(
      { hash: HASH, bytes: CONTENT.byteLength, url: `${url}/whole` },
      { signal: new AbortController().signal, onProgress: (loaded) => seen.push(loaded) },
    );
    expect(bytes).toEqual(CONTENT);
    expect(seen.at(-1)).toBe(CONTENT.byteLength);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test.each(["/changed", "/longer", "/shorter"])("%s is not what was wanted", async (path) => {
    await expect(get(path)).rejects.toMatchObject({ problem: "hash" });
  });

  test.each(["/cut", "/absent"])("%s does not come", async (path) => {
    await expect(get(path)).rejects.toMatchObject({ problem: "network" });
  });

  test("is given up", async () => {
    const stop = new AbortController();
    const waiting = get("/slow", stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("samples of a recording", () => {
  const source = (durationS: number) => {
    const item = { kind: "audio", sampleRate: 48_000, channels: 2 } as const;
    const samplesUrl = `${url}/samples/`;
    return new AudioSource({ ...item, samplesUrl, durationS }, new AbortController().signal);
  };

  test("are the mean of the channels, across the border of tiles", async () => {
    const samples = await source(5).read({ startS: 2.7, endS: 2.8, sampleRate: 48_000 });
    const first = Math.round(2.7 * 48_000);
    expect(samples.length).toBe(4_800);
    expect(first).toBeLessThan(TILE_SAMPLES);
    samples.forEach((value, n) => {
      expect(value).toBeCloseTo(valueAt(first + n) / 2, 4);
    });
  });

  test("are silent before the beginning and after the end", async () => {
    const samples = await source(3).read({ startS: -0.01, endS: 3.01, sampleRate: 48_000 });
    expect(samples.slice(0, 480).every((value) => value === 0)).toBe(true);
    expect(samples.slice(480 + 144_000).every((value) => value === 0)).toBe(true);
    expect(samples[480 + 100]).not.toBe(0);
  });

  test("of a tile that is not there", async () => {
    const item = { kind: "audio", sampleRate: 48_000, channels: 2, durationS: 1 } as const;
    const absent = new AudioSource(
      { ...item, samplesUrl: `${url}/none/` },
      new AbortController().signal,
    );
    await expect(absent.read({ startS: 0, endS: 1, sampleRate: 16_000 })).rejects.toMatchObject({
      problem: "media",
      detail: "404",
    });
  });
});

function valueAt(sample: number): number {
  return 0.5 + 0.3 * Math.sin(sample / 50);
}

/** The left channel has the tone, the right one silence. */
function stereoTile(tile: number): Uint8Array {
  const values = new Int16Array(TILE_SAMPLES * 2);
  for (let n = 0; n < TILE_SAMPLES; n += 1) {
    values[n] = Math.round(valueAt(tile * TILE_SAMPLES + n) * 32_768);
  }
  return new Uint8Array(values.buffer);
}
