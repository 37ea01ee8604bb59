import { splitExtension } from "../file-name";
import type { Confidence, DatasetEvent, FileEntry, FileTree, Issue } from "../format";
import { issueEvent, issueFromError } from "../issue";
import { baseName, folderOf, isMediaPath } from "../media-index";
import { createPacer } from "../pacer";
import { startEvents } from "./recording-events";
import { createRecordingIndex, LIST_FILE, nameOfPath, readRecordingList } from "./recording-index";
import type { Region } from "./region";
import { readHead, readText } from "./text-file";

/** Our own files beside the data. */
const OWN_FILES = new Set([LIST_FILE, "trazo-report.txt", "trazo-report.json"]);
/** Larger trees are told by the first files. */
const MAX_LOOKED_AT = 200;

export type ParsedRecording = {
  regions: Region[];
  issues: Issue[];
  /** Labels that the file names though they may be on nothing, in order. */
  labels?: readonly string[];
  /** Seconds, when the file says it. */
  length?: number;
};

export type RecordingReader = {
  formatId: string;
  /** Endings of label files, lower case with their dot. */
  extensions: readonly string[];
  /** Can the start of a file have come from this format? An empty file never can. */
  looksRight(head: string): boolean;
  /** Never throws for bad content: that becomes issues. */
  parse(text: string, where: string): ParsedRecording;
};

type Group = { file: string | null; stem: string; labelFiles: string[] };

/** The surest evidence is a file of the right content beside a recording of the same name. */
export async function detectPerRecording(
  files: FileTree,
  reader: RecordingReader,
): Promise<Confidence> {
  const index = createRecordingIndex(files);
  let found: string | null = null;
  let count = 0;
  for (const { path } of labelFilesOf(files, reader).slice(0, MAX_LOOKED_AT)) {
    if (!reader.looksRight(await readHead(files, path))) continue;
    found ??= path;
    count += 1;
  }
  if (found === null) return { score: 0, why: "No file has the form of these labels." };
  const file = recordingOf(index, found);
  const rest = count > 1 ? ` and ${count - 1} more` : "";
  const why = file === null ? "has regions in time" : `has regions of ${baseName(file)}`;
  return { score: file === null ? 0.9 : 0.95, why: `${found}${rest} ${why}.` };
}

/** Every recording with its label files, in the order of their paths. */
export async function* readPerRecording(
  files: FileTree,
  reader: RecordingReader,
): AsyncIterable<DatasetEvent> {
  const list = await readRecordingList(files);
  const { groups, ignored } = await groupFiles(files, { reader, list });
  for (const path of ignored) {
    yield issueEvent("info", "file_ignored", path, "It has no regions in this format.");
  }
  const events = yield* startEvents(files, reader.formatId);
  const pace = createPacer();
  for (const { file, stem, labelFiles } of groups) {
    const pause = pace();
    if (pause) await pause;
    const { name, split } = nameOfPath(file ?? list.get(stem) ?? stem);
    const regions: Region[] = [];
    const issues: Issue[] = [];
    let length: number | undefined;
    for (const path of labelFiles) {
      const parsed = await parseFile(files, path, reader);
      for (const label of parsed.labels ?? []) yield* events.label(label);
      for (const region of parsed.regions) regions.push(region);
      for (const issue of parsed.issues) issues.push(issue);
      length ??= parsed.length;
    }
    if (labelFiles.length === 0) {
      const message = "There is no label file for this recording.";
      issues.push({ code: "no_labels", severity: "info", where: name, message });
    }
    if (labelFiles.length > 1) {
      const message = `${labelFiles.length} label files are of this recording: ${labelFiles.join(", ")}.`;
      issues.push({ code: "several_files", severity: "info", where: name, message });
    }
    const ofLength = length === undefined ? {} : { length };
    yield* events.recording({ name, split, file, regions, issues, ...ofLength });
  }
}

async function parseFile(
  files: FileTree,
  path: string,
  reader: RecordingReader,
): Promise<ParsedRecording> {
  try {
    const { text, isGuess } = await readText(files, path);
    const parsed = reader.parse(text, path);
    if (isGuess) {
      const message = "It does not say its encoding, which is guessed: look at the accents.";
      parsed.issues.push({ code: "encoding_guessed", severity: "warning", where: path, message });
    }
    return parsed;
  } catch (error) {
    return { regions: [], issues: [issueFromError(error, path)] };
  }
}

async function groupFiles(
  files: FileTree,
  { reader, list }: { reader: RecordingReader; list: ReadonlyMap<string, string> },
): Promise<{ groups: Group[]; ignored: string[] }> {
  const index = createRecordingIndex(files);
  const groups = new Map<string, Group>();
  for (const path of index.paths) {
    groups.set(path, { file: path, stem: splitExtension(path)[0], labelFiles: [] });
  }
  for (const [stem, path] of list) {
    if (!groups.has(path)) groups.set(stem, { file: null, stem, labelFiles: [] });
  }
  const ignored: string[] = [];
  const elsewhere: { path: string; file: string | null }[] = [];
  const add = (path: string, file: string | null) => {
    const stem = splitExtension(path)[0];
    const key = file ?? stem;
    const group = groups.get(key) ?? { file, stem, labelFiles: [] };
    group.labelFiles.push(path);
    groups.set(key, group);
  };
  for (const entry of labelFilesOf(files, reader)) {
    const { path } = entry;
    const file = recordingOf(index, path);
    const isKnown = file !== null || list.has(splitExtension(path)[0]);
    if (!(isKnown && entry.size === 0) && !(await isOurs(files, entry, reader))) {
      ignored.push(path);
    } else if (file !== null && folderOf(file) === folderOf(path)) add(path, file);
    else elsewhere.push({ path, file });
  }
  // A recording that has labels beside it is not meant by those of another folder.
  const labelled = new Set(
    [...groups].flatMap(([key, group]) => (group.labelFiles.length > 0 ? [key] : [])),
  );
  for (const { path, file } of elsewhere) {
    add(path, file !== null && labelled.has(file) ? null : file);
  }
  const all = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  return { groups: all, ignored };
}

/** Only files of a common ending are looked into; a broken .TextGrid is one all the same. */
async function isOurs(
  files: FileTree,
  { path, size }: FileEntry,
  reader: RecordingReader,
): Promise<boolean> {
  if (!/\.txt$/i.test(path)) return true;
  return size > 0 && reader.looksRight(await readHead(files, path));
}

function labelFilesOf(files: FileTree, { extensions }: RecordingReader): FileEntry[] {
  return files
    .files()
    .filter(({ path }) => !OWN_FILES.has(path) && !isMediaPath(path, "audio"))
    .filter(({ path }) => extensions.includes(splitExtension(path)[1].toLowerCase()));
}

/** `talk.en.vtt` is of `talk.wav` too, when there is no `talk.en.wav`. */
function recordingOf(
  index: ReturnType<typeof createRecordingIndex>,
  labelPath: string,
): string | null {
  const folders = [folderOf(labelPath), ""];
  const stem = splitExtension(baseName(labelPath))[0];
  const found = index.find(stem, folders);
  if (found !== null) return found;
  const [shorter, ending] = splitExtension(stem);
  return /^\.[a-z]{2,3}(-\w+)*$/i.test(ending) ? index.find(shorter, folders) : null;
}
