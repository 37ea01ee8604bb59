import "server-only";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { Sharp } from "sharp";
import {
  type ImageVariant,
  THUMB_NAME,
  TILE_SIZE_PX,
  type TileManifest,
  tileManifest,
  tileName,
} from "@/lib/media/image-plan";
import type { BlobStore } from "./blob-store";
import { type OpenImage, openTrusted, type StoredImage, type Strictness } from "./decoder";

const THUMB_PX = 320;
const DISPLAY_PX = 4_096;
const LARGE_PIXELS = 16_000_000;
/** WebP ends here, and so do canvases on many graphics cards. */
const LARGE_SIDE_PX = 16_383;

export interface Upright {
  width: number;
  height: number;
}

export interface Derived {
  thumb: ImageVariant;
  display: ImageVariant | null;
  tiles: TileManifest | null;
  /** Local files by derivative name. */
  files: ReadonlyMap<string, string>;
}

export function isLarge({ width, height }: Upright): boolean {
  return width * height > LARGE_PIXELS || Math.max(width, height) > LARGE_SIDE_PX;
}

/** Why browsers would not show the original upright, entire, still and in its colours. */
function needsDisplay(stored: StoredImage, mediaType: string): boolean {
  const isForeign = mediaType === "image/tiff" || mediaType === "image/bmp";
  return isForeign || stored.isCmyk || stored.orientation !== 1 || stored.frames > 1;
}

export interface DeriveOptions {
  open: OpenImage;
  strictness: Strictness;
  stored: StoredImage;
  upright: Upright;
  mediaType: string;
  /** Where the files are written. */
  folder: string;
}

/** Decodes the whole image (so that damage is found) and writes what is shown in its place. Throws what the decoder throws. */
export async function deriveImage(options: DeriveOptions): Promise<Derived> {
  const { open, strictness, stored, upright, mediaType, folder } = options;
  const files = new Map<string, string>();
  const write = async (image: Sharp, request: Omit<ImageVariant, "width" | "height" | "scale">) => {
    const path = join(folder, request.name);
    const { width, height } = await image.toFile(path);
    files.set(request.name, path);
    const scale = Math.min(1, Math.max(width, height) / Math.max(upright.width, upright.height));
    return { ...request, width, height, scale };
  };
  let display: ImageVariant | null = null;
  if (isLarge(upright) || needsDisplay(stored, mediaType)) {
    const image = fitted(open(strictness), isLarge(upright) ? DISPLAY_PX : null);
    display = stored.hasAlpha
      ? await write(image.webp({ quality: 92 }), { name: "display.webp", mediaType: "image/webp" })
      : await write(image.jpeg({ quality: 92, chromaSubsampling: "4:4:4" }), {
          name: "display.jpg",
          mediaType: "image/jpeg",
        });
  }
  const shown = display === null ? null : files.get(display.name);
  const small = fitted(shown ? await openTrusted(shown) : open(strictness), THUMB_PX);
  const thumb = await write(small.webp({ quality: 80, effort: 2 }), {
    name: THUMB_NAME,
    mediaType: "image/webp",
  });
  const tiles = isLarge(upright) ? await writeTiles(options, files) : null;
  return { thumb, display, tiles, files };
}

/** Upright, sRGB, 8 bit; never enlarged. */
function fitted(image: Sharp, longestPx: number | null): Sharp {
  const upright = image.autoOrient().toColourspace("srgb");
  if (longestPx === null) return upright;
  return upright.resize({
    width: longestPx,
    height: longestPx,
    fit: "inside",
    withoutEnlargement: true,
  });
}

async function writeTiles(
  options: DeriveOptions,
  files: Map<string, string>,
): Promise<TileManifest> {
  const { open, strictness, upright, folder } = options;
  const manifest = tileManifest(upright.width, upright.height);
  await fitted(open(strictness), null)
    .webp({ quality: 85, effort: 0 })
    .tile({ size: TILE_SIZE_PX, overlap: 0, layout: "dz", depth: "onetile", skipBlanks: -1 })
    .toFile(join(folder, "pyramid.dz"));
  manifest.levels.forEach(({ columns, rows }, level) => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const path = join(folder, "pyramid_files", String(level), `${column}_${row}.webp`);
        files.set(tileName(level, column, row), path);
      }
    }
  });
  return manifest;
}

export async function storeDerived(
  store: BlobStore,
  hash: string,
  derived: Derived,
): Promise<void> {
  for (const [name, path] of derived.files) {
    await store.putDerivative(hash, name, createReadStream(path));
  }
}
