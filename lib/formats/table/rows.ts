import {
  decodeStream,
  detectEncoding,
  ENCODING_HEAD_BYTES,
  type TextEncodingName,
} from "@/lib/text/decode";
import { LineTooLongError, linesOf } from "@/lib/text/lines";
import { createRecordScanner } from "../coco/json-records";
import { FormatError, type Issue } from "../format";
import { createPacer } from "../pacer";
import { isRecord } from "../text/json-records";
import { type CsvOptions, type CsvRow, createCsvParser, detectCsv } from "./csv";
import type { TableFormat } from "./table-format";

const MAX_LINE_LENGTH = 64 * 1024 * 1024;

export type RowOptions = {
  format: TableFormat;
  /** Null: detected. */
  encoding: TextEncodingName | null;
  /** Of csv and tsv. Left out: detected. */
  csv?: CsvOptions;
  /** Is the first row of csv and tsv the names of the columns? Default yes; else they are "column 1" … */
  hasHeader?: boolean;
  /** The file, for issues. */
  where?: string;
};
/** One record as it stands in the file; cells of csv and tsv are texts. */
export type TableRow = {
  /** Counts records from 1, the header not among them. */
  number: number;
  /** "words.csv, line 7" */
  where: string;
  cells: Record<string, unknown>;
};
export type TableEvent =
  | { type: "columns"; columns: string[] }
  | { type: "row"; row: TableRow }
  | { type: "issue"; issue: Issue };

/**
 * The records of a table, one at a time, in memory that does not grow with their number. The
 * columns come first for csv, tsv and lines; json and jsonl name theirs record by record. A broken
 * record is an issue. Throws a FormatError when the rest of the file cannot be understood.
 */
export async function* readRows(
  stream: AsyncIterable<Uint8Array>,
  options: RowOptions,
): AsyncGenerator<TableEvent> {
  const where = options.where ?? "table";
  const issues: Issue[] = [];
  const text = decodeStream(stream, {
    encoding: options.encoding,
    onMalformed(count) {
      const message = `${count} places are no text in this encoding and were read as the character U+FFFD.`;
      issues.push({ code: "bad_encoding", severity: "warning", where, message });
    },
  });
  const pace = createPacer();
  for await (const event of READERS[options.format](text, { ...options, where })) {
    const pause = pace();
    if (pause) await pause;
    yield event;
  }
  for (const issue of issues) yield { type: "issue", issue };
}

type Reader = (
  text: AsyncIterable<string>,
  options: RowOptions & { where: string },
) => AsyncGenerator<TableEvent>;

const READERS: Readonly<Record<TableFormat, Reader>> = {
  csv: csvEvents,
  tsv: csvEvents,
  json: jsonEvents,
  jsonl: jsonlEvents,
  lines: lineEvents,
};

async function* csvEvents(
  text: AsyncIterable<string>,
  { where, csv, hasHeader = true }: RowOptions & { where: string },
): AsyncGenerator<TableEvent> {
  let parser: ReturnType<typeof createCsvParser> | null = null;
  const table = createTable({ where, hasHeader });
  let head = "";
  for await (const piece of text) {
    if (parser) {
      for (const row of parser.push(piece)) yield* table(row);
      continue;
    }
    head += piece;
    if (csv === undefined && head.length < ENCODING_HEAD_BYTES / 2) continue;
    parser = createCsvParser(csv ?? detectCsv(head, false));
    for (const row of parser.push(head)) yield* table(row);
  }
  if (!parser) {
    parser = createCsvParser(csv ?? detectCsv(head, true));
    for (const row of parser.push(head)) yield* table(row);
  }
  for (const row of parser.end()) yield* table(row);
}

const PROBLEMS: Readonly<Record<NonNullable<CsvRow["problem"]>, string>> = {
  unclosed_quote: "A quote is opened and never closed, so what follows is one field",
  text_after_quote: "Text follows a closing quote",
  field_too_long: "A field is longer than 64 MiB",
};

/** Rows with the names of their columns. A row that is longer or shorter than the header is told. */
function createTable({ where, hasHeader }: { where: string; hasHeader: boolean }) {
  let columns: string[] | null = null;
  let number = 0;
  return function* (row: CsvRow): Generator<TableEvent> {
    const at = `${where}, line ${row.line}`;
    const report = (code: string, message: string): TableEvent => ({
      type: "issue",
      issue: { code, severity: "warning", where: at, message },
    });
    if (columns === null) {
      columns = hasHeader ? columnNames(row.cells) : row.cells.map((_, i) => `column ${i + 1}`);
      if (hasHeader && columns.some((name, i) => name !== row.cells[i])) {
        yield report("column_renamed", `Columns are empty or repeat: ${columns.join(", ")}`);
      }
      yield { type: "columns", columns };
      if (hasHeader) return;
    }
    number += 1;
    if (row.problem) yield report(row.problem, `${PROBLEMS[row.problem]}.`);
    if (row.cells.length !== columns.length) {
      const message = `It has ${row.cells.length} fields where the table has ${columns.length} columns.`;
      yield report("ragged_row", message);
    }
    const names = columns;
    const cells = row.cells.map((cell, i): [string, string] => [
      names[i] ?? `column ${i + 1}`,
      cell,
    ]);
    yield { type: "row", row: { number, where: at, cells: Object.fromEntries(cells) } };
  };
}

/** Every column gets a name of its own. */
function columnNames(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((given, i) => {
    const name = given.trim() === "" ? `column ${i + 1}` : given;
    let unique = name;
    for (let n = 2; taken.has(unique); n++) unique = `${name} ${n}`;
    taken.add(unique);
    return unique;
  });
}

