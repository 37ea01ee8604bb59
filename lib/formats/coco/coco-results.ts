import { attributesSchema } from "@/lib/annotation/annotation";
import type { DatasetEvent, FileTree } from "../format";
import { issueEvent } from "../issue";
import { baseName } from "../media-index";
import type { CocoRow } from "./coco-table";
import { type CocoFileContent, parseCocoFile } from "./parse-coco-file";

/** What a model said, as evaluation takes it: a list of boxes with scores, without images and categories. */
export type CocoResults = {
  path: string;
  /** Who suggests it: the file is all that is known of the model. */
  by: string;
  content: CocoFileContent;
  /** The rows about an image, by the id that the file has of it; each image's are handed out once. */
  take(imageId: string): readonly CocoRow[];
  /** Rows about images that nobody asked for, by the image's id. */
  left(): ReadonlyMap<string, number>;
};

/** Sends what is wrong with records on the way. */
export async function* readResults(
  files: FileTree,
  path: string,
): AsyncGenerator<DatasetEvent, CocoResults> {
  const content = yield* parseCocoFile(files, path);
  const { order, starts } = content.table.byImage(content.imageNumbers.size);
  const told = new Set<string>();
  const rangeOf = (imageId: string) => {
    const number = content.imageNumbers.get(imageId);
    if (number === undefined) return { from: 0, to: 0 };
    return { from: starts[number] ?? 0, to: starts[number + 1] ?? 0 };
  };
  return {
    ...{ path, content },
    by: baseName(path).replace(/\.json$/i, ""),
    take(imageId) {
      if (told.has(imageId)) return [];
      told.add(imageId);
      const { from, to } = rangeOf(imageId);
      return [...order.subarray(from, to)].map((row) => content.table.row(row));
    },
    left() {
      const ids = [...content.imageNumbers.keys()].filter((id) => !told.has(id));
      return new Map(ids.map((id) => [id, rangeOf(id).to - rangeOf(id).from]));
    },
  };
}

/** The id that the file has of a row's category. */
export function categoryIds({ categoryNumbers }: CocoFileContent): ReadonlyMap<number, string> {
  return new Map([...categoryNumbers].map(([id, number]) => [number, id]));
}

type Naming = {
  item: string;
  /** Of a category, by its id; undefined: there is none. */
  labelOf(categoryId: string): string | undefined;
  /** How many annotations the item has already. */
  first: number;
  suggestedBy: string;
  nextRef(): string;
};

/** An image's rows as suggestions for its item. */
export function* suggestionEvents(
  { path, content }: CocoResults,
  rows: readonly CocoRow[],
  { item, labelOf, first, suggestedBy, nextRef }: Naming,
): Generator<DatasetEvent> {
  const ids = categoryIds(content);
  for (const [i, { category, id, x, y, w, h, rest }] of rows.entries()) {
    const categoryId = ids.get(category) ?? "";
    const label = labelOf(categoryId);
    if (label === undefined) {
      const message = `Its category ${categoryId} is in none of the files.`;
      yield issueEvent("error", "unknown_category", `${path}, result ${id ?? i + 1}`, message);
      continue;
    }
    yield {
      type: "annotation",
      annotation: {
        ...{ ref: nextRef(), item, label, suggestedBy, groupId: null, order: first + i },
        geometry: { kind: "box", x, y, w, h },
        attributes: attributesSchema.parse(rest?.attributes ?? {}),
        score: rest?.score ?? null,
      },
    };
  }
}

/** Results without the file of their images: items and labels are known by their ids alone. */
export function* eventsById(
  results: CocoResults,
  reading: { suggestedBy: string; nextRef(): string; findMedia(name: string): string | null },
): Generator<DatasetEvent> {
  const { content, path } = results;
  for (const [id, position] of content.categoryNumbers) {
    const name = `category ${id}`;
    const ref = `${path} category ${id}`;
    yield { type: "label", label: { ref, name, position, sourceId: id, isById: true } };
  }
  for (const id of content.imageNumbers.keys()) {
    const rows = results.take(id);
    const given = rows[0]?.rest?.foreign["file_name"];
    const isNamed = typeof given === "string" && given !== "";
    const item = `${path} image ${id}`;
    yield {
      type: "item",
      item: {
        ...{ ref: item, name: isNamed ? given : id, media: "image", width: null, height: null },
        ...{ split: null, sourceId: id, isUntouched: true },
        file: isNamed ? reading.findMedia(given) : null,
        ...(isNamed ? {} : { isById: true }),
      },
    };
    const labelOf = (categoryId: string) => `${path} category ${categoryId}`;
    yield* suggestionEvents(results, rows, { ...reading, item, labelOf, first: 0 });
  }
}
