import { splitExtension } from "../../file-name";
import type { Confidence, DatasetEvent, FileTree, Issue } from "../../format";
import { issueFromError } from "../../issue";
import { baseName, folderOf, joinPath } from "../../media-index";
import { type RowsOfRecording, readByRows } from "../read-by-rows";
import {
  createRecordingIndex,
  type RecordingIndex,
  readRecordingList,
  splitOfFile,
  UNSPLIT_FOLDER,
} from "../recording-index";
import { type Region, type Report, reporter, timedRegion } from "../region";
import type { RecordingRow } from "../rows-by-recording";
import { readHead, splitLines, textLines } from "../text-file";
import { endAfter, parseSeconds } from "../time-text";
import { NOTHING, nameOfField, namesOfFields } from "./rttm-row";

/** Fields of a SPEAKER row up to the name; what follows may be left out. */
const FIELDS = 8;
const TYPES =
  /^(SPEAKER|SPKR-INFO|SEGMENT|NOSCORE|NO_RT_METADATA|LEXEME|NON-LEX|NON-SPEECH|FILLER|EDIT|IP|SU|CB|A\/P)$/;

type Row = { fields: readonly string[]; where: string; path: string };

export async function detectRttm(files: FileTree): Promise<Confidence> {
  for (const path of filesOf(files, /\.rttm$/i)) {
    const lines = splitLines(await readHead(files, path)).filter(isRow);
    const [first = ""] = lines;
    if (TYPES.test(first.trim().split(/\s+/)[0] ?? "")) {
      return { score: 0.95, why: `${path} has rows of speakers.` };
    }
  }
  return { score: 0, why: "No .rttm file has rows of speakers." };
}

export async function* readRttm(files: FileTree): AsyncIterable<DatasetEvent> {
  const index = createRecordingIndex(files);
  const list = await readRecordingList(files);
  const paths = filesOf(files, /\.(uem|rttm)$/i);
  yield* readByRows(files, {
    formatId: "rttm",
    index,
    walk: () => allRows(files, { paths, index, list }),
    parse,
  });
}

