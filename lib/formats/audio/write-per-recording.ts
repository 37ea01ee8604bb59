import { splitExtension } from "../file-name";
import type { DatasetSource, Issue, OutFile, WriteOptions } from "../format";
import { type Carried, createLosses } from "./losses";
import {
  besides,
  mediaFile,
  planRecordings,
  type RecordingPlan,
  recordingsOf,
  type TimedRecording,
  textOutFile,
  timedOnly,
} from "./plan-recordings";
import { splitFolder } from "./recording-index";

export type RecordingLayout = {
  formatId: string;
  formatName: string;
  /** Ending of the label file, with its dot. */
  extension: string;
  carried: Carried;
  text(recording: TimedRecording, context: { plan: RecordingPlan; issues: Issue[] }): string;
};

/** One label file beside each recording: `train/talk.wav` and `train/talk.srt`. */
export async function* writePerRecording(
  source: DatasetSource,
  options: WriteOptions,
  layout: RecordingLayout,
): AsyncIterable<OutFile | Issue> {
  const { formatName } = layout;
  const plan = await planRecordings(source, options);
  yield* plan.issues;
  const losses = createLosses(formatName, layout.carried);
  for (const split of plan.splits.keys()) {
    const issues: Issue[] = [];
    const request = { source, plan, options, split, formatName, hasWholes: false, issues };
    for await (const all of recordingsOf(request)) {
      const recording = timedOnly(all);
      recording.regions.forEach(losses.see);
      const path = `${splitFolder(split)}/${recording.name}`;
      const text = layout.text(recording, { plan, issues });
      yield* issues.splice(0);
      yield textOutFile(splitExtension(path)[0] + layout.extension, text);
      if (options.hasMedia) yield mediaFile(path, recording.item);
    }
    yield* issues;
  }
  yield* besides(layout.formatId, { plan, options });
  yield* losses.issues();
}
