import { MEDIA_KINDS, type MediaKind } from "@/lib/media/media";
import type { Confidence, DatasetEvent, FileTree, Format, ReadOptions } from "../format";
import { isMediaPath, splitFromName } from "../media-index";

const NOUNS: Readonly<Record<MediaKind, string>> = {
  image: "images",
  text: "texts",
  audio: "recordings",
};

/** Media without labels: what is left when no format knows the files. */
export const files: Format = {
  id: "files",
  name: "Files without labels",
  media: MEDIA_KINDS,
  carries: {
    geometries: [],
    attributes: false,
    texts: false,
    scores: false,
    groups: false,
    order: false,
    emptyItems: false,
    ids: false,
  },
  detect: detectFiles,
  read: readFiles,
};

async function detectFiles(tree: FileTree, media: MediaKind): Promise<Confidence> {
  const count = tree.files().filter(({ path }) => isMediaPath(path, media)).length;
  if (count === 0) return { score: 0, why: "There is nothing to label among the files." };
  return { score: 0.1, why: `${count} files, taken without labels.` };
}

async function* readFiles(tree: FileTree, options: ReadOptions = {}): AsyncIterable<DatasetEvent> {
  const { media = "image" } = options;
  let others = 0;
  for (const { path } of tree.files()) {
    if (!isMediaPath(path, media)) {
      others += 1;
      continue;
    }
    const size = media === "image" ? await options.imageSize?.({ path, name: path }) : null;
    const folder = path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
    yield {
      type: "item",
      item: {
        ref: path,
        name: path,
        media,
        width: size?.width ?? null,
        height: size?.height ?? null,
        split: splitFromName(folder),
        file: path,
      },
    };
  }
  if (others > 0) {
    const message = `${others} files are not ${NOUNS[media]} and are left out.`;
    yield {
      type: "issue",
      issue: { code: "not_media", severity: "info", where: "files", message },
    };
  }
}
