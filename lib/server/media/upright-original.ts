import "server-only";
import { Readable } from "node:stream";
import type { ImageInfo } from "@/lib/media/image-plan";
import type { BlobStore } from "./blob-store";
import { decodeLimit, imageOpener } from "./decoder";

const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/avif": "avif",
  "image/gif": "gif",
  "image/bmp": "bmp",
  "image/tiff": "tif",
};

export interface UprightOriginal {
  body: Readable;
  mediaType: string;
  /** Without the dot. */
  extension: string;
  /** The bytes are not those that were uploaded: the image was turned, for readers that know nothing of EXIF. */
  isReencoded: boolean;
}

/** An image for a dataset. Same blob, same bytes. Throws BlobError `not_found`, or what the decoder throws. */
export async function uprightOriginal(store: BlobStore, info: ImageInfo): Promise<UprightOriginal> {
  const { hash, mediaType, orientation, hasAlpha } = info;
  if (orientation === 1) {
    const { body } = await store.open(hash);
    return { body, mediaType, extension: EXTENSIONS[mediaType] ?? "bin", isReencoded: false };
  }
  const isLossless = hasAlpha || mediaType === "image/png" || mediaType === "image/tiff";
  // Encoded as a whole, so that a slow reader does not hold a place among the decoders.
  const bytes = await decodeLimit(() =>
    store.withLocalFile(hash, async (path) => {
      // sRGB without a profile is what readers that ignore profiles expect.
      const image = (await imageOpener(path, mediaType))().autoOrient().toColourspace("srgb");
      return isLossless
        ? image.png({ compressionLevel: 6 }).toBuffer()
        : image.jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).toBuffer();
    }),
  );
  const body = Readable.from([bytes]);
  return isLossless
    ? { body, mediaType: "image/png", extension: "png", isReencoded: true }
    : { body, mediaType: "image/jpeg", extension: "jpg", isReencoded: true };
}
