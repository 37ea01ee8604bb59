import "server-only";
import type { DatasetItem } from "@/lib/formats/format";
import type { BlobStore } from "../media/blob-store";
import { ingestImage, readImageInfo } from "../media/ingest-image";
import { uprightOriginal } from "../media/upright-original";

/** The media of an item as datasets carry them: an image upright, whatever EXIF said; a recording as it came. */
export async function openItemMedia(
  store: BlobStore,
  { hash, name, media }: DatasetItem,
): Promise<AsyncIterable<Uint8Array>> {
  // Texts travel within the dataset, not by the media store.
  if (!hash || media === "text") throw new Error(`${name} has no media.`);
  return media === "image" ? openUpright(store, { hash, name }) : (await store.open(hash)).body;
}

async function openUpright(
  store: BlobStore,
  { hash, name }: { hash: string; name: string },
): Promise<AsyncIterable<Uint8Array>> {
  const info =
    (await readImageInfo(store, hash)) ??
    // What is derived can be lost and made again; the original cannot.
    (await ingestImage({ store, source: (await store.open(hash)).body, name }));
  return (await uprightOriginal(store, info)).body;
}
