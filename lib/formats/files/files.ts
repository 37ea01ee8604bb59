import type { Confidence, DatasetEvent, FileTree, Format, ReadOptions } from "../format";
import { isMediaPath, splitFromName } from "../media-index";

/** Media without labels: what is left when no format knows the files. */
export const files: Format = {
  id: "files",
  name: "Files without labels",
  media: ["image"],
  carries: {
    geometries: [],
    attributes: false,
    scores: false,
    groups: false,
    order: false,
    emptyItems: false,
    ids: false,
  },
  detect: detectFiles,
  read: readFiles,
};

async function detectFiles(tree: FileTree): Promise<Confidence> {
  const count = tree.files().filter(({ path }) => isMediaPath(path)).length;
  if (count === 0) return { score: 0, why: "There is no image among the files." };
  return { score: 0.1, why: `${count} images, taken without labels.` };
}

async function* readFiles(tree: FileTree, options: ReadOptions = {}): AsyncIterable<DatasetEvent> {
  let others = 0;
  for (const { path } of tree.files()) {
    if (!isMediaPath(path)) {
      others += 1;
      continue;
    }
    const size = (await options.imageSize?.({ path, name: path })) ?? null;
    const folder = path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
    yield {
      type: "item",
      item: {
        ref: path,
        name: path,
        media: "image",
        width: size?.width ?? null,
        height: size?.height ?? null,
        split: splitFromName(folder),
        file: path,
      },
    };
  }
  if (others > 0) {
    const message = `${others} files are no images and are left out.`;
    yield {
      type: "issue",
      issue: { code: "not_media", severity: "info", where: "files", message },
    };
  }
}
