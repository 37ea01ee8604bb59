import type { Split } from "@/lib/annotation/item-state";
import type { Issue } from "../format";
import { splitFromName } from "../media-index";
import { type RowOptions, readRows, type TableRow } from "./rows";

/** Which column is what. Columns are named as `inspectTable` gives them. */
export type ColumnMapping = {
  text: string;
  /** The record's own id; kept as `sourceId`. */
  id?: string;
  /** The item's name; left out: made of the file and the id or number. */
  name?: string;
  split?: string;
  /** What is kept beside the text. Left out: every column that is nothing else; []: none. */
  metadata?: readonly string[];
  /** Columns with classes of the text. */
  classes?: readonly ClassColumn[];
  /** Columns with texts written by hand about the text (a summary, a translation). */
  answers?: readonly string[];
};
export type ClassColumn = {
  column: string;
  /** Parts several classes in one cell; null: the cell is one class. Lists of json need none. */
  separator: string | null;
};

/** What the preview of an import settles for all files of a table. */
export type TableOptions = Partial<RowOptions> & { mapping: ColumnMapping };

export type MappedRecord = {
  number: number;
  where: string;
  text: string;
  id: string | null;
  name: string | null;
  split: Split | null;
  metadata: Record<string, unknown>;
  /** `question` is the name of the column; `many` where its cells can hold several. */
  classes: { label: string; question: string; kind: "one" | "many" }[];
  answers: { label: string; text: string }[];
};
export type RecordEvent =
  | { type: "record"; record: MappedRecord }
  | { type: "issue"; issue: Issue };

/** Rows by what their columns mean: see `readRows`. A row without a text is an issue. */
export async function* readRecords(
  stream: AsyncIterable<Uint8Array>,
  { mapping, ...options }: RowOptions & { mapping: ColumnMapping },
): AsyncGenerator<RecordEvent> {
  for await (const event of readRows(stream, options)) {
    if (event.type === "issue") yield event;
    else if (event.type === "row") yield* mapRow(event.row, mapping);
  }
}

function* mapRow(row: TableRow, mapping: ColumnMapping): Generator<RecordEvent> {
  const { where, number, cells } = row;
  const text = scalar(cells[mapping.text]);
  if (text === null) {
    const message = `It has no text in the column "${mapping.text}": left out.`;
    yield { type: "issue", issue: { code: "bad_record", severity: "error", where, message } };
    return;
  }
  const cell = (column: string | undefined) =>
    column === undefined ? null : scalar(cells[column]) || null;
  const split = cell(mapping.split);
  const record: MappedRecord = {
    number,
    where,
    text,
    id: cell(mapping.id),
    name: cell(mapping.name),
    split: split === null ? null : splitFromName(split.trim()),
    metadata: metadataOf(cells, mapping),
    classes: [],
    answers: [],
  };
  for (const { column, separator } of mapping.classes ?? []) {
    const kind = separator !== null || Array.isArray(cells[column]) ? "many" : "one";
    for (const label of classesOf(cells[column], separator)) {
      record.classes.push({ label, question: column, kind });
    }
  }
  for (const column of mapping.answers ?? []) {
    const answer = cell(column);
    if (answer !== null) record.answers.push({ label: column, text: answer });
  }
  yield { type: "record", record };
}

function metadataOf(
  cells: Readonly<Record<string, unknown>>,
  mapping: ColumnMapping,
): Record<string, unknown> {
  const { text, id, name, split, classes = [], answers = [], metadata } = mapping;
  const used = new Set([text, id, name, split, ...classes.map(({ column }) => column), ...answers]);
  const isKept = (column: string) => metadata?.includes(column) ?? !used.has(column);
  return Object.fromEntries(Object.entries(cells).filter(([column]) => isKept(column)));
}

/** Each class once, without blanks around it. */
function classesOf(cell: unknown, separator: string | null): string[] {
  const given = Array.isArray(cell) ? cell : [cell];
  const names = given.flatMap((each) => {
    const text = scalar(each);
    if (text === null) return [];
    return separator === null || separator === "" ? [text] : text.split(separator);
  });
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))];
}

/** Texts as they are; numbers and booleans of json as they are written; null for the rest. */
function scalar(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** Names of columns by what they are taken for, the likeliest first. */
const USUAL_NAMES = {
  text: [
    "text",
    "content",
    "sentence",
    "body",
    "review",
    "comment",
    "tweet",
    "message",
    "document",
  ],
  id: ["id", "_id", "uuid", "guid", "doc_id", "text_id", "record_id"],
  name: ["name", "item_name", "file_name", "filename"],
  split: ["split", "subset", "fold"],
  classes: ["label", "labels", "class", "category", "sentiment", "intent", "target"],
} as const;
/** A column with more than this many characters a cell is not one of classes. */
const MAX_CLASS_LENGTH = 60;

/**
 * The mapping that the names and the first rows suggest; null when no column has texts. A person
 * decides: the import shows it and lets it be changed.
 */
export function suggestMapping(
  columns: readonly string[],
  rows: readonly TableRow[],
): ColumnMapping | null {
  const named = (names: readonly string[]) =>
    names.flatMap(
      (name) => columns.find((column) => column.trim().toLowerCase() === name) ?? [],
    )[0];
  const average = (column: string) => {
    const texts = rows.map(({ cells }) => cells[column]).filter((cell) => typeof cell === "string");
    return texts.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, texts.length);
  };
  const longest = columns.toSorted((a, b) => average(b) - average(a))[0];
  const text = named(USUAL_NAMES.text) ?? longest;
  if (text === undefined || (rows.length > 0 && average(text) === 0)) return null;
  const other = (names: readonly string[]) => {
    const found = named(names);
    return found === text ? undefined : found;
  };
  const [id, name, split] = [
    other(USUAL_NAMES.id),
    other(USUAL_NAMES.name),
    other(USUAL_NAMES.split),
  ];
  const label = other(USUAL_NAMES.classes);
  const isClass = label !== undefined && average(label) <= MAX_CLASS_LENGTH;
  return {
    text,
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(split === undefined ? {} : { split }),
    ...(isClass ? { classes: [{ column: label, separator: null }] } : {}),
  };
}
