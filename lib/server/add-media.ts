import "server-only";
import pLimit from "p-limit";
import { type AddedItem, addItem, type NewItem } from "@/db/queries/items";
import type { ImageInfo, ImageWarning } from "@/lib/media/image-plan";
import { itemName } from "@/lib/media/item-name";
import type { App } from "./app";
import type { BytesSource } from "./media/blob-store";
import { DEFAULT_IMAGE_LIMITS, type ImageLimits, ingestImage } from "./media/ingest-image";
import { openMedia } from "./media/open-media";

/** Files that are received or decoded at a time; the others wait, unread, so that memory stays level. */
const FILES_AT_A_TIME = 16;

const holder = globalThis as typeof globalThis & { trazoAddLimit?: ReturnType<typeof pLimit> };

export type AddMedia = {
  projectId: string;
  /** Path of a local file, or the bytes. */
  source: string | BytesSource;
  /** As it came, with folders; kept as `itemName` makes it. */
  name: string;
  split?: NewItem["split"];
  metadata?: Record<string, unknown>;
  signal?: AbortSignal;
};
export type AddedMedia = AddedItem & { info: ImageInfo; warnings: ImageWarning[] };

/**
 * Takes a file in and makes it an item of the project: the one way for uploads, imports and the command line. Bytes that the
 * project has already give the item that has them. Throws MediaError for a bad file, BlobError `storage_full`.
 */
export function addMedia(app: App, media: AddMedia): Promise<AddedMedia> {
  holder.trazoAddLimit ??= pLimit(FILES_AT_A_TIME);
  return holder.trazoAddLimit(async () => {
    media.signal?.throwIfAborted();
    const info = await keepMedia(app, media);
    const added = await addItem(app.store, {
      projectId: media.projectId,
      item: { ...itemOf(info, media.name), ...extras(media) },
      now: Date.now(),
    });
    return { ...added, info, warnings: info.warnings };
  });
}

/** Puts the file into the media store only; errors as `addMedia`. */
export async function keepMedia(
  app: App,
  { source, name, signal }: Pick<AddMedia, "source" | "name" | "signal">,
): Promise<ImageInfo> {
  const store = await openMedia(app.settings);
  const limits = imageLimits(app);
  return ingestImage({ store, source, name, limits, ...(signal ? { signal } : {}) });
}

/** The item of a kept file. */
export function itemOf(info: ImageInfo, name: string): NewItem {
  const { hash, sizeBytes, mediaType, width, height } = info;
  // A misleading name is one item's affair; the blob may be shared with well-named ones.
  const warnings = info.warnings.filter((warning) => warning !== "misleading_name");
  return {
    name: itemName(name),
    blob: {
      ...{ hash, bytes: sizeBytes, mediaType, width, height },
      info: JSON.stringify({ v: 1, ...info, warnings }),
    },
  };
}

function imageLimits({ settings }: App): ImageLimits {
  const { maxPixelsInMemory } = DEFAULT_IMAGE_LIMITS;
  return { maxBytes: settings.maxFileBytes, maxPixels: settings.maxPixels, maxPixelsInMemory };
}

function extras({ split, metadata }: AddMedia): Pick<NewItem, "split" | "metadata"> {
  return {
    ...(split === undefined ? {} : { split }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}
