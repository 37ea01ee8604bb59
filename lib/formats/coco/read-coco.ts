import { z } from "zod";
import { attributesSchema } from "@/lib/annotation/annotation";
import type { Split } from "@/lib/annotation/item-state";
import type { DatasetEvent, DatasetItem, FileTree, Issue } from "../format";
import { issueEvent, issueFromError } from "../issue";
import {
  baseName,
  createMediaIndex,
  folderOf,
  type MediaIndex,
  splitFromName,
} from "../media-index";
import { createPacer } from "../pacer";
import { type CocoResults, eventsById, readResults, suggestionEvents } from "./coco-results";
import { findCocoFiles } from "./detect-coco";
import { type CocoFileContent, parseCocoFile } from "./parse-coco-file";

type Reading = {
  media: MediaIndex;
  /** Refs that are already told, over all files: labels by name, items by split and name. */
  labels: Map<string, string>;
  items: Map<string, string>;
  labelCount: number;
  annotationCount: number;
  /** What models said of the images. */
  results: CocoResults[];
};

const extraSchema = z.record(z.string(), z.json());

/** Every instances file of the tree, one after the other; other COCO kinds if there are none. */
export async function* readCoco(files: FileTree): AsyncIterable<DatasetEvent> {
  const { chosen, passedOver, results } = await findCocoFiles(files);
  for (const path of passedOver) {
    yield issueEvent(
      "info",
      "file_ignored",
      path,
      "It describes the same images for another task; the instances files are read instead.",
    );
  }
  const reading: Reading = {
    media: createMediaIndex(files, "image"),
    labels: new Map(),
    items: new Map(),
    labelCount: 0,
    annotationCount: 0,
    results: [],
  };
  for (const path of results) reading.results.push(yield* readResults(files, path));
  for (const path of chosen) {
    const issues: Issue[] = [];
    try {
      const content = yield* parseCocoFile(files, path);
      yield* fileEvents(content, path, reading);
    } catch (error) {
      issues.push(issueFromError(error, path));
    }
    for (const issue of issues) yield { type: "issue", issue };
  }
  const nextRef = () => nextAnnotation(reading);
  for (const each of reading.results) {
    // The only file is what the person called it.
    const suggestedBy = reading.results.length > 1 ? each.by : "";
    const folders = mediaFolders(each.path, null);
    const findMedia = (name: string) => reading.media.find(name, folders);
    if (chosen.length === 0) yield* eventsById(each, { suggestedBy, nextRef, findMedia });
    for (const [id, count] of each.left()) {
      const message = `${count} results are of image ${id}, which no file lists.`;
      yield issueEvent("error", "unknown_image", each.path, message);
    }
  }
}

function nextAnnotation(reading: Reading): string {
  return `coco-annotation-${reading.annotationCount++}`;
}

/** The split that the file name or its folder says: instances_val2017.json, valid/_annotations… */
export function splitOfCocoFile(path: string): Split | null {
  const stem = baseName(path).replace(/\.json$/i, "");
  for (const part of stem.split(/[_.-]+/).reverse()) {
    const split = splitFromName(part);
    if (split !== null) return split;
  }
  return splitFromName(baseName(folderOf(path)));
}

async function* fileEvents(
  content: CocoFileContent,
  path: string,
  reading: Reading,
): AsyncGenerator<DatasetEvent> {
  const split = splitOfCocoFile(path);
  const labelRefs = yield* labelEvents(content, path, reading);
  const folders = mediaFolders(path, split);
  const { order, starts } = content.table.byImage(content.imageNumbers.size);
  const pace = createPacer();
  for (const [id, number] of content.imageNumbers) {
    const from = starts[number] ?? 0;
    const to = starts[number + 1] ?? 0;
    const image = content.images.get(number);
    if (image === undefined) {
      yield issueEvent(
        "error",
        "unknown_image",
        path,
        `${to - from} annotations are of image ${id}, which the file does not list.`,
      );
      continue;
    }
    const key = `${split ?? ""}/${image.name}`;
    let item = reading.items.get(key);
    if (item === undefined) {
      item = `coco-item-${reading.items.size}`;
      reading.items.set(key, item);
      const file = reading.media.find(image.name, folders);
      yield { type: "item", item: datasetItem({ ref: item, id, image, split, file }) };
      if (file === null) {
        yield issueEvent("warning", "media_missing", image.name, "The image file is not there.");
      }
    } else {
      yield issueEvent("info", "image_repeated", image.name, "Listed more than once: merged.");
    }
    for (let i = from; i < to; i++) {
      const pause = pace();
      if (pause) await pause;
      yield annotationEvent({
        content,
        row: order[i] ?? 0,
        item,
        labelRefs,
        path,
        reading,
        i: i - from,
      });
    }
    for (const each of reading.results) {
      yield* suggestionEvents(each, each.take(id), {
        ...{ item, first: to - from, suggestedBy: each.by },
        labelOf: (category) => labelRefs.get(content.categoryNumbers.get(category) ?? -1),
        nextRef: () => nextAnnotation(reading),
      });
    }
  }
}

