import "server-only";
import { buffer } from "node:stream/consumers";
import {
  type ImageInfo,
  type ImageWarning,
  INFO_NAME,
  imageInfoSchema,
} from "@/lib/media/image-plan";
import { BlobError, type BlobStore, type BytesSource, type StagedBlob } from "./blob-store";
import {
  decodeLimit,
  imageOpener,
  largeDecodeLimit,
  readImageHeader,
  type StoredImage,
  type Strictness,
} from "./decoder";
import { deriveImage, isLarge, storeDerived } from "./derive-image";
import { MediaError } from "./media-error";
import { isCutOff, isNameMisleading, recogniseImage } from "./recognise-image";
import { stageSource } from "./stage-source";

/*
 * An upload becomes an image of the store: staged, recognised by its bytes, measured by its header, decoded as a whole, and
 * only then kept, with what is shown in its place. A refused file leaves nothing behind.
 */

export interface ImageLimits {
  maxBytes: number;
  maxPixels: number;
  /** For images that have to be in memory as a whole: progressive, rotated, or of a format without rows. */
  maxPixelsInMemory: number;
}

export const DEFAULT_IMAGE_LIMITS: ImageLimits = {
  maxBytes: 512 * 1024 * 1024,
  maxPixels: 400_000_000,
  maxPixelsInMemory: 150_000_000,
};

export interface IngestOptions {
  store: BlobStore;
  /** Path of a local file, or its bytes. */
  source: string | BytesSource;
  /** Only to warn of a misleading ending. */
  name: string;
  limits?: ImageLimits;
  signal?: AbortSignal;
}

export type IngestedImage = ImageInfo & { isNew: boolean };

/** Throws MediaError for a bad file; BlobError `storage_full`, and the reason of an aborted signal, pass through. */
export async function ingestImage(options: IngestOptions): Promise<IngestedImage> {
  const { store, source, name, signal, limits = DEFAULT_IMAGE_LIMITS } = options;
  const { maxBytes } = limits;
  const staged = await stageSource(store, { source, maxBytes, ...(signal ? { signal } : {}) });
  try {
    const known = await readImageInfo(store, staged.hash);
    if (known !== null) {
      const { isNew } = await staged.commit();
      return { ...withNameWarning(known, name), isNew };
    }
    const info = await staged.withLocalFile((path) =>
      decodeLimit(() => inspect({ store, staged, path, limits, ...(signal ? { signal } : {}) })),
    );
    return { ...withNameWarning(info.info, name), isNew: info.isNew };
  } finally {
    await staged.discard();
    if (typeof source !== "string" && "destroy" in source) source.destroy();
  }
}

/** What is known of an ingested image; null when it is not in the store or its derivatives are incomplete. */
export async function readImageInfo(store: BlobStore, hash: string): Promise<ImageInfo | null> {
  if (!(await store.hasDerivative(hash, INFO_NAME)) || (await store.stat(hash)) === null)
    return null;
  const { body } = await store.openDerivative(hash, INFO_NAME);
  const parsed = imageInfoSchema.safeParse(JSON.parse((await buffer(body)).toString()));
  return parsed.success ? parsed.data : null;
}

interface Inspection {
  store: BlobStore;
  staged: StagedBlob;
  path: string;
  limits: ImageLimits;
  signal?: AbortSignal;
}

async function inspect(inspection: Inspection): Promise<{ info: ImageInfo; isNew: boolean }> {
  const { staged, path, signal } = inspection;
  signal?.throwIfAborted();
  const mediaType = await recogniseImage(path);
  const damaged = async (cause: unknown): Promise<Error> => {
    if (cause instanceof MediaError) return cause;
    if (await isCutOff(path, mediaType, staged.sizeBytes)) {
      return new MediaError("truncated", "The file ends too early: part of it is missing.", {
        cause,
      });
    }
    return new MediaError("corrupt", "The file is damaged and cannot be decoded.", { cause });
  };
  let stored: StoredImage;
  try {
    stored = await readImageHeader(path, mediaType);
  } catch (cause) {
    throw await damaged(cause);
  }
  checkPixels(stored, inspection.limits);
  const isTurned = stored.orientation >= 5;
  const upright = {
    width: isTurned ? stored.height : stored.width,
    height: isTurned ? stored.width : stored.height,
  };
  const attempt = (strictness: Strictness) =>
    decodeAndKeep({ ...inspection, mediaType, stored, upright, strictness });
  const work = async () => {
    try {
      return await attempt("warning");
    } catch (error) {
      if (error instanceof BlobError || signal?.aborted) throw error;
    }
    // What browsers pass over is kept with a warning; what they would show broken is refused.
    try {
      return await attempt("error");
    } catch (error) {
      if (error instanceof BlobError || signal?.aborted) throw error;
      throw await damaged(error);
    }
  };
  return isLarge(upright) ? largeDecodeLimit(work) : work();
}

function checkPixels({ width, height, isStreamable }: StoredImage, limits: ImageLimits): void {
  const maxPixels = isStreamable
    ? limits.maxPixels
    : Math.min(limits.maxPixels, limits.maxPixelsInMemory);
  if (width * height <= maxPixels) return;
  const message = `The image has ${width} × ${height} pixels; at most ${maxPixels} are allowed.`;
  throw new MediaError("too_many_pixels", message, { details: { width, height, maxPixels } });
}

interface Decode extends Inspection {
  mediaType: string;
  stored: StoredImage;
  upright: { width: number; height: number };
  strictness: Strictness;
}

async function decodeAndKeep(decode: Decode): Promise<{ info: ImageInfo; isNew: boolean }> {
  const { store, staged, path, mediaType, stored, upright, strictness, signal } = decode;
  return store.withScratchFolder(async (folder) => {
    const open = await imageOpener(path, mediaType);
    const derived = await deriveImage({ open, strictness, stored, upright, mediaType, folder });
    signal?.throwIfAborted();
    const warnings: ImageWarning[] = [];
    if (stored.frames > 1) {
      warnings.push(mediaType === "image/tiff" ? "first_page_only" : "first_frame_only");
    }
    if (strictness === "error") warnings.push("damaged");
    const { thumb, display, tiles } = derived;
    const { orientation, hasAlpha, frames } = stored;
    const info: ImageInfo = {
      ...{ version: 1, hash: staged.hash, sizeBytes: staged.sizeBytes, mediaType, ...upright },
      ...{ orientation, hasAlpha, frames, thumb, display, tiles, warnings },
    };
    const { isNew } = await staged.commit();
    await storeDerived(store, staged.hash, derived);
    await store.putDerivative(staged.hash, INFO_NAME, Buffer.from(JSON.stringify(info)));
    return { info, isNew };
  });
}

function withNameWarning(info: ImageInfo, name: string): ImageInfo {
  if (!isNameMisleading(name, info.mediaType)) return info;
  return { ...info, warnings: [...info.warnings, "misleading_name"] };
}
