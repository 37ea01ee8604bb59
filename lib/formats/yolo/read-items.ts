import type { Split } from "@/lib/annotation/item-state";
import { clipBox, type Size } from "@/lib/geometry/box";
import type { DatasetEvent, FileTree, ReadOptions } from "../format";
import { issueEvent, issueFromError } from "../issue";
import { createPacer } from "../pacer";
import { type LabelRow, parseLabelFile } from "./label-file";
import { decodeBox } from "./yolo-box";

/** Six decimals, as most tools write, put a box at the edge this far outside. Not worth a word. */
const ROUNDING = 2e-6;

export type YoloImage = {
  name: string;
  /** The image in the tree, or null. */
  file: string | null;
  /** Its label file in the tree; null stands for "nothing there". */
  labels: string | null;
  split: Split;
};

export type YoloContext = {
  files: FileTree;
  names: readonly string[];
  keypointShape: number[] | null;
  options: ReadOptions;
};

export function* labelEvents(names: readonly string[], where: string): Generator<DatasetEvent> {
  const seen = new Set<string>();
  for (const [position, given] of names.entries()) {
    let name = given.trim();
    if (name === "") {
      name = `class_${position}`;
      yield issueEvent("warning", "label_unnamed", where, `Class ${position} has no name.`);
    }
    if (seen.has(name)) {
      yield issueEvent("warning", "duplicate_label", where, `Two classes are called "${name}".`);
    }
    seen.add(name);
    yield { type: "label", label: { ref: labelRef(position), name, position } };
  }
}

/** Each image with its boxes. A bad line or file is reported and the next one goes on. */
export async function* itemEvents(
  images: Iterable<YoloImage>,
  context: YoloContext,
): AsyncGenerator<DatasetEvent> {
  const pace = createPacer();
  let number = 0;
  for (const image of images) {
    const pause = pace();
    if (pause) await pause;
    const ref = `yolo-item-${number++}`;
    const { rows, issues } = await readRows(image, context);
    const size = await imageSize(image, context);
    yield {
      type: "item",
      item: {
        ref,
        name: image.name,
        media: "image",
        width: size?.width ?? null,
        height: size?.height ?? null,
        split: image.split,
        file: image.file,
      },
    };
    for (const issue of issues) yield { type: "issue", issue };
    if (image.file === null) {
      yield issueEvent("warning", "media_missing", image.name, "The image file is not there.");
    }
    if (size === null && rows.length > 0) {
      const message = `The image size is not known, so ${rows.length} boxes cannot be read.`;
      yield issueEvent("error", "size_unknown", image.name, message);
      continue;
    }
    if (size !== null) yield* boxEvents(rows, { ref, image, size });
  }
}

async function readRows(image: YoloImage, { files, names, keypointShape }: YoloContext) {
  if (image.labels === null) return { rows: [], issues: [] };
  try {
    return parseLabelFile(await files.text(image.labels), {
      where: image.labels,
      classCount: names.length,
      keypointShape,
    });
  } catch (error) {
    return { rows: [], issues: [issueFromError(error, image.labels)] };
  }
}

async function imageSize(image: YoloImage, { options }: YoloContext): Promise<Size | null> {
  return (await options.imageSize?.({ path: image.file, name: image.name })) ?? null;
}

function* boxEvents(
  rows: readonly LabelRow[],
  { ref, image, size }: { ref: string; image: YoloImage; size: Size },
): Generator<DatasetEvent> {
  for (const [order, { classIndex, box, score }] of rows.entries()) {
    const decoded = decodeBox(box, size);
    const clipped = clipBox(decoded, size);
    const isCut =
      decoded.w - clipped.w > ROUNDING * size.width ||
      decoded.h - clipped.h > ROUNDING * size.height;
    if (!(clipped.w > 0 && clipped.h > 0)) {
      yield issueEvent("warning", "box_without_area", image.name, "A box lies outside: left out.");
      continue;
    }
    if (isCut) yield issueEvent("info", "box_clipped", image.name, "A box was cut at the edge.");
    yield {
      type: "annotation",
      annotation: {
        ref: `${ref}-box-${order}`,
        item: ref,
        label: labelRef(classIndex),
        geometry: { kind: "box", ...clipped },
        attributes: {},
        score,
        groupId: null,
        order,
      },
    };
  }
}

function labelRef(classIndex: number): string {
  return `yolo-label-${classIndex}`;
}
