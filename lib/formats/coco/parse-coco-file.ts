import type { DatasetEvent, FileTree } from "../format";
import { issueEvent, issueFromError } from "../issue";
import { createPacer } from "../pacer";
import { type CocoTable, createCocoTable } from "./coco-table";
import { createRecordScanner, type JsonRecord } from "./json-records";
import { idText, parseAnnotation } from "./parse-annotation";

export type CocoImage = {
  name: string;
  width: number | null;
  height: number | null;
  foreign: Record<string, unknown> | null;
};
export type CocoFileContent = {
  categories: { number: number; id: string; name: string }[];
  /** Id in the file → number by first mention, in an image or in an annotation. */
  imageNumbers: Map<string, number>;
  categoryNumbers: Map<string, number>;
  images: Map<number, CocoImage>;
  table: CocoTable;
};

const IMAGE_KEYS = new Set(["id", "width", "height", "file_name"]);

/**
 * Reads one file as a stream, whatever the order of its parts (annotations may come first). Sends
 * issues on the way; a broken end leaves what was read before it.
 */
export async function* parseCocoFile(
  files: FileTree,
  path: string,
): AsyncGenerator<DatasetEvent, CocoFileContent> {
  const content: CocoFileContent = {
    categories: [],
    imageNumbers: new Map(),
    categoryNumbers: new Map(),
    images: new Map(),
    table: createCocoTable(),
  };
  const events: DatasetEvent[] = [];
  const scanner = createRecordScanner(path);
  const pace = createPacer();
  try {
    for await (const chunk of files.stream(path)) {
      for (const record of scanner.push(chunk)) {
        const pause = pace();
        if (pause) await pause;
        takeRecord(record, { content, path, events });
        if (events.length > 0) yield* events.splice(0);
      }
    }
    scanner.end();
  } catch (error) {
    yield* events.splice(0);
    yield { type: "issue", issue: issueFromError(error, path) };
  }
  return content;
}

type Target = { content: CocoFileContent; path: string; events: DatasetEvent[] };

function takeRecord({ key: given, index, text }: JsonRecord, target: Target): void {
  const { content, path, events } = target;
  // A file that is a list has results of a model: annotations without anything else.
  const key = given === "" ? "annotations" : given;
  if (index === null || !["images", "categories", "annotations"].includes(key)) return;
  const name = key === "categories" ? "category" : key.slice(0, -1);
  const place = `${path}, ${name} ${index + 1}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const hint = /\bNaN\b|Infinity/.test(text) ? " (it holds NaN or Infinity)" : "";
    events.push(issueEvent("error", "bad_record", place, `It is not valid JSON${hint}: ${cause}`));
    return;
  }
  if (key === "annotations") {
    const parsed = parseAnnotation(value, (severity, code, message) => {
      events.push(issueEvent(severity, code, `${place}${idSuffix(value)}`, message));
    });
    if (parsed === null) return;
    const { imageId, categoryId, ...row } = parsed;
    content.table.push({
      ...row,
      image: numberOf(content.imageNumbers, imageId),
      category: numberOf(content.categoryNumbers, categoryId),
    });
  } else if (key === "images") takeImage(value, place, target);
  else takeCategory(value, place, target);
}

function takeImage(value: unknown, place: string, { content, events }: Target): void {
  const record = asRecord(value);
  const id = idText(record["id"]);
  const given = record["file_name"];
  if (id === null || typeof given !== "string" || given === "") {
    events.push(issueEvent("error", "bad_record", place, `"id" or "file_name" is missing.`));
    return;
  }
  const number = numberOf(content.imageNumbers, id);
  if (content.images.has(number)) {
    events.push(
      issueEvent(
        "error",
        "duplicate_id",
        place,
        `Image id ${id} is used twice; "${given}" is left out.`,
      ),
    );
    return;
  }
  const foreign = Object.entries(record).filter(([key]) => !IMAGE_KEYS.has(key));
  content.images.set(number, {
    name: given,
    width: sizeOf(record["width"]),
    height: sizeOf(record["height"]),
    foreign: foreign.length > 0 ? Object.fromEntries(foreign) : null,
  });
}

function takeCategory(value: unknown, place: string, { content, events }: Target): void {
  const record = asRecord(value);
  const id = idText(record["id"]);
  const name = typeof record["name"] === "string" ? record["name"].trim() : "";
  if (id === null || name === "") {
    events.push(issueEvent("error", "bad_record", place, `"id" or "name" is missing.`));
    return;
  }
  if (content.categories.some((category) => category.id === id)) {
    events.push(issueEvent("error", "duplicate_id", place, `Category id ${id} is used twice.`));
    return;
  }
  content.categories.push({ number: numberOf(content.categoryNumbers, id), id, name });
  const above = record["supercategory"];
  if (typeof above === "string" && above !== "" && above !== "none" && above !== name) {
    events.push(
      issueEvent("info", "supercategory_not_carried", place, `"${name}" is under "${above}".`),
    );
  }
}

function numberOf(numbers: Map<string, number>, id: string): number {
  let number = numbers.get(id);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(id, number);
  }
  return number;
}

function sizeOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null;
}

function idSuffix(value: unknown): string {
  const id = idText(asRecord(value)["id"]);
  return id === null ? "" : ` (id ${id})`;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