function filesOf(files: FileTree, ending: RegExp): string[] {
  const paths = files.files().map(({ path }) => path);
  // The recordings of the UEM come first: those with nothing on them stand in their places.
  const order = (path: string) => splitExtension(path)[0] + (isUem(path) ? " 0" : " 1");
  return paths.filter((path) => ending.test(path)).sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function parse(rows: readonly Row[], issues: Issue[]): RowsOfRecording {
  const regions: Region[] = [];
  const scored = new Set<string>();
  for (const { fields, where, path } of rows) {
    const report = reporter(where, issues);
    if (isUem(path)) scored.add(`${fields[2]} ${fields[3]}`);
    else {
      const region = regionOfRow(fields, report);
      if (region) regions.push(region);
    }
  }
  const split = splitOfFile(rows[0]?.path ?? "");
  const length = lengthOf(scored);
  if (scored.size > 0 && length === null) {
    const where = rows[0]?.where ?? "";
    const message = "Which parts are scored is not carried.";
    reporter(where, issues)("info", "uem_not_carried", message);
  }
  return { regions, split, ...(length === null ? {} : { length }) };
}

/** The length, when the whole recording is scored, on however many channels. */
function lengthOf(scored: ReadonlySet<string>): number | null {
  const [only = "", ...more] = scored;
  const [start = "", end = ""] = only.split(" ");
  const length = parseSeconds(end).seconds;
  return more.length === 0 && Number(start) === 0 && length >= 0 ? length : null;
}

/** `SPEAKER file channel start duration ortho subtype name confidence lookahead`. */
function regionOfRow(fields: readonly string[], report: Report): Region | null {
  const [, , channel = "", start = "", duration = "", ortho, subtype = NOTHING, name = NOTHING] =
    fields;
  const { label, speaker } = namesOfFields({ subtype, name });
  const number = Number(channel);
  const attributes = {
    ...(speaker === undefined ? {} : { speaker }),
    ...(Number.isInteger(number) && number > 1 ? { channel: number - 1 } : {}),
  };
  if (ortho !== undefined && ortho !== NOTHING) {
    report("info", "texts_not_carried", `The word "${ortho.slice(0, 40)}" is not carried.`);
  }
  const score = scoreOf(fields[8], report);
  return timedRegion({ ...placeOf(start, duration), label, attributes, score }, report);
}

function placeOf(start: string, duration: string): { start: number; end: number } {
  const from = parseSeconds(start).seconds;
  const length = parseSeconds(duration).seconds;
  // Longer fields than any float needs are no times.
  const isPlain = /^\d{1,20}(\.\d{0,400})?$/;
  if (isPlain.test(start) && isPlain.test(duration)) {
    return { start: from, end: endAfter(start, duration) };
  }
  return { start: from, end: from + length };
}

function scoreOf(field: string | undefined, report: Report): number | null {
  if (field === undefined || field === NOTHING) return null;
  const score = parseSeconds(field).seconds;
  if (score >= 0 && score <= 1) return score;
  report("warning", "bad_score", `The confidence "${field.slice(0, 40)}" is not in 0 … 1.`);
  return null;
}

type Walk = { paths: readonly string[]; index: RecordingIndex; list: ReadonlyMap<string, string> };

async function* allRows(files: FileTree, walk: Walk): AsyncGenerator<RecordingRow<Row>> {
  for (const path of walk.paths) {
    try {
      yield* rowsOf(files, path, walk);
    } catch (error) {
      yield { issue: issueFromError(error, path) };
    }
  }
}

async function* rowsOf(
  files: FileTree,
  path: string,
  walk: Walk,
): AsyncGenerator<RecordingRow<Row>> {
  const keys = new Map<string, string>();
  const passedOver = new Map<string, number>();
  for await (const { text, line } of textLines(files, path)) {
    if (!isRow(text)) continue;
    const fields = text.trim().split(/\s+/);
    const where = `${path}:${line}`;
    const [type = ""] = fields;
    if (!isUem(path) && type !== "SPEAKER" && TYPES.test(type)) {
      passedOver.set(type, (passedOver.get(type) ?? 0) + 1);
      continue;
    }
    const isWhole = isUem(path)
      ? fields.length >= 4
      : type === "SPEAKER" && fields.length >= FIELDS;
    if (!isWhole) {
      const message = `"${text.slice(0, 80)}" is no row of this format: left out.`;
      yield { issue: { code: "bad_row", severity: "error", where, message } };
      continue;
    }
    const id = (isUem(path) ? fields[0] : fields[1]) ?? "";
    const key = keys.get(id) ?? keyOf(nameOfField(id), { path, ...walk });
    keys.set(id, key);
    yield { key, row: { fields, where, path } };
  }
  for (const [type, count] of passedOver) {
    const message = `${count} rows of the type ${type} are not carried.`;
    yield { issue: { code: "rows_not_carried", severity: "info", where: path, message } };
  }
}

/** The recording of a file id: in the folder of the split, beside the file, or wherever it is the only one. */
function keyOf(id: string, { path, index, list }: Walk & { path: string }): string {
  const here = folderOf(path);
  const own = joinPath(here, splitExtension(baseName(path))[0]);
  const found = index.find(id, [own, here, ""]);
  if (found !== null) return found;
  const place = joinPath(own, id);
  if (list.has(place)) return place;
  const isOwn = baseName(own) === UNSPLIT_FOLDER || splitOfFile(path) !== null;
  return isOwn ? place : joinPath(id) || id;
}

function isUem(path: string): boolean {
  return /\.uem$/i.test(path);
}

function isRow(line: string): boolean {
  const text = line.trim();
  return text !== "" && !text.startsWith(";;");
}
