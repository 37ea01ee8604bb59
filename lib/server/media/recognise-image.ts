import "server-only";
import { open } from "node:fs/promises";
import { fileTypeFromBuffer } from "file-type";
import { imageMedia } from "@/lib/media/image";
import { MediaError } from "./media-error";

/*
 * What a file is, by its bytes alone: a name or a declared type is a claim of whoever uploads. This runs before any decoder
 * sees the file, so SVG (which can carry scripts and fetch) never reaches a renderer.
 */

const HEAD_BYTES = 4_100;

/** The media type of the file, one of `imageMedia.extensions`; throws a MediaError that names what it is instead. */
export async function recogniseImage(path: string): Promise<string> {
  const head = await readAt(path, { position: 0, length: HEAD_BYTES });
  if (head.length === 0) throw new MediaError("empty", "The file is empty.");
  const brand = head.toString("latin1", 4, 12);
  // HEIC lists a brand that AVIF has too, but holds HEVC, which no browser but Safari shows.
  const isHeic = /^ftyp(hei[cmsx]|hev[cmsx])/.test(brand);
  const mediaType = isHeic ? null : imageMedia.sniff(head);
  if (mediaType !== null) return mediaType;
  const text = head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text.startsWith("version https://git-lfs.github.com/spec/")) {
    const message =
      "This is a Git LFS pointer, not the image: run `git lfs pull` and upload again.";
    throw new MediaError("not_an_image", message, { details: { found: "git-lfs-pointer" } });
  }
  if (/^(<\?xml|<!--|<!doctype svg|<svg)/i.test(text) && /<svg[\s>:/]/i.test(text)) {
    throw new MediaError(
      "svg_refused",
      "SVG is a drawing with code in it, not pixels: convert it to PNG.",
    );
  }
  if (/^(<!doctype html|<html|<head|<body)/i.test(text)) {
    const message = "This is a web page (perhaps an error page that was saved as an image).";
    throw new MediaError("not_an_image", message, { details: { found: "text/html" } });
  }
  const found = (await fileTypeFromBuffer(head))?.mime;
  if (found === undefined) {
    throw new MediaError("not_an_image", "This is not an image of a known type.");
  }
  const code = found.startsWith("image/") ? "unsupported_type" : "not_an_image";
  throw new MediaError(code, `This is ${found}, which cannot be used.`, { details: { found } });
}

/** A warning when the ending of the name and the content disagree; the content wins. */
export function isNameMisleading(name: string, mediaType: string): boolean {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase();
  return extension === undefined || imageMedia.extensions[extension] !== mediaType;
}

/**
 * Whether the container says that bytes are missing at the end. Decoders report damage and missing bytes with the same words,
 * but a person does different things about the two: upload again, or look for another copy.
 */
export async function isCutOff(
  path: string,
  mediaType: string,
  sizeBytes: number,
): Promise<boolean> {
  const read = (position: number, length: number) => readAt(path, { position, length });
  if (mediaType === "image/jpeg") {
    const tail = await read(Math.max(0, sizeBytes - 65_536), 65_536);
    return tail.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0;
  }
  if (mediaType === "image/webp") {
    const head = await read(0, 12);
    return head.length < 12 || head.readUInt32LE(4) + 8 > sizeBytes;
  }
  if (mediaType === "image/gif") {
    return (await read(Math.max(0, sizeBytes - 1_024), 1_024)).lastIndexOf(0x3b) < 0;
  }
  const isPng = mediaType === "image/png";
  if (!isPng && mediaType !== "image/avif") return false;
  for (let position = isPng ? 8 : 0, count = 0; count < 100_000; count++) {
    const head = await read(position, 8);
    if (head.length < 8) return isPng || head.length > 0;
    const type = head.toString("latin1", 4);
    // A PNG chunk counts its data only (12 bytes around it); a box of ISO media counts itself, and 0 means "to the end".
    const length = isPng ? head.readUInt32BE(0) + 12 : head.readUInt32BE(0);
    if (position + length > sizeBytes) return true;
    if (type === "IEND" || length < 8) return false;
    position += length;
  }
  return false;
}

async function readAt(path: string, { position, length }: { position: number; length: number }) {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
