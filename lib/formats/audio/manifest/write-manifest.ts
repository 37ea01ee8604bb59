import type { Split } from "@/lib/annotation/item-state";
import type { DatasetSource, Issue, OutFile, WriteOptions } from "../../format";
import {
  besides,
  encoded,
  mediaFiles,
  planRecordings,
  type RecordingPlan,
  recordingsOf,
} from "../plan-recordings";
import { splitFolder } from "../recording-index";
import { recordText } from "./manifest-record";

/** `train_manifest.jsonl`: a record a region, and one for each recording with nothing on it. */
export async function* writeManifest(
  source: DatasetSource,
  options: WriteOptions,
): AsyncIterable<OutFile | Issue> {
  const plan = await planRecordings(source, options);
  yield* plan.issues;
  for (const [split, recordings] of plan.splits) {
    if (recordings.length === 0) continue;
    const issues: Issue[] = [];
    const text = manifestText({ source, options, plan, split, issues });
    const path = split === null ? "manifest.jsonl" : `${split}_manifest.jsonl`;
    yield { path, content: { kind: "stream", stream: encoded(text) }, stored: false };
    yield* issues;
    yield* mediaFiles({ source, plan, options, split });
  }
  yield* besides("asr-manifest", { plan, options });
}

async function* manifestText(of: {
  source: DatasetSource;
  options: WriteOptions;
  plan: RecordingPlan;
  split: Split | null;
  issues: Issue[];
}): AsyncGenerator<string> {
  const request = { ...of, formatName: "the manifest", hasWholes: true };
  for await (const { item, name, regions } of recordingsOf(request)) {
    const about = { file: `${splitFolder(of.split)}/${name}`, length: item.length ?? null };
    if (regions.length === 0) yield recordText(null, about);
    for (const region of regions) yield recordText(region, about);
  }
}
