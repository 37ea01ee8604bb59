import "server-only";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import type { Sharp, SharpOptions } from "sharp";
import { readBmpHeader, readBmpPixels } from "./read-bmp";

type SharpModule = typeof import("sharp")["default"];

let loading: Promise<SharpModule> | null = null;

/**
 * The only importer of sharp, which is loaded when the first image comes: it takes some 20 MB. Worker
 * threads may use it only when the main thread has loaded it before they start.
 */
export function loadSharp(): Promise<SharpModule> {
  loading ??= import("sharp").then((module) => confined(module.default));
  return loading;
}

/**
 * Loaders are denied but for the six that are wanted, for the whole process: whatever slips through the recognition of
 * types, SVG, PDF and the like find no renderer.
 */
function confined(sharp: SharpModule): SharpModule {
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({
    operation: ["Jpeg", "Png", "Webp", "Heif", "Nsgif", "Tiff"].map(
      (name) => `VipsForeignLoad${name}`,
    ),
  });
  // Every file is decoded once: a cache of decoded images is only memory.
  sharp.cache(false);
  // Of two cores one stays for requests; many images at a time come from `decodeLimit`, not from threads of one.
  sharp.concurrency(1);
  return sharp;
}

/**
 * Images that are decoded at a time: 5,000 uploads wait here and not in memory. Node's pool of
 * threads, which decodes, has four.
 */
const DECODES_AT_A_TIME = Math.min(4, Math.max(2, availableParallelism()));
export const decodeLimit = pLimit(DECODES_AT_A_TIME);
/** Of the large ones only one, since it may need hundreds of megabytes. */
export const largeDecodeLimit = pLimit(1);

export type Strictness = "warning" | "error";

/** Opens the file anew at each call; the size has been checked, so sharp's own limit is off. */
export type OpenImage = (strictness?: Strictness) => Sharp;

const options = (failOn: Strictness): SharpOptions => ({
  failOn,
  limitInputPixels: false,
  sequentialRead: true,
  animated: false,
});

/** First frame or page, not yet upright. A BMP is decoded here, once, into memory. */
export async function imageOpener(path: string, mediaType: string): Promise<OpenImage> {
  const sharp = await loadSharp();
  if (mediaType !== "image/bmp") return (failOn = "error") => sharp(path, options(failOn));
  const file = await readFile(path);
  const { data, width, height, channels } = readBmpPixels(file, readBmpHeader(file));
  return () => sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

/** A picture that we made ourselves. */
export async function openTrusted(path: string): Promise<Sharp> {
  const sharp = await loadSharp();
  return sharp(path, options("error"));
}

export interface StoredImage {
  /** As stored, before the orientation is applied. */
  width: number;
  height: number;
  orientation: number;
  hasAlpha: boolean;
  frames: number;
  isCmyk: boolean;
  /** Rows can be decoded and forgotten; otherwise the whole image has to be in memory. */
  isStreamable: boolean;
}

/** Reads the header only. Throws what the decoder throws. */
export async function readImageHeader(path: string, mediaType: string): Promise<StoredImage> {
  if (mediaType === "image/bmp") {
    const { width, height, masks } = readBmpHeader(await readFile(path));
    const hasAlpha = masks[3] !== 0;
    return {
      width,
      height,
      orientation: 1,
      hasAlpha,
      frames: 1,
      isCmyk: false,
      isStreamable: false,
    };
  }
  const sharp = await loadSharp();
  const meta = await sharp(path, options("error")).metadata();
  const orientation = meta.orientation ?? 1;
  return {
    width: meta.width,
    height: meta.height,
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    hasAlpha: meta.hasAlpha,
    frames: meta.pages ?? 1,
    isCmyk: meta.space === "cmyk",
    isStreamable:
      /jpeg|png|tiff/.test(mediaType) && orientation === 1 && meta.isProgressive !== true,
  };
}
