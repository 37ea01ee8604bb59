import type { Split } from "@/lib/annotation/item-state";
import type { DatasetEvent, FileTree, Issue } from "../format";
import { startEvents } from "./recording-events";
import { nameOfPath, type RecordingIndex, readRecordingList } from "./recording-index";
import type { Region } from "./region";
import { type RecordingRow, rowsByRecording } from "./rows-by-recording";

export type RowsOfRecording = {
  regions: Region[];
  /** Null when the rows do not say it; then the path does. */
  split: Split | null;
  /** Seconds, when the rows say it. */
  length?: number;
};

/**
 * Reads files with rows about many recordings. The key of a row is the path of its recording in
 * the tree, or, when that is missing, the path that the file gives.
 */
export async function* readByRows<R>(
  files: FileTree,
  of: {
    formatId: string;
    index: RecordingIndex;
    /** Gives the same rows each time. */
    walk(): AsyncIterable<RecordingRow<R>>;
    parse(rows: readonly R[], issues: Issue[]): RowsOfRecording;
  },
): AsyncIterable<DatasetEvent> {
  const { index } = of;
  const events = yield* startEvents(files, of.formatId);
  const list = await readRecordingList(files);
  const recordings = new Set(index.paths);
  const seen = new Set<string>();
  for await (const found of rowsByRecording(of.walk)) {
    if ("issue" in found) {
      yield { type: "issue", issue: found.issue };
      continue;
    }
    const { key, rows } = found;
    const file = recordings.has(key) ? key : null;
    if (file !== null) seen.add(file);
    const place = nameOfPath(list.get(key) ?? key);
    const issues: Issue[] = [];
    const { split, ...parsed } = of.parse(rows, issues);
    yield* events.recording({
      name: place.name,
      ...parsed,
      split: split ?? place.split,
      file,
      issues,
    });
  }
  for (const path of index.paths) {
    if (seen.has(path)) continue;
    const { name, split } = nameOfPath(path);
    const message = "Nothing is said about this recording.";
    const issues: Issue[] = [{ code: "no_labels", severity: "info", where: name, message }];
    yield* events.recording({ name, split, file: path, regions: [], issues });
  }
}
