import sharp from "sharp";

/** A photo-like picture that is different for every seed; `orientation` as EXIF stores it. */
export function photo(
  seed: number,
  { width = 800, height = 600, orientation = 1 } = {},
): Promise<Buffer> {
  const noise = Buffer.alloc(width * height * 3);
  for (let at = 0; at < noise.length; at += 1) {
    noise[at] = (at * (seed + 7) + ((at / width) | 0) * 13) & 0xff;
  }
  return sharp(noise, { raw: { width, height, channels: 3 } })
    .blur(3)
    .withMetadata({ orientation })
    .jpeg({ quality: 70 })
    .toBuffer();
}
