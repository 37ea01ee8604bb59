import { decodeStream } from "@/lib/text/decode";
import { LineTooLongError, linesOf } from "@/lib/text/lines";
import { createRecordScanner } from "../coco/json-records";
import { type FileTree, FormatError, type Issue } from "../format";
import { createPacer } from "../pacer";
import { isLabelFile } from "./label-file";

/** One record may not be larger: it is held in memory. In UTF-16 units. */
export const MAX_RECORD_LENGTH = 64 * 1024 * 1024;
const HEAD_RECORDS = 20;

export type JsonRecord =
  | { where: string; number: number; value: unknown }
  | { where: string; issue: Issue };

/**
 * The records of a file of JSON lines, or of one JSON array, one after the other; UTF-8. Lines that
 * are no JSON come as issues, blank ones not at all. Throws a FormatError when the file ends in the middle of an array.
 */
export async function* jsonRecords(files: FileTree, path: string): AsyncGenerator<JsonRecord> {
  if ((await firstCharacter(files, path)) === "[") yield* arrayRecords(files, path);
  else yield* lineRecords(files, path);
}

/** The first records, for telling what a file is. What is no JSON is left out. */
export async function headRecords(files: FileTree, path: string): Promise<unknown[]> {
  const values: unknown[] = [];
  let seen = 0;
  try {
    for await (const record of jsonRecords(files, path)) {
      if ("value" in record) values.push(record.value);
      seen += 1;
      if (seen >= HEAD_RECORDS) break;
    }
  } catch {
    // Broken further on: what came before says enough.
  }
  return values;
}

/** Larger trees are told by the first files. */
const MAX_LOOKED_AT = 50;

/** The files of JSON records of which some pass the test, by path. */
export async function findRecordFiles(
  files: FileTree,
  isOurs: (record: unknown) => boolean,
): Promise<string[]> {
  const candidates = files
    .files()
    .map(({ path }) => path)
    .filter((path) => /\.(jsonl|json|ndjson)$/i.test(path) && !isLabelFile(path));
  const looked = candidates.slice(0, MAX_LOOKED_AT);
  const found: string[] = [];
  for (const path of looked) {
    if ((await headRecords(files, path)).some(isOurs)) found.push(path);
  }
  // What was not looked at is most likely more of the same.
  return found.length === looked.length ? candidates : found;
}

async function firstCharacter(files: FileTree, path: string): Promise<string> {
  let seen = 0;
  for await (const chunk of files.stream(path)) {
    const text = new TextDecoder().decode(chunk).trimStart();
    if (text !== "") return text.charAt(0);
    seen += chunk.length;
    if (seen > MAX_RECORD_LENGTH) break;
  }
  return "";
}

async function* lineRecords(files: FileTree, path: string): AsyncGenerator<JsonRecord> {
  const issues: Issue[] = [];
  const text = decodeStream(files.stream(path), {
    encoding: "utf-8",
    onMalformed: (count) => issues.push(notUtf8(path, count)),
  });
  const pace = createPacer();
  try {
    for await (const { line, text: json } of linesOf(text, MAX_RECORD_LENGTH)) {
      const pause = pace();
      if (pause) await pause;
      if (json.trim() !== "") yield parsed(json, `${path}, line ${line}`, line);
    }
  } catch (error) {
    if (!(error instanceof LineTooLongError)) throw error;
    throw new FormatError("too_large", `${path}, line ${error.line}`, error.message, {
      cause: error,
    });
  }
  for (const issue of issues) yield { where: path, issue };
}

async function* arrayRecords(files: FileTree, path: string): AsyncGenerator<JsonRecord> {
  const scanner = createRecordScanner(path);
  const pace = createPacer();
  for await (const chunk of files.stream(path)) {
    for (const { index, text } of scanner.push(chunk)) {
      const pause = pace();
      if (pause) await pause;
      if (index !== null) yield parsed(text, `${path}, record ${index + 1}`, index + 1);
    }
  }
  scanner.end();
}

function parsed(json: string, where: string, number: number): JsonRecord {
  try {
    const value: unknown = JSON.parse(json);
    return { where, number, value };
  } catch {
    const message = `This is not JSON: ${json.slice(0, 60)}`;
    return { where, issue: { code: "bad_record", severity: "error", where, message } };
  }
}

function notUtf8(path: string, count: number): Issue {
  const message = `${count} places are not UTF-8 and were read as the character U+FFFD.`;
  return { code: "bad_encoding", severity: "warning", where: path, message };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An id that was a number is one again. */
export function numberOrText(id: string): number | string {
  return /^(0|[1-9][0-9]{0,14})$/.test(id) ? Number(id) : id;
}
