import type { Confidence, FileTree, Format } from "../format";
import { baseName } from "../media-index";
import { isLabelFile, namedFormat } from "../text/label-file";
import { readOwnTable } from "./read-own-table";
import { readTable } from "./read-table";
import { suggestMapping, type TableOptions } from "./records";
import { inspectTable } from "./rows";
import { ITEMS_FILE, tableCarries, writeTable } from "./write-table";

/** Texts in the rows of csv, tsv, json and jsonl, whose columns mean what a person says. */
export const table: Format = {
  id: "table",
  name: "CSV and other tables",
  media: ["text"],
  carries: tableCarries,
  detect: detectTable,
  async *read(files, options = {}) {
    const own = files.files().find(({ path }) => baseName(path) === ITEMS_FILE);
    const isOwn = own !== undefined && (await namedFormat(files)) === "table";
    if (isOwn && !options.table) yield* readOwnTable(files, own.path);
    else yield* readTable(files, await pathsFor(files, options.table), options.table);
  },
  write: writeTable,
};

/** Larger trees are told by the first files. */
const MAX_LOOKED_AT = 20;
const ENDINGS = /\.(csv|tsv|tab|jsonl|ndjson|json)$/i;
const LINES = /\.(txt|text)$/i;

async function detectTable(files: FileTree): Promise<Confidence> {
  const named = await namedFormat(files);
  if (named === "table") return { score: 1, why: "The label file says that it is a table." };
  const [first] = named === null ? await tablePaths(files) : [];
  if (first === undefined) return { score: 0, why: "No file is a table with a column of texts." };
  return { score: 0.5, why: `${first} is a table with a column of texts.` };
}

/** A person who says what the columns mean has seen the file: then it counts, whatever it is called. */
async function pathsFor(files: FileTree, given: TableOptions | undefined): Promise<string[]> {
  if (!given) return tablePaths(files);
  const all = files.files().filter(({ path }) => !isLabelFile(path));
  const named = all.filter(({ path }) => (given.format === "lines" ? LINES : ENDINGS).test(path));
  return (all.length === 1 ? all : named).map(({ path }) => path);
}

/** The files in which a column of texts is found, by path. */
async function tablePaths(files: FileTree): Promise<string[]> {
  const found: string[] = [];
  const candidates = files.files().filter(({ path }) => ENDINGS.test(path) && !isLabelFile(path));
  for (const { path } of candidates.slice(0, MAX_LOOKED_AT)) {
    const head = await inspectTable(files.stream(path), { path });
    if (head.rows.length > 0 && suggestMapping(head.columns, head.rows)) found.push(path);
  }
  return found.length === MAX_LOOKED_AT ? candidates.map(({ path }) => path) : found;
}
