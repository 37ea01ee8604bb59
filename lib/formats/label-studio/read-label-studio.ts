import type { MediaKind } from "@/lib/media/media";
import { createRecordingIndex } from "../audio/recording-index";
import type { DatasetEvent, FileTree, Issue, ReadOptions } from "../format";
import { issueEvent, issueFromError } from "../issue";
import { isRecord, jsonRecords } from "../text/json-records";
import { readLabelFile } from "../text/label-file";
import { createRecordEvents, otherKeys, recordHead, type TextRecord } from "../text/record-events";
import { contentOf, findTaskFiles } from "./detect-label-studio";
import { pathOfUrl } from "./media-url";
import { type ReadResults, readResults } from "./read-results";

export async function* readLabelStudio(
  files: FileTree,
  { media = "text" }: ReadOptions = {},
): AsyncIterable<DatasetEvent> {
  const labelFile = await readLabelFile(files);
  if (labelFile && "issue" in labelFile) yield { type: "issue", issue: labelFile.issue };
  const known = labelFile && "labels" in labelFile ? labelFile.labels : [];
  const events = createRecordEvents("label-studio", known);
  yield* events.start();
  const recordings = createRecordingIndex(files);
  for (const path of await findTaskFiles(files, media)) {
    const reading: Reading = { media, path, recordings, skipped: new Map() };
    try {
      for await (const record of jsonRecords(files, path)) {
        if ("issue" in record) yield { type: "issue", issue: record.issue };
        else {
          const found = taskRecord(record.value, { ...record, reading });
          if (found) yield* events.of(found);
          else yield issueEvent("error", "bad_record", record.where, `It has no ${media}.`);
        }
      }
    } catch (error) {
      yield { type: "issue", issue: issueFromError(error, path) };
    }
    for (const [type, count] of reading.skipped) {
      const message = `${count} results of the type "${type}" are not read.`;
      yield issueEvent("warning", "type_not_read", path, message);
    }
  }
}

type Reading = {
  media: MediaKind;
  path: string;
  recordings: ReturnType<typeof createRecordingIndex>;
  /** How often results of a type were met that are not read. */
  skipped: Map<string, number>;
};

/** Keys of a task that say something else than what its server noted about it. */
const TASK_KEYS = new Set("id data annotations completions predictions".split(" "));

function taskRecord(
  task: unknown,
  { where, number, reading }: { where: string; number: number; reading: Reading },
): TextRecord | null {
  const { media, path, recordings } = reading;
  if (!isRecord(task) || !isRecord(task["data"])) return null;
  const { data } = task;
  const content = contentOf(data, media);
  if (!content) return null;
  const text = media === "text" ? content.value : "";
  const itemName = data["item_name"] ?? (media === "audio" ? pathOfUrl(content.value) : undefined);
  const id = data["source_id"] ?? task["id"];
  const head = recordHead({ path, where, number, text, itemName, id });
  const issues: Issue[] = [];
  const work = chosenWork(task, where, issues);
  const predictions = listOf(task["predictions"]);
  const read = joinResults(
    [{ results: work ?? [], prediction: null }, ...predictions.map(predicted)].map(
      ({ results, prediction }) =>
        readResults(results, { points: head.points, where, media, prediction, issues }),
    ),
  );
  for (const type of read.skipped) {
    reading.skipped.set(type, (reading.skipped.get(type) ?? 0) + 1);
  }
  const others = otherKeys(task, TASK_KEYS);
  const metadata = {
    ...otherKeys(data, new Set([content.key, "item_name", "source_id"])),
    ...(Object.keys(others).length > 0 ? { "label-studio": others } : {}),
  };
  const isSkipped = !work && isCancelled(task);
  const isUntouched = !work && !isSkipped && predictions.length > 0;
  const record = { ...head, ...read, metadata, isSkipped, isUntouched, issues };
  if (media !== "audio") return record;
  const file = recordings.find(pathOfUrl(content.value), ["", path.replace(/[^/]*$/, "")]);
  if (file === null) {
    const message = "The recording is not there.";
    issues.push({ code: "media_missing", severity: "warning", where: head.name, message });
  }
  return { ...record, recording: { length: read.length, file } };
}

/** What a prediction says of all of its results. `modelVersion` "": it does not say who made them. */
export type Prediction = { score: number | null; modelVersion: string };

/**
 * One person's work on the task: the ground truth if one is marked, else the first that was not cancelled. What is left
 * is told. Null where nobody has worked.
 */
function chosenWork(
  task: Readonly<Record<string, unknown>>,
  where: string,
  issues: Issue[],
): readonly unknown[] | null {
  const report = (code: string, message: string) =>
    issues.push({ code, severity: "info", where, message });
  const all = listOf(task["annotations"] ?? task["completions"]);
  const valid = all.filter(({ was_cancelled: isCancelled }) => isCancelled !== true);
  if (valid.length < all.length) {
    report("cancelled", `${all.length - valid.length} cancelled annotations are not taken.`);
  }
  if (valid.length > 1) {
    report("further_annotations", `${valid.length - 1} further annotations are not taken.`);
  }
  const chosen = valid.find(({ ground_truth: isTruth }) => isTruth === true) ?? valid[0];
  return chosen ? resultsOf(chosen) : null;
}

function predicted(given: Readonly<Record<string, unknown>>): {
  results: readonly unknown[];
  prediction: Prediction;
} {
  const { score, model_version: version } = given;
  const prediction = {
    score: typeof score === "number" ? score : null,
    modelVersion: typeof version === "string" ? version : "",
  };
  return { results: resultsOf(given), prediction };
}

/** Of one task: work and predictions one after the other. */
function joinResults(all: readonly ReadResults[]): ReadResults {
  let before = 0;
  const relations = all.flatMap((each) => {
    const first = before;
    before += each.spans.length;
    return each.relations.map((relation) => ({
      ...relation,
      from: relation.from < 0 ? -1 : first + relation.from,
      to: relation.to < 0 ? -1 : first + relation.to,
    }));
  });
  return {
    relations,
    spans: all.flatMap(({ spans }) => spans),
    classes: all.flatMap(({ classes }) => classes),
    answers: all.flatMap(({ answers }) => answers),
    skipped: all.flatMap(({ skipped }) => skipped),
    length: all.find(({ length }) => length !== null)?.length ?? null,
  };
}

/** Whoever had it before set it aside. */
function isCancelled(task: Readonly<Record<string, unknown>>): boolean {
  const all = listOf(task["annotations"] ?? task["completions"]);
  return all.length > 0 && all.every(({ was_cancelled: isOne }) => isOne === true);
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function resultsOf({ result }: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(result) ? result : [];
}
