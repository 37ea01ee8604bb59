import "server-only";
import type { DatasetItem } from "@/lib/formats/format";
import type { BlobStore } from "../media/blob-store";
import { ingestImage, readImageInfo } from "../media/ingest-image";
import { uprightOriginal } from "../media/upright-original";

/** The image of an item as datasets carry it: upright, whatever EXIF said. */
export async function openUpright(
  media: BlobStore,
  { hash, name }: DatasetItem,
): Promise<AsyncIterable<Uint8Array>> {
  if (!hash) throw new Error(`${name} has no media.`);
  const info =
    (await readImageInfo(media, hash)) ??
    // What is derived can be lost and made again; the original cannot.
    (await ingestImage({ store: media, source: (await media.open(hash)).body, name }));
  return (await uprightOriginal(media, info)).body;
}
