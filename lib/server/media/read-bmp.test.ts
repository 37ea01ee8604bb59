import { describe, expect, it } from "vitest";
import { readBmpHeader, readBmpPixels } from "./read-bmp";

interface Parts {
  width: number;
  height: number;
  bits: number;
  compression?: number;
  palette?: readonly number[];
  data: readonly number[];
}

function bmp({ width, height, bits, compression = 0, palette = [], data }: Parts): Buffer {
  const header = Buffer.alloc(54);
  header.write("BM");
  header.writeUInt32LE(54 + palette.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  header.writeUInt32LE(bits <= 8 ? palette.length / 4 : 0, 46);
  return Buffer.concat([header, Buffer.from(palette), Buffer.from(data)]);
}

const BLACK_RED = [0, 0, 0, 0, 0, 0, 255, 0];
const pixels = (file: Buffer) => [...readBmpPixels(file, readBmpHeader(file)).data];
const R = [255, 0, 0];
const K = [0, 0, 0];

// Odd widths, bottom row first: K R K below R K R.
const EXPECTED = [R, K, R, K, R, K].flat();

describe("BMP", () => {
  it.each<[string, Parts]>([
    [
      "1 bit",
      { width: 3, height: 2, bits: 1, palette: BLACK_RED, data: [64, 0, 0, 0, 160, 0, 0, 0] },
    ],
    [
      "4 bit",
      { width: 3, height: 2, bits: 4, palette: BLACK_RED, data: [1, 0, 0, 0, 16, 16, 0, 0] },
    ],
    ["8 bit", { width: 3, height: 2, bits: 8, palette: BLACK_RED, data: [0, 1, 0, 0, 1, 0, 1, 0] }],
    [
      "16 bit",
      {
        width: 3,
        height: 2,
        bits: 16,
        data: [0, 0, 0, 124, 0, 0, 0, 0, 0, 124, 0, 0, 0, 124, 0, 0],
      },
    ],
    [
      "24 bit",
      {
        width: 3,
        height: 2,
        bits: 24,
        data: [0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 255, 0, 0, 0],
      },
    ],
    [
      "24 bit, top row first",
      {
        width: 3,
        height: -2,
        bits: 24,
        data: [0, 0, 255, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0],
      },
    ],
    [
      "RLE8",
      {
        width: 3,
        height: 2,
        bits: 8,
        compression: 1,
        palette: BLACK_RED,
        data: [0, 3, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1],
      },
    ],
    [
      "RLE4",
      {
        width: 3,
        height: 2,
        bits: 4,
        compression: 2,
        palette: BLACK_RED,
        data: [3, 1, 0, 0, 3, 16, 0, 1],
      },
    ],
  ])("%s", (_name, parts) => {
    expect(pixels(bmp(parts))).toEqual(EXPECTED);
  });

  it("refuses missing rows before it allocates, and depths that are none", () => {
    const short = bmp({ width: 60_000, height: 60_000, bits: 24, data: [0] });
    expect(() => pixels(short)).toThrow("last row");
    const odd = bmp({ width: 1, height: 1, bits: 7, data: [0] });
    expect(() => pixels(odd)).toThrow("not supported");
  });
});
