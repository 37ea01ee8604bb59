import { decodeStream, type TextEncodingName } from "@/lib/text/decode";
import { LineTooLongError, linesOf } from "@/lib/text/lines";
import { type FileTree, FormatError } from "../format";

const MAX_LINE_LENGTH = 64 * 1024 * 1024;
/** So many token lines say what the columns are. */
const HEAD_ROWS = 500;
const MAX_COLUMNS = 20;

export type Sentence = {
  /** Where its first line is, from 1. */
  line: number;
  /** `# key = value`, in order; the value as it stands. */
  comments: [key: string, value: string][];
  rows: { line: number; cells: string[] }[];
};

const COMMENT_KEY = /^# ?([A-Za-z][\w:. -]*?)\s*$/;
const MAX_KEY_LENGTH = 200;

/**
 * `# text = …`, `# newdoc id = …`, `# newpar`. A token "#" is followed by a tab, or by a tag. The
 * value may be megabytes long, so no expression goes over it.
 */
function commentOf(line: string): [key: string, value: string] | null {
  if (!line.startsWith("#")) return null;
  const equals = line.slice(0, MAX_KEY_LENGTH).indexOf("=");
  if (equals < 0) return /^# (newdoc|newpar)\s*$/.test(line) ? [line.slice(2).trim(), ""] : null;
  const key = COMMENT_KEY.exec(line.slice(0, equals))?.[1];
  if (key === undefined) return null;
  const value = line.slice(equals + 1);
  return [key, value.startsWith(" ") ? value.slice(1) : value];
}

/** Sentences are parted by blank lines; the last one needs none after it. */
export async function* sentencesOf(
  files: FileTree,
  path: string,
  told?: {
    onEncoding?(encoding: TextEncodingName): void;
    onMalformed?(count: number): void;
    /** Ends a sentence, and the reading, after so many rows. */
    maxRows?: number;
  },
): AsyncGenerator<Sentence> {
  const { maxRows = Number.POSITIVE_INFINITY, ...listeners } = told ?? {};
  const text = decodeStream(files.stream(path), { encoding: null, ...listeners });
  let open: Sentence | null = null;
  try {
    for await (const { line, text: content } of linesOf(text, MAX_LINE_LENGTH)) {
      if (content.trim() === "") {
        if (open) yield open;
        open = null;
        continue;
      }
      open ??= { line, comments: [], rows: [] };
      const comment = commentOf(content);
      if (comment) open.comments.push(comment);
      else open.rows.push({ line, cells: cellsOf(content) });
      if (open.rows.length >= maxRows) break;
    }
  } catch (error) {
    if (!(error instanceof LineTooLongError)) throw error;
    const where = `${path}, line ${error.line}`;
    throw new FormatError("too_large", where, error.message, { cause: error });
  }
  if (open) yield open;
}

function cellsOf(line: string): string[] {
  return line.includes("\t") ? line.split("\t") : line.trim().split(/[ \u00a0]+/);
}

/** Where in a row the token and its tag stand. */
export type Columns = { form: number; tag: number };

const TAG = /^(?:O|[BIESLUMW]-\S.*)$/u;
const DOCSTART = "-DOCSTART-";

/**
 * The columns by what is in them: the token is first, or second after numbers; the tag is in the
 * last column that holds nothing but tags (after numbers the first such, as in UNER). Null when there is none.
 */
export async function columnsOf(files: FileTree, path: string): Promise<Columns | null> {
  const rows: string[][] = [];
  let isNumbered = true;
  for await (const sentence of sentencesOf(files, path, { maxRows: HEAD_ROWS })) {
    const own = sentence.rows.map(({ cells }) => cells).filter(([first]) => first !== DOCSTART);
    if (own.length > 0 && !/^1(-\d+)?$/.test(own[0]?.[0] ?? "")) isNumbered = false;
    rows.push(...own);
    if (rows.length >= HEAD_ROWS) break;
  }
  const width = rows.reduce((least, { length }) => Math.min(least, length), MAX_COLUMNS);
  const form = isNumbered && width >= 3 ? 1 : 0;
  const tagged = rows.filter(([first = ""]) => form === 0 || !isTokenRange(first));
  if (tagged.length === 0) return null;
  const candidates: number[] = [];
  for (let column = form + 1; column < width; column++) {
    if (tagged.every((cells) => TAG.test((cells[column] ?? "").trim()))) candidates.push(column);
  }
  const tag = form === 1 ? candidates[0] : candidates.at(-1);
  return tag === undefined ? null : { form, tag };
}

/** In numbered rows "3-4" repeats the tokens 3 and 4 as they are written together, and "8.1" is one that is not. */
export function isTokenRange(number: string): boolean {
  return /^\d+[-.]\d+$/.test(number);
}

export function isDocumentStart({ rows }: Sentence): boolean {
  return rows[0]?.cells[0] === DOCSTART;
}
