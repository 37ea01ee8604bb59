import type { Confidence, DatasetEvent, FileTree, Issue } from "../../format";
import { issueFromError } from "../../issue";
import { folderOf, isMediaPath, joinPath } from "../../media-index";
import { headRecords, isRecord, jsonRecords } from "../../text/json-records";
import { isLabelFile } from "../../text/label-file";
import { type RowsOfRecording, readByRows } from "../read-by-rows";
import { createRecordingIndex, type RecordingIndex, splitOfFile } from "../recording-index";
import { type Region, reporter } from "../region";
import type { RecordingRow } from "../rows-by-recording";
import {
  fileOfRecord,
  lengthOfRecord,
  type ManifestRecord,
  recordIssue,
  regionOfRecord,
} from "./manifest-record";

const MAX_LOOKED_AT = 200;

type Row = { record: ManifestRecord; where: string; path: string };

export async function detectManifest(files: FileTree): Promise<Confidence> {
  const [first, ...rest] = await findManifests(files);
  if (first === undefined) {
    return { score: 0, why: "No JSON lines name recordings as a manifest does." };
  }
  const more = rest.length > 0 ? ` and ${rest.length} more` : "";
  return { score: 0.93, why: `${first}${more} names recordings as a manifest does.` };
}

export async function* readManifest(files: FileTree): AsyncIterable<DatasetEvent> {
  const index = createRecordingIndex(files);
  const paths = await findManifests(files);
  yield* readByRows(files, {
    formatId: "asr-manifest",
    index,
    walk: () => allRows(files, { paths, index }),
    parse,
  });
}

function parse(rows: readonly Row[], issues: Issue[]): RowsOfRecording {
  const regions: Region[] = [];
  let length: number | null = null;
  for (const { record, where } of rows) {
    const region = regionOfRecord(record, reporter(where, issues));
    if (region) regions.push(region);
    length ??= lengthOfRecord(record);
  }
  const split = splitOfFile(rows[0]?.path ?? "");
  return { regions, split, ...(length === null ? {} : { length }) };
}

async function* allRows(
  files: FileTree,
  { paths, index }: { paths: readonly string[]; index: RecordingIndex },
): AsyncGenerator<RecordingRow<Row>> {
  for (const path of paths) {
    const keys = new Map<string, string>();
    try {
      for await (const found of jsonRecords(files, path)) {
        if ("issue" in found) {
          yield found;
          continue;
        }
        const { where, value } = found;
        const named = isRecord(value) ? fileOfRecord(value) : null;
        if (!isRecord(value) || named === null) {
          yield { issue: recordIssue(where) };
          continue;
        }
        const key =
          keys.get(named) ?? index.find(named, [folderOf(path), ""]) ?? (joinPath(named) || named);
        keys.set(named, key);
        yield { key, row: { record: value, where, path } };
      }
    } catch (error) {
      yield { issue: issueFromError(error, path) };
    }
  }
}

async function findManifests(files: FileTree): Promise<string[]> {
  const candidates = files
    .files()
    .map(({ path }) => path)
    .filter((path) => /\.(jsonl?|ndjson|manifest)$/i.test(path) && !isLabelFile(path));
  const found: string[] = [];
  for (const path of candidates.slice(0, MAX_LOOKED_AT)) {
    const records = await headRecords(files, path);
    if (records.some(isManifestRecord)) found.push(path);
  }
  return found;
}

/** Other JSON has a `file_name` too, but not of a recording. */
function isManifestRecord(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (typeof value["audio_filepath"] === "string") return true;
  const named = fileOfRecord(value);
  return named !== null && isMediaPath(named, "audio") && !("annotations" in value);
}
