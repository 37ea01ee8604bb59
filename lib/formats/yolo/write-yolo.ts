import { SPLITS, type Split } from "@/lib/annotation/item-state";
import { boxArea, clipBox } from "@/lib/geometry/box";
import { createFileNamer } from "../file-name";
import type {
  DatasetAnnotation,
  DatasetItem,
  DatasetLabel,
  DatasetSource,
  Issue,
  OutFile,
  WriteOptions,
} from "../format";
import { boxText, encodeBox } from "./yolo-box";

/** Outside by less than this is rounding, not a box that leaves the image. */
const EDGE_SLACK_PX = 1e-6;

export type YoloLayout = {
  imagePath(split: Split, name: string): string;
  labelPath(imagePath: string): string;
  /** The files that name classes and splits, written last. */
  tail(of: YoloTail): Iterable<OutFile | Issue>;
};
export type YoloTail = {
  labels: readonly DatasetLabel[];
  /** Image paths of each split, in order. */
  images: ReadonlyMap<Split, readonly string[]>;
  hasMedia: boolean;
};

type Open = { item: DatasetItem; name: string; split: Split; lines: string[]; boxes: number };

/** One text file an item and its image; a single walk through the data. */
export async function* writeYolo(
  source: DatasetSource,
  options: WriteOptions,
  layout: YoloLayout,
): AsyncIterable<OutFile | Issue> {
  const nameFile = createFileNamer("stem");
  const labels: DatasetLabel[] = [];
  let classes: Map<string, number> | null = null;
  const images = new Map<Split, string[]>(SPLITS.map((split) => [split, []]));
  const issues: Issue[] = [];
  const lost = { scores: 0, attributes: 0 };
  let open: Open | null = null;

  function* close(): Generator<OutFile | Issue> {
    yield* issues.splice(0);
    if (open === null) return;
    const { item, name, split, lines, boxes } = open;
    open = null;
    if (boxes > 0 && (item.width === null || item.height === null)) {
      yield {
        code: "size_unknown",
        severity: "error",
        where: name,
        message: `The image size is not known, so its ${boxes} boxes cannot be written: left out.`,
      };
      return;
    }
    const path = layout.imagePath(split, name);
    images.get(split)?.push(path);
    const text = lines.length === 0 ? "" : `${lines.join("\n")}\n`;
    yield textFile(layout.labelPath(path), text);
    if (options.hasMedia) yield { path, content: { kind: "media", item }, stored: true };
  }

  for await (const event of source.events()) {
    if (event.type === "label") labels.push(event.label);
    else if (event.type === "issue") yield event.issue;
    else if (event.type === "item") {
      yield* close();
      const { name, issue } = nameFile(event.item.name);
      if (issue) yield issue;
      open = { item: event.item, name, split: event.item.split ?? "train", lines: [], boxes: 0 };
    } else if (open !== null) {
      classes ??= classIndices(labels);
      const { annotation } = event;
      open.boxes += 1;
      if (annotation.score !== null) lost.scores += 1;
      if (Object.keys(annotation.attributes).length > 0) lost.attributes += 1;
      const line = rowText(annotation, open, { classes, issues });
      if (line !== null) open.lines.push(line);
    }
  }
  yield* close();
  if (lost.scores > 0) yield notCarried("scores_not_carried", lost.scores, "a score");
  if (lost.attributes > 0)
    yield notCarried("attributes_not_carried", lost.attributes, "attributes");
  labels.sort((a, b) => a.position - b.position);
  yield* layout.tail({ labels, images, hasMedia: options.hasMedia });
}

export function textFile(path: string, text: string): OutFile {
  return { path, content: { kind: "bytes", bytes: new TextEncoder().encode(text) }, stored: false };
}

/** Class indices run from 0 without gaps, in the order of the labels. */
function classIndices(labels: readonly DatasetLabel[]): Map<string, number> {
  const sorted = labels.toSorted((a, b) => a.position - b.position);
  return new Map(sorted.map((label, i) => [label.ref, i]));
}

function rowText(
  { geometry, label, ref }: DatasetAnnotation,
  { item, name }: Open,
  { classes, issues }: { classes: Map<string, number>; issues: Issue[] },
): string | null {
  if (item.width === null || item.height === null) return null;
  const report = (code: string, message: string) =>
    issues.push({ code, severity: "warning", where: name, message: `A box (${ref}) ${message}` });
  if (geometry.kind !== "box") {
    const message = `An annotation (${ref}) is left out because it is not a box.`;
    issues.push({ code: "geometry_not_carried", severity: "warning", where: name, message });
    return null;
  }
  const classIndex = classes.get(label);
  if (classIndex === undefined) {
    report("unknown_label", "is left out because its label is not exported.");
    return null;
  }
  const size = { width: item.width, height: item.height };
  const clipped = clipBox(geometry, size);
  if (!(boxArea(clipped) > 0)) {
    report("box_without_area", "is left out because it has no area on the image.");
    return null;
  }
  const cutPx = Math.max(geometry.w - clipped.w, geometry.h - clipped.h);
  if (cutPx > EDGE_SLACK_PX)
    report("box_clipped", "reaches over the image's edge and is cut there.");
  const encoded = encodeBox(clipped, size);
  if (encoded[2] === 0 || encoded[3] === 0) {
    report("box_without_area", "is left out because it is too thin to be written.");
    return null;
  }
  return `${classIndex} ${boxText(encoded)}`;
}

function notCarried(code: string, count: number, what: string): Issue {
  const message = `${count} boxes have ${what}, for which YOLO labels have no place.`;
  return { code, severity: "info", where: "labels", message };
}
