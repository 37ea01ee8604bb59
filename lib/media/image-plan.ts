import * as z from "zod/mini";

/*
 * What is known of an ingested image, kept beside it as the derivative `image.json`. Sizes are of the upright image, in pixels,
 * unless they say otherwise. Written last, so its presence says that all other derivatives are there.
 */

export const INFO_NAME = "image.json";
export const THUMB_NAME = "thumb.webp";
export const TILE_SIZE_PX = 512;

const size = z.int().check(z.positive());
const variantSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  width: size,
  height: size,
  /** Multiplies an upright pixel of the original to give one of the variant: at most 1. */
  scale: z.number().check(z.positive(), z.lte(1)),
});
export type ImageVariant = z.infer<typeof variantSchema>;

const tilesSchema = z.object({
  tileSizePx: size,
  mediaType: z.string(),
  /** Level 0 is the smallest. A tile is the derivative `tile/<level>/<column>_<row>.webp`. */
  levels: z.array(z.object({ width: size, height: size, columns: size, rows: size })),
});
export type TileManifest = z.infer<typeof tilesSchema>;

export const IMAGE_WARNINGS = [
  "misleading_name",
  "first_frame_only",
  "first_page_only",
  "damaged",
] as const;

export const imageInfoSchema = z.object({
  version: z.literal(1),
  hash: z.string(),
  sizeBytes: z.int().check(z.nonnegative()),
  mediaType: z.string(),
  width: size,
  height: size,
  /** EXIF orientation of the stored bytes, 1..8. */
  orientation: z.int().check(z.gte(1), z.lte(8)),
  hasAlpha: z.boolean(),
  frames: size,
  thumb: variantSchema,
  /** Null when browsers show the original as it is. */
  display: z.nullable(variantSchema),
  tiles: z.nullable(tilesSchema),
  /** Of the content; what concerns the name is not here, since names differ between items of one blob. */
  warnings: z.array(z.enum(IMAGE_WARNINGS)),
});
export type ImageInfo = z.infer<typeof imageInfoSchema>;
export type ImageWarning = (typeof IMAGE_WARNINGS)[number];

export interface MediaPlan {
  /** Of the upright original: the space in which annotations live. */
  width: number;
  height: number;
  thumb: ImageVariant;
  /** What to draw first, stretched to `width` × `height`: name null is the original. */
  base: { name: string | null; mediaType: string; width: number; height: number; scale: number };
  /** Drawn over the base where its pixels no longer suffice; null when the base has all. */
  tiles: TileManifest | null;
}

/** Which variants the browser is to load. */
export function mediaPlan(info: ImageInfo): MediaPlan {
  const { width, height, mediaType, thumb, display, tiles } = info;
  const base = display ?? { name: null, mediaType, width, height, scale: 1 };
  return { width, height, thumb, base, tiles };
}

/** The levels of a pyramid whose smallest fits into one tile. */
export function tileManifest(width: number, height: number): TileManifest {
  const levels: TileManifest["levels"] = [];
  for (let w = width, h = height; ; w = Math.ceil(w / 2), h = Math.ceil(h / 2)) {
    const columns = Math.ceil(w / TILE_SIZE_PX);
    const rows = Math.ceil(h / TILE_SIZE_PX);
    levels.unshift({ width: w, height: h, columns, rows });
    if (columns === 1 && rows === 1) break;
  }
  return { tileSizePx: TILE_SIZE_PX, mediaType: "image/webp", levels };
}

export function tileName(level: number, column: number, row: number): string {
  return `tile/${level}/${column}_${row}.webp`;
}
