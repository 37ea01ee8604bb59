import "server-only";
import type { FileTree } from "@/lib/formats/format";
import type { ImageInfo } from "@/lib/media/image-plan";
import { keepMedia } from "../add-media";
import type { App } from "../app";
import { readImageHeader } from "../media/decoder";
import { openMedia } from "../media/open-media";
import { recogniseImage } from "../media/recognise-image";

/** An image of the dataset's files: known by content. `info` is there once it is kept. */
export type InspectedImage = {
  hash: string;
  width: number;
  height: number;
  info: ImageInfo | null;
};
export type MediaInspector = {
  /** Throws MediaError for a bad file. Asked again, answers the same. */
  inspect(path: string): Promise<InspectedImage>;
};

/** Keeps each image that is asked for; in a dry run it is only hashed and measured. */
export function createMediaInspector(of: {
  app: App;
  files: FileTree;
  isDryRun: boolean;
  signal?: AbortSignal;
}): MediaInspector {
  const { app, files, isDryRun, signal } = of;
  // A reader asks for the size just before it sends the item: the last answer is enough.
  let last: { path: string; image: Promise<InspectedImage> } | null = null;

  async function keep(path: string): Promise<InspectedImage> {
    const source = files.stream(path);
    const info = await keepMedia(app, { source, name: path, ...(signal ? { signal } : {}) });
    return { hash: info.hash, width: info.width, height: info.height, info };
  }
  async function look(path: string): Promise<InspectedImage> {
    const media = await openMedia(app.settings);
    const { maxFileBytes: maxBytes } = app.settings;
    const staged = await media.stage(files.stream(path), { maxBytes });
    try {
      return await staged.withLocalFile(async (file) => {
        const { width, height, orientation } = await readImageHeader(
          file,
          await recogniseImage(file),
        );
        const isTurned = orientation >= 5;
        return {
          hash: staged.hash,
          width: isTurned ? height : width,
          height: isTurned ? width : height,
          info: null,
        };
      });
    } finally {
      await staged.discard();
    }
  }
  return {
    inspect(path) {
      if (last?.path !== path) last = { path, image: isDryRun ? look(path) : keep(path) };
      return last.image;
    },
  };
}