function datasetItem(of: {
  ref: string;
  id: string;
  image: { name: string; width: number | null; height: number | null; foreign: object | null };
  split: Split | null;
  file: string | null;
}): DatasetItem {
  return {
    ref: of.ref,
    name: of.image.name,
    media: "image",
    width: of.image.width,
    height: of.image.height,
    split: of.split,
    file: of.file,
    sourceId: of.id,
    ...(of.image.foreign ? { metadata: { coco: of.image.foreign } } : {}),
  };
}

function annotationEvent(of: {
  content: CocoFileContent;
  row: number;
  item: string;
  labelRefs: Map<number, string>;
  path: string;
  reading: Reading;
  i: number;
}): DatasetEvent {
  const { id, category, x, y, w, h, rest } = of.content.table.row(of.row);
  const label = of.labelRefs.get(category);
  if (label === undefined) {
    const name = [...of.content.categoryNumbers].find(([, number]) => number === category)?.[0];
    return issueEvent(
      "error",
      "unknown_category",
      `${of.path}, annotation ${id ?? of.row}`,
      `Its category ${name} is not in the file.`,
    );
  }
  const foreign = extraSchema.safeParse(rest?.foreign ?? {});
  const hasForeign = foreign.success && Object.keys(foreign.data).length > 0;
  return {
    type: "annotation",
    annotation: {
      ref: nextAnnotation(of.reading),
      item: of.item,
      label,
      geometry: { kind: "box", x, y, w, h },
      attributes: attributesSchema.parse(rest?.attributes ?? {}),
      score: rest?.score ?? null,
      groupId: null,
      order: of.i,
      ...(id === null ? {} : { sourceId: id }),
      ...(hasForeign ? { extra: { coco: foreign.data } } : {}),
    },
  };
}

/** Labels in the order of the file; the same name in a second file is the same label. */
function* labelEvents(
  content: CocoFileContent,
  path: string,
  reading: Reading,
): Generator<DatasetEvent, Map<number, string>> {
  const refs = new Map<number, string>();
  const seen = new Map<string, number>();
  for (const { number, id, name } of content.categories) {
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    if (times > 0) {
      yield issueEvent(
        "warning",
        "duplicate_label",
        path,
        `Two categories are called "${name}" (the second has id ${id}).`,
      );
    }
    const key = times === 0 ? name : `${name}\0${times}`;
    let ref = reading.labels.get(key);
    if (ref === undefined) {
      const position = reading.labelCount++;
      ref = `coco-label-${position}`;
      reading.labels.set(key, ref);
      yield { type: "label", label: { ref, name, position, sourceId: id } };
    }
    refs.set(number, ref);
  }
  return refs;
}

function mediaFolders(path: string, split: Split | null): string[] {
  const here = folderOf(path);
  const above = folderOf(here);
  const stem = baseName(path)
    .replace(/\.json$/i, "")
    .replace(/^[a-z]+_(keypoints_)?/i, "");
  const names = [...new Set([stem, ...(split === null ? [] : [split, `${split}2017`]), "default"])];
  const places = names.flatMap((name) => [`images/${name}`, name]);
  return [here, above].flatMap((root) => [...places, "images", ""].map((p) => `${root}/${p}`));
}
