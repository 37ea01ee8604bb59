import { expect, test } from "vitest";
import type { DecodedImage } from "./decode-image";
import { Prefetch } from "./prefetch";

/** Decoding that ends when it is told to. */
function decoder() {
  const started: string[] = [];
  const stopped: string[] = [];
  const finish = new Map<string, () => void>();
  const prefetch = new Prefetch((url, signal) => {
    started.push(url);
    signal.addEventListener("abort", () => stopped.push(url));
    return new Promise<DecodedImage>((resolve) => {
      finish.set(url, () => resolve(imageOf(url)));
    });
  });
  return { prefetch, started, stopped, finish };
}

const imageOf = (url: string): DecodedImage => ({
  ...{ pixels: new Uint8ClampedArray(4), width: 1, height: 1, fetchMs: 0 },
  decodeMs: Number(url),
});
const signal = new AbortController().signal;

test("the next two are decoded; as one is taken the third begins", async () => {
  const { prefetch, started, finish } = decoder();
  for (const url of ["1", "2", "3", "3", "4"]) prefetch.announce(url);
  expect(started).toEqual(["1", "2"]);
  const first = prefetch.take("1", signal);
  expect(started).toEqual(["1", "2", "3"]);
  finish.get("1")?.();
  expect((await first).decodeMs).toBe(1);
  prefetch.clear();
});

test("what was not announced is decoded at once, in place of what nobody came for", async () => {
  const { prefetch, started, stopped, finish } = decoder();
  prefetch.announce("1");
  prefetch.announce("2");
  const taken = prefetch.take("9", signal);
  expect(started).toEqual(["1", "2", "9"]);
  expect(stopped).toEqual(["1"]);
  finish.get("9")?.();
  expect((await taken).decodeMs).toBe(9);
  prefetch.clear();
  expect(stopped).toEqual(["1", "2"]);
});

test("whoever gives up stops the decoding that was ahead", () => {
  const { prefetch, stopped } = decoder();
  prefetch.announce("1");
  const stop = new AbortController();
  void prefetch.take("1", stop.signal);
  stop.abort();
  expect(stopped).toEqual(["1"]);
  prefetch.clear();
});