async function* jsonlEvents(
  text: AsyncIterable<string>,
  { where }: { where: string },
): AsyncGenerator<TableEvent> {
  let number = 0;
  for await (const { line, text: json } of boundedLines(text, where)) {
    if (json.trim() === "") continue;
    number += 1;
    yield jsonRow(json, { number, where: `${where}, line ${line}` });
  }
}

async function* jsonEvents(
  text: AsyncIterable<string>,
  { where }: { where: string },
): AsyncGenerator<TableEvent> {
  const encoder = new TextEncoder();
  const scanner = createRecordScanner(where);
  let list: string | null = null;
  let number = 0;
  for await (const piece of text) {
    for (const record of scanner.push(encoder.encode(piece))) {
      // The file is a list, or an object that holds one: the first list is the table.
      if (record.index === null || (list !== null && record.key !== list)) continue;
      list = record.key;
      number += 1;
      yield jsonRow(record.text, { number, where: `${where}, record ${number}` });
    }
  }
  scanner.end();
}

function jsonRow(json: string, { number, where }: { number: number; where: string }): TableEvent {
  const fail = (message: string): TableEvent => ({
    type: "issue",
    issue: { code: "bad_record", severity: "error", where, message },
  });
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "string")
      return { type: "row", row: { number, where, cells: { text: value } } };
    if (!isRecord(value)) return fail("It is no object with fields.");
    return { type: "row", row: { number, where, cells: value } };
  } catch {
    return fail(`This is not JSON: ${json.slice(0, 60)}`);
  }
}

async function* lineEvents(
  text: AsyncIterable<string>,
  { where }: { where: string },
): AsyncGenerator<TableEvent> {
  yield { type: "columns", columns: ["text"] };
  let number = 0;
  for await (const { line, text: content } of boundedLines(text, where)) {
    if (content === "") continue;
    number += 1;
    const row = { number, where: `${where}, line ${line}`, cells: { text: content } };
    yield { type: "row", row };
  }
}

async function* boundedLines(text: AsyncIterable<string>, where: string) {
  try {
    yield* linesOf(text, MAX_LINE_LENGTH);
  } catch (error) {
    if (!(error instanceof LineTooLongError)) throw error;
    const at = `${where}, line ${error.line}`;
    throw new FormatError("too_large", at, error.message, { cause: error });
  }
}

export type TableHead = {
  format: TableFormat;
  encoding: TextEncodingName;
  /** Null for json, jsonl and lines. */
  csv: CsvOptions | null;
  columns: string[];
  rows: TableRow[];
  issues: Issue[];
};

/**
 * What a table looks like, from its beginning: for a preview, and for a guess at the columns. What
 * is given (`format`, `encoding`, `csv`) is taken, the rest is detected. Reads no further than it needs.
 */
export async function inspectTable(
  stream: AsyncIterable<Uint8Array>,
  given: Partial<RowOptions> & { path: string; maxRows?: number },
): Promise<TableHead> {
  const { path, maxRows = 20 } = given;
  const { head, isWhole, all } = await peek(stream);
  const encoding = given.encoding ?? detectEncoding(head).encoding;
  const text = new TextDecoder(encoding).decode(head, { stream: true });
  const format = given.format ?? formatOf(path, text);
  const isTable = format === "csv" || format === "tsv";
  const csv = isTable ? (given.csv ?? detectCsv(text, isWhole)) : null;
  const found: TableHead = { format, encoding, csv, columns: [], rows: [], issues: [] };
  const columns = new Set<string>();
  const options = {
    format,
    encoding,
    where: path,
    ...(csv ? { csv } : {}),
    ...(given.hasHeader === undefined ? {} : { hasHeader: given.hasHeader }),
  };
  try {
    for await (const event of readRows(all, options)) {
      if (event.type === "issue") found.issues.push(event.issue);
      else if (event.type === "columns") for (const name of event.columns) columns.add(name);
      else {
        found.rows.push(event.row);
        for (const name of Object.keys(event.row.cells)) columns.add(name);
        if (found.rows.length >= maxRows) break;
      }
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { code, where, message } = error;
    found.issues.push({ code, severity: "error", where, message });
  }
  found.columns = [...columns];
  return found;
}

/** By the ending, and where that says nothing or lies, by the first character. */
function formatOf(path: string, text: string): TableFormat {
  const ending = /\.([^.]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const first = text.trimStart().charAt(0);
  if (ending === "csv") return "csv";
  if (ending === "tsv" || ending === "tab") return "tsv";
  if (ending === "jsonl" || ending === "ndjson") return "jsonl";
  if (ending === "json") return first === "[" || !isJsonLines(text) ? "json" : "jsonl";
  return "lines";
}

/** Is the first line a whole object, with more after it? */
function isJsonLines(text: string): boolean {
  const [line = "", ...rest] = text.trimStart().split("\n");
  if (rest.every((each) => each.trim() === "")) return false;
  try {
    return isRecord(JSON.parse(line));
  } catch {
    return false;
  }
}

/** The first bytes, and the stream with them put back. */
async function peek(stream: AsyncIterable<Uint8Array>) {
  const iterator = stream[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  let isWhole = false;
  while (bytes < ENCODING_HEAD_BYTES) {
    const { done, value } = await iterator.next();
    if (done) {
      isWhole = true;
      break;
    }
    parts.push(value);
    bytes += value.length;
  }
  async function* all() {
    try {
      yield* parts;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  const head = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    head.set(part, at);
    at += part.length;
  }
  return { head, isWhole, all: all() };
}
