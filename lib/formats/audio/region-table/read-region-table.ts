import type { Split } from "@/lib/annotation/item-state";
import type { Confidence, DatasetEvent, FileTree, Issue, ReadOptions } from "../../format";
import { issueFromError } from "../../issue";
import { baseName, folderOf, joinPath, splitFromName } from "../../media-index";
import { type CsvOptions, createCsvParser } from "../../table/csv";
import { readByRows } from "../read-by-rows";
import { createRecordingIndex, type RecordingIndex } from "../recording-index";
import { type Region, reporter } from "../region";
import type { RecordingRow } from "../rows-by-recording";
import { readHead, textChunks } from "../text-file";
import { type Columns, resolveColumns } from "./columns";
import { regionOfRow, type TableRow } from "./parse-row";

const HEAD_CHARACTERS = 32 * 1024;
const MAX_LOOKED_AT = 200;

type Table = { path: string; csv: CsvOptions; columns: Columns };

export async function detectRegionTable(files: FileTree): Promise<Confidence> {
  const { tables } = await findTables(files, createRecordingIndex(files));
  const [first] = tables;
  if (first === undefined) {
    return { score: 0, why: "No table has columns of starts and ends of recordings." };
  }
  const rest = tables.length > 1 ? ` and ${tables.length - 1} more` : "";
  return { score: 0.92, why: `${first.path}${rest} has columns of starts and ends.` };
}

/** Every table of the tree; rows of a recording may stand apart, and in several tables. */
export async function* readRegionTable(
  files: FileTree,
  _options: ReadOptions = {},
): AsyncIterable<DatasetEvent> {
  const index = createRecordingIndex(files);
  const { tables, others } = await findTables(files, index);
  for (const where of others) {
    const message = "It has no columns of starts and ends, or does not say of which recordings.";
    const severity = "info";
    yield { type: "issue", issue: { code: "file_ignored", severity, where, message } };
  }
  yield* readByRows(files, {
    formatId: "region-table",
    index,
    walk: () => allRows(files, { tables, index }),
    parse: (rows, issues) => ({ regions: regionsOf(rows, issues), split: splitOfRows(rows) }),
  });
}

function regionsOf(rows: readonly TableRow[], issues: Issue[]): Region[] {
  const regions: Region[] = [];
  const selections = new Set<string>();
  let views = 0;
  for (const row of rows) {
    if (row.selection !== null) {
      if (selections.has(row.selection)) {
        views += 1;
        continue;
      }
      selections.add(row.selection);
    }
    const region = regionOfRow(row, reporter(row.where, issues));
    if (region) regions.push(region);
  }
  if (views > 0) {
    const message = `${views} rows are further views of the same selections: one is read.`;
    issues.push({ code: "duplicate_view", severity: "info", where: rows[0]?.where ?? "", message });
  }
  return regions;
}

function splitOfRows(rows: readonly TableRow[]): Split | null {
  for (const { split } of rows) if (split !== "") return splitFromName(split);
  return null;
}

async function* allRows(
  files: FileTree,
  { tables, index }: { tables: readonly Table[]; index: RecordingIndex },
): AsyncGenerator<RecordingRow<TableRow>> {
  for (const table of tables) {
    try {
      yield* rowsOf(files, { table, index });
    } catch (error) {
      yield { issue: issueFromError(error, table.path) };
    }
  }
}

async function* rowsOf(
  files: FileTree,
  { table, index }: { table: Table; index: RecordingIndex },
): AsyncGenerator<RecordingRow<TableRow>> {
  const { path, csv, columns } = table;
  const parser = createCsvParser(csv);
  const beside = columns.at.file === undefined ? recordingBeside(path, index) : null;
  const keys = new Map<string, string>();
  let isHeader = true;
  async function* parsed() {
    for await (const chunk of textChunks(files, path)) yield* parser.push(chunk);
    yield* parser.end();
  }
  for await (const { cells, line, problem } of parsed()) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const where = `${path}:${line}`;
    const bad = (message: string): RecordingRow<TableRow> => ({
      issue: { code: "bad_row", severity: "error", where, message },
    });
    if (problem !== null) {
      yield bad(`The row is broken (${problem.replaceAll("_", " ")}): left out.`);
      continue;
    }
    const named = columns.at.file === undefined ? "" : (cells[columns.at.file] ?? "").trim();
    if (named === "" && beside === null) {
      yield bad("The row does not say of which recording it is: left out.");
      continue;
    }
    let key = keys.get(named);
    if (key === undefined) {
      const folder = folderOf(path);
      const found = named === "" ? beside : index.find(named, [folder, ""]);
      key = found ?? (joinPath(named) || named);
      keys.set(named, key);
    }
    const split = columns.at.split === undefined ? "" : (cells[columns.at.split] ?? "").trim();
    yield { key, row: { where, cells, columns, split, selection: selectionOf(cells, columns) } };
  }
}

function selectionOf(cells: readonly string[], { at, isRaven }: Columns): string | null {
  if (!isRaven || at.id === undefined || at.view === undefined) return null;
  return cells[at.id] ?? null;
}

async function findTables(
  files: FileTree,
  index: RecordingIndex,
): Promise<{ tables: Table[]; others: string[] }> {
  const tables: Table[] = [];
  const others: string[] = [];
  const candidates = files.files().filter(({ path }) => isCandidate(path));
  for (const [i, { path }] of candidates.entries()) {
    const head =
      i < MAX_LOOKED_AT || tables.length > 0 ? await readHead(files, path, HEAD_CHARACTERS) : "";
    const table = tableOf(path, head);
    const saysWhere =
      table !== null &&
      (table.columns.at.file !== undefined || recordingBeside(path, index) !== null);
    if (table && saysWhere) tables.push(table);
    else others.push(path);
  }
  return { tables, others };
}

function isCandidate(path: string): boolean {
  return /\.(csv|tsv)$|\.selections\.txt$|\.table\.\d+\..*\.txt$/i.test(path);
}

/** The delimiter is the one that makes the first row name what we need. */
function tableOf(path: string, head: string): Table | null {
  for (const delimiter of [",", "\t", ";"]) {
    const parser = createCsvParser({ delimiter, hasQuotes: true });
    const header = parser.push(head)[0] ?? parser.end()[0];
    const columns = header && header.problem === null ? resolveColumns(header.cells) : null;
    // Raven writes quotes as they are.
    if (columns) return { path, csv: { delimiter, hasQuotes: !columns.isRaven }, columns };
  }
  return null;
}

/** `talk.csv` and Raven's `talk.Table.1.selections.txt` are of `talk.wav`. */
function recordingBeside(path: string, index: RecordingIndex): string | null {
  const stem = baseName(path).replace(/(\.table\.\d+)?(\.selections)?\.(csv|tsv|txt)$/i, "");
  return stem === "" ? null : index.find(stem, [folderOf(path), ""]);
}
