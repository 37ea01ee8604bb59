import type { Confidence, FileTree } from "../format";
import { findRecordFiles, isRecord } from "../text/json-records";
import { namedFormat } from "../text/label-file";

export async function detectDoccano(files: FileTree): Promise<Confidence> {
  const paths = await findDoccanoFiles(files);
  const named = await namedFormat(files);
  const [first] = paths;
  if (named === "doccano" && first !== undefined) {
    return { score: 1, why: "The label file says that it was written for doccano." };
  }
  if (first === undefined || named !== null) {
    return { score: 0, why: "No file has doccano's texts with labels." };
  }
  const rest = paths.length > 1 ? ` and ${paths.length - 1} more` : "";
  return { score: 0.9, why: `${first}${rest} has texts with doccano's labels or entities.` };
}

export function findDoccanoFiles(files: FileTree): Promise<string[]> {
  return findRecordFiles(files, isDoccanoRecord);
}

/** A text with `label`, with `entities`, or with `cats`, in one of doccano's shapes. */
function isDoccanoRecord(value: unknown): boolean {
  if (!isRecord(value) || textOf(value) === null) return false;
  // Prodigy's and spaCy's records have texts and other people's keys beside these.
  if ("spans" in value || "tokens" in value || "_input_hash" in value) return false;
  const label = value["label"] ?? value["labels"];
  // One bad entry among them is a fault of the data, not of another format.
  const has = (list: unknown[], test: (each: unknown) => boolean) =>
    list.length === 0 || list.some(test);
  if (Array.isArray(label)) return has(label, (each) => isSpanRow(each) || isText(each));
  const { entities, cats } = value;
  if (Array.isArray(entities)) return has(entities, (each) => isSpanRow(each) || isEntity(each));
  return Array.isArray(cats) && has(cats, isText);
}

export function textOf(record: Readonly<Record<string, unknown>>): string | null {
  const text = record["text"] ?? record["data"];
  return typeof text === "string" ? text : null;
}

/** `[start, end, "label"]` */
export function isSpanRow(value: unknown): value is [number, number, string] {
  if (!Array.isArray(value) || value.length < 3) return false;
  const [start, end, label] = value;
  return typeof start === "number" && typeof end === "number" && typeof label === "string";
}

export type DoccanoEntity = { start_offset: number; end_offset: number; label: string };

export function isEntity(value: unknown): value is DoccanoEntity {
  if (!isRecord(value)) return false;
  const { start_offset: start, end_offset: end, label } = value;
  return typeof start === "number" && typeof end === "number" && typeof label === "string";
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}
