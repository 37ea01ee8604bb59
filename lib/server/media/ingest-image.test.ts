import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mediaPlan, tileManifest, tileName } from "@/lib/media/image-plan";
import type { BlobStore } from "./blob-store";
import { openFolderStore } from "./folder-store";
import { DEFAULT_IMAGE_LIMITS, type IngestedImage, ingestImage } from "./ingest-image";
import { MediaError } from "./media-error";
import { uprightOriginal } from "./upright-original";

let root: string;
let store: BlobStore;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "trazo-ingest-"));
  store = await openFolderStore(root);
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A picture whose four quarters differ, so that every turn and mirroring shows. */
async function quarters(width: number, height: number): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  const colours = [
    [220, 30, 30],
    [30, 200, 40],
    [40, 40, 220],
    [240, 230, 40],
  ];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const quarter = (y * 2 < height ? 0 : 2) + (x * 2 < width ? 0 : 1);
      data.set(colours[quarter] ?? [], (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

const ingest = (bytes: Uint8Array, name: string): Promise<IngestedImage> =>
  ingestImage({ store, source: bytes, name });

async function refusal(bytes: Uint8Array, name = "x.jpg"): Promise<string> {
  try {
    await ingest(bytes, name);
    return "accepted";
  } catch (error) {
    return error instanceof MediaError ? error.code : `other: ${String(error)}`;
  }
}

async function variant(info: IngestedImage, name: string | null): Promise<Buffer> {
  const opened =
    name === null ? await store.open(info.hash) : await store.openDerivative(info.hash, name);
  return buffer(opened.body);
}

/** Mean difference per channel after both are made 40 × 60. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const raw = (image: Buffer) =>
    sharp(image)
      .resize(40, 60, { fit: "fill" })
      .removeAlpha()
      .toColourspace("srgb")
      .raw()
      .toBuffer();
  const [x, y] = [await raw(a), await raw(b)];
  return x.reduce((sum, value, i) => sum + Math.abs(value - (y[i] ?? 0)), 0) / x.length;
}

describe("every format", () => {
  const cases = [
    ["a.jpg", "image/jpeg", (s: Sharp) => s.jpeg(), null],
    ["progressive.jpeg", "image/jpeg", (s: Sharp) => s.jpeg({ progressive: true }), null],
    ["cmyk.jpg", "image/jpeg", (s: Sharp) => s.toColourspace("cmyk").jpeg(), "display.jpg"],
    ["a.png", "image/png", (s: Sharp) => s.png(), null],
    ["16.png", "image/png", (s: Sharp) => s.toColourspace("rgb16").png(), null],
    ["a.webp", "image/webp", (s: Sharp) => s.webp(), null],
    ["a.avif", "image/avif", (s: Sharp) => s.avif({ effort: 0 }), null],
    ["a.gif", "image/gif", (s: Sharp) => s.gif(), null],
    ["a.tiff", "image/tiff", (s: Sharp) => s.tiff(), "display.jpg"],
    [
      "alpha.tif",
      "image/tiff",
      (s: Sharp) => s.ensureAlpha().tiff({ compression: "lzw" }),
      "display.webp",
    ],
  ] as const;
  it.each(cases)("%s", async (name, mediaType, encode, display) => {
    const picture = await quarters(120, 180);
    const bytes = await encode(sharp(picture)).toBuffer();
    const info = await ingest(bytes, name);
    expect(info).toMatchObject({
      mediaType,
      width: 120,
      height: 180,
      orientation: 1,
      warnings: [],
    });
    expect(info.sizeBytes).toBe(bytes.length);
    const plan = mediaPlan(info);
    // The colours of the picture are outside what CMYK can print.
    const tolerance = name === "cmyk.jpg" ? 40 : 14;
    expect(plan.base).toMatchObject({ name: display, width: 120, height: 180, scale: 1 });
    expect(await difference(await variant(info, info.thumb.name), picture)).toBeLessThan(tolerance);
    expect(await difference(await variant(info, plan.base.name), picture)).toBeLessThan(tolerance);
    const original = await uprightOriginal(store, info);
    expect(original.isReencoded).toBe(false);
    expect((await buffer(original.body)).equals(bytes)).toBe(true);
  });

  it("an animated GIF shows its first frame and says so", async () => {
    const frames = await Promise.all(
      ["red", "blue"].map((background) =>
        sharp({ create: { width: 40, height: 60, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const info = await ingest(gif, "a.gif");
    expect(info).toMatchObject({
      width: 40,
      height: 60,
      frames: 2,
      warnings: ["first_frame_only"],
    });
    const shown = await variant(info, mediaPlan(info).base.name);
    expect(await difference(shown, frames[0] ?? gif)).toBeLessThan(10);
  });
});

const STORED_BY: readonly (readonly [degrees: number, isMirrored: boolean])[] = [
  [0, false],
  [0, true],
  [180, false],
  [180, true],
  [90, true],
  [270, false],
  [270, true],
  [90, false],
];

describe("EXIF orientation", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("%i gives the same upright picture", async (orientation) => {
    const picture = await quarters(120, 180);
    // The inverse of what a viewer does with the tag: first a turn, then (in a second pipeline, for sharp mirrors first) a mirroring.
    const [degrees, isMirrored] = STORED_BY[orientation - 1] ?? [0, false];
    const turned = sharp(await sharp(picture).rotate(degrees).png().toBuffer()).flop(isMirrored);
    const bytes = await turned.withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
    const info = await ingest(bytes, "p.jpg");
    expect(info).toMatchObject({ width: 120, height: 180, orientation });
    expect(info.display === null).toBe(orientation === 1);
    const original = await uprightOriginal(store, info);
    expect(original).toMatchObject({ isReencoded: orientation !== 1, extension: "jpg" });
    const upright = await buffer(original.body);
    const meta = await sharp(upright).metadata();
    expect([meta.width, meta.height, meta.orientation ?? 1]).toEqual([120, 180, 1]);
    expect((await buffer((await uprightOriginal(store, info)).body)).equals(upright)).toBe(true);
    for (const shown of [
      upright,
      await variant(info, info.thumb.name),
      await variant(info, mediaPlan(info).base.name),
    ]) {
      expect(await difference(shown, picture)).toBeLessThan(8);
    }
  });
});

describe("refusals", () => {
  const text = (value: string) => Buffer.from(value);
  it.each([
    ["nothing", text(""), "empty"],
    [
      "SVG",
      text('<?xml version="1.0"?><!-- c --><svg xmlns="http://www.w3.org/2000/svg"/>'),
      "svg_refused",
    ],
    ["bare SVG", text("\uFEFF \n<svg/>"), "svg_refused"],
    ["HTML", text("<!DOCTYPE html><title>404</title>"), "not_an_image"],
    [
      "LFS pointer",
      text("version https://git-lfs.github.com/spec/v1\noid sha256:00\n"),
      "not_an_image",
    ],
    ["text", text("hello"), "not_an_image"],
    ["PDF", text("%PDF-1.7\n%"), "not_an_image"],
    ["HEIC", text("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "unsupported_type"],
    ["only a signature", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "truncated"],
  ])("%s", async (_name, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });

  it.each(["jpeg", "png", "webp", "gif", "avif", "tiff"] as const)(
    "a truncated %s",
    async (format) => {
      const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
      const source = sharp({
        create: { width: 200, height: 300, channels: 3, background: "#888", noise },
      });
      const whole = await source.toFormat(format).toBuffer();
      for (const share of [0.02, 0.3, 0.6, 0.95]) {
        const code = await refusal(whole.subarray(0, Math.ceil(whole.length * share)));
        expect(["truncated", "corrupt"], `${share}`).toContain(code);
        if (format === "jpeg" || format === "png" || format === "webp")
          expect(code).toBe("truncated");
      }
    },
  );

  it("a PNG that declares 60000 × 60000", async () => {
    const head = Buffer.from(await quarters(4, 4));
    head.writeUInt32BE(60_000, 16);
    head.writeUInt32BE(60_000, 20);
    // The checksum of the header chunk, so that only the size is wrong.

    head.writeUInt32BE(crc32(head.subarray(12, 29)), 29);
    expect(await refusal(head, "bomb.png")).toBe("too_many_pixels");
  });

  it("too many bytes, keeping nothing", async () => {
    const limits = { ...DEFAULT_IMAGE_LIMITS, maxBytes: 10 };
    const promise = ingestImage({ store, source: await quarters(9, 9), name: "a.png", limits });
    await expect(promise).rejects.toMatchObject({ code: "too_large_bytes" });
    expect(await readdir(join(root, "tmp"))).toEqual([]);
  });

  it("a path that is not there", async () => {
    const promise = ingestImage({ store, source: join(root, "none.png"), name: "none.png" });
    await expect(promise).rejects.toMatchObject({ code: "unreadable" });
  });

  it("nothing refused stays in the store", async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    expect(await refusal(bytes)).toBe("truncated");
    expect(await store.stat(createHash("sha256").update(bytes).digest("hex"))).toBeNull();
  });
});

describe("tolerance and repetition", () => {
  it("content wins over the name, with a warning", async () => {
    const png = await quarters(11, 12);
    const info = await ingest(png, "photo.jpg");
    expect(info).toMatchObject({
      mediaType: "image/png",
      warnings: ["misleading_name"],
      isNew: true,
    });
    expect(await ingest(png, "photo.png")).toMatchObject({ warnings: [], isNew: false });
  });

  it("garbage after the end does not matter", async () => {
    const jpeg = await sharp(await quarters(30, 40))
      .jpeg()
      .toBuffer();
    const info = await ingest(Buffer.concat([jpeg, Buffer.from("garbage")]), "a.jpg");
    expect(info).toMatchObject({ width: 30, height: 40 });
  });

  it("makes a pyramid of a large image, whose tiles are all there", async () => {
    const picture = { width: 5_100, height: 3_300, channels: 3, background: "#369" } as const;
    const info = await ingest(await sharp({ create: picture }).jpeg().toBuffer(), "big.jpg");
    expect(info.tiles).toEqual(tileManifest(5_100, 3_300));
    expect(info.display).toMatchObject({ width: 4_096, scale: 4_096 / 5_100 });
    for (const [level, { columns, rows, width, height }] of (info.tiles?.levels ?? []).entries()) {
      const last = await sharp(
        await variant(info, tileName(level, columns - 1, rows - 1)),
      ).metadata();
      expect([last.width, last.height]).toEqual([
        width - (columns - 1) * 512,
        height - (rows - 1) * 512,
      ]);
      expect(await store.hasDerivative(info.hash, tileName(level, columns, 0))).toBe(false);
    }
  });
});

const data = resolve(process.env["TRAZO_TEST_DATA"] ?? "../shared/data", "images");
if (!existsSync(data)) console.info(`skipped: no shared test data in ${data}`);

describe.skipIf(!existsSync(data))("shared images", () => {
  it("the portrait is one picture in all orientations", async () => {
    const reference = await sharp(join(data, "exif/Portrait_1.jpg")).toBuffer();
    for (let i = 0; i <= 8; i++) {
      const info = await ingest(await readFile(join(data, `exif/Portrait_${i}.jpg`)), "p.jpg");
      expect(info).toMatchObject({ width: 1200, height: 1800, orientation: Math.max(1, i) });
      for (const name of [info.thumb.name, mediaPlan(info).base.name]) {
        expect(await difference(await variant(info, name), reference), `${i} ${name}`).toBeLessThan(
          8,
        );
      }
    }
  });

  it.each([
    [
      "8bit_depth.tiff",
      { width: 21, height: 21, mediaType: "image/tiff", display: { name: "display.jpg" } },
    ],
    [
      "Channel_digital_image_CMYK_color_no_profile.jpg",
      { width: 500, height: 333, display: { name: "display.jpg" } },
    ],
    ["Flag_of_the_Netherlands-16bit.png", { width: 900, height: 600, display: null }],
    [
      "animated-loop-3.gif",
      { width: 370, height: 285, frames: 10, warnings: ["first_frame_only"] },
    ],
    ["big-height.webp", { width: 13, height: 169, frames: 97, warnings: ["first_frame_only"] }],
    ["check.svg", "svg_refused"],
    ["corrupt-header.jpg", "truncated"],
    ["truncated.png", "truncated"],
  ])("%s", async (name, expected) => {
    const bytes = await readFile(join(data, "odd", name));
    if (typeof expected === "string") expect(await refusal(bytes, name)).toBe(expected);
    else expect(await ingest(bytes, name)).toMatchObject(expected);
  });
});
