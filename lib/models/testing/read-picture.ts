import sharp from "sharp";
import type { ImageInput } from "../adapter";

/** A picture as the worker decodes it. `longestPx`: no side is longer; suggestions stay in the item's pixels. */
export async function readPicture(file: string, longestPx = 2_048): Promise<ImageInput> {
  const upright = sharp(file).rotate();
  const { width, height } = (await upright.clone().raw().toBuffer({ resolveWithObject: true }))
    .info;
  const { data, info } = await upright
    .resize({ width: longestPx, height: longestPx, fit: "inside", withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    kind: "image",
    pixels: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength),
    width: info.width,
    height: info.height,
    itemWidth: width,
    itemHeight: height,
  };
}
