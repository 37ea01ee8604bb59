import "server-only";
import type { ColumnChoice, TableChoice } from "@/lib/api/imports";
import type { FileTree } from "@/lib/formats/format";
import { type ColumnMapping, suggestMapping, type TableOptions } from "@/lib/formats/table/records";
import { inspectTable, type TableHead } from "@/lib/formats/table/rows";
import { textMedia } from "@/lib/media/text";
import { AppError } from "../app-error";

const TABLES = /\.(csv|tsv|tab|jsonl|ndjson|json)$/i;
/** Rows that a person sees, and that a guess at the columns goes by. */
const HEAD_ROWS = 20;

type Reading = Omit<TableChoice, "mapping">;
export type FirstTable = { path: string; head: TableHead };

/** The head of the first file that can be read as a table; text files count as one with a line a record. */
export async function readTableHead(files: FileTree, reading: Reading): Promise<FirstTable | null> {
  const paths = files.files().map(({ path }) => path);
  const isText = (path: string) =>
    (path.split(".").at(-1)?.toLowerCase() ?? "") in textMedia.extensions;
  const path = paths.find((each) => TABLES.test(each)) ?? paths.find(isText) ?? paths[0];
  if (path === undefined) return null;
  const head = await inspectTable(files.stream(path), {
    ...{ path, maxRows: HEAD_ROWS },
    ...toRowOptions(reading),
  });
  return { path, head };
}

/** What a reader of tables takes; the columns that nobody named are guessed. Throws for a column that is not there. */
export async function settleTable(files: FileTree, choice: TableChoice): Promise<TableOptions> {
  const table = await readTableHead(files, choice);
  const suggested = table && suggestMapping(table.head.columns, table.head.rows);
  const given = choice.mapping && withoutNulls(choice.mapping, suggested?.text ?? null);
  const mapping = given ?? suggested;
  if (!mapping) throw new AppError("invalid_request", "No column of this table has texts.");
  // Records of json may each name other fields.
  const isFixed = table?.head.format === "csv" || table?.head.format === "tsv";
  const missing =
    isFixed && usedColumns(mapping).find((name) => !table.head.columns.includes(name));
  if (missing) {
    const known = table.head.columns.map((name) => `"${name}"`).join(", ");
    const message = `There is no column "${missing}" in ${table.path}; there are ${known}.`;
    throw new AppError("invalid_request", message);
  }
  return { ...toRowOptions(choice), mapping };
}

function toRowOptions({ format, encoding, delimiter, hasHeader }: Reading) {
  return {
    ...(format === null ? {} : { format }),
    ...(encoding === null ? {} : { encoding }),
    ...(delimiter === null ? {} : { csv: { delimiter, hasQuotes: true } }),
    hasHeader,
  };
}

function withoutNulls(choice: ColumnChoice, text: string | null): ColumnMapping | null {
  const wanted = choice.text ?? text;
  if (wanted === null) return null;
  const { id, name, split, metadata, classes, answers } = choice;
  return {
    text: wanted,
    ...(id === null ? {} : { id }),
    ...(name === null ? {} : { name }),
    ...(split === null ? {} : { split }),
    ...(metadata === null ? {} : { metadata }),
    ...{ classes, answers },
  };
}

function usedColumns(mapping: ColumnMapping): string[] {
  const { text, id, name, split, metadata = [], classes = [], answers = [] } = mapping;
  const columns = [text, id, name, split, ...metadata, ...answers];
  const used = columns.filter((column) => column !== undefined);
  return [...used, ...classes.map(({ column }) => column)];
}
