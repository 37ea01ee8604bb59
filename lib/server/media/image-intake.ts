import "server-only";
import type { App } from "../app";
import { readImageHeader } from "./decoder";
import { DEFAULT_IMAGE_LIMITS, type ImageLimits, ingestImage, readImageInfo } from "./ingest-image";
import type { MediaIntake } from "./intake";
import { openMedia } from "./open-media";
import { recogniseImage } from "./recognise-image";
import { stageSource } from "./stage-source";

export const imageIntake: MediaIntake = {
  async keep({ app, ...options }) {
    const store = await openMedia(app.settings);
    const info = await ingestImage({ store, ...options, limits: imageLimits(app) });
    const { hash, sizeBytes, mediaType, width, height, warnings } = info;
    // A misleading name is one item's affair; the blob may be shared with well-named ones.
    const kept = warnings.filter((warning) => warning !== "misleading_name");
    const blob = {
      ...{ hash, bytes: sizeBytes, mediaType, width, height },
      info: JSON.stringify({ v: 1, ...info, warnings: kept }),
    };
    return { hash, width, height, length: null, warnings, item: { blob } };
  },
  async measure({ app, source }) {
    const { maxFileBytes: maxBytes } = app.settings;
    const staged = await stageSource(await openMedia(app.settings), { source, maxBytes });
    try {
      return await staged.withLocalFile(async (file) => {
        const header = await readImageHeader(file, await recogniseImage(file));
        const isTurned = header.orientation >= 5;
        return {
          hash: staged.hash,
          width: isTurned ? header.height : header.width,
          height: isTurned ? header.width : header.height,
          length: null,
        };
      });
    } finally {
      await staged.discard();
    }
  },
  async read(app, { hash }) {
    const info = await readImageInfo(await openMedia(app.settings), hash);
    return info && { kind: "image", info };
  },
};

function imageLimits({ settings }: App): ImageLimits {
  const { maxPixelsInMemory } = DEFAULT_IMAGE_LIMITS;
  return { maxBytes: settings.maxFileBytes, maxPixels: settings.maxPixels, maxPixelsInMemory };
}
