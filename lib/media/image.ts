import type { MediaSpec } from "./media";

export const IMAGE_GEOMETRIES = ["box"] as const;

/** Bytes that `sniff` wants to see; fewer are fine but recognise less. */
export const IMAGE_HEAD_BYTES = 32;

export const imageMedia: MediaSpec<"image"> = {
  kind: "image",
  geometries: IMAGE_GEOMETRIES,
  unit: "px",
  extensions: {
    jpg: "image/jpeg",
    jpeg: "image/jpeg",
    jfif: "image/jpeg",
    png: "image/png",
    webp: "image/webp",
    avif: "image/avif",
    gif: "image/gif",
    bmp: "image/bmp",
    tif: "image/tiff",
    tiff: "image/tiff",
  },
  sniff(head: Uint8Array) {
    const text = (start: number, end: number) => String.fromCharCode(...head.subarray(start, end));
    if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "image/jpeg";
    if (text(0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
    if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "image/webp";
    if (text(0, 6) === "GIF87a" || text(0, 6) === "GIF89a") return "image/gif";
    if (text(4, 8) === "ftyp" && /avif|avis|mif1|miaf/.test(text(8, 32))) return "image/avif";
    if (text(0, 4) === "II*\0" || text(0, 4) === "MM\0*") return "image/tiff";
    if (text(0, 4) === "II+\0" || text(0, 4) === "MM\0+") return "image/tiff";
    if (text(0, 2) === "BM" && head.length >= 18) return "image/bmp";
    return null;
  },
};
