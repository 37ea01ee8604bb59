import type { Split } from "@/lib/annotation/item-state";
import { splitExtension } from "../../file-name";
import type { DatasetSource, Issue, OutFile, WriteOptions } from "../../format";
import { createLosses } from "../losses";
import {
  besides,
  encoded,
  mediaFiles,
  planRecordings,
  type RecordingPlan,
  recordingsOf,
  type TimedRecording,
  timedOnly,
} from "../plan-recordings";
import { splitFolder } from "../recording-index";
import { reporter, speakerOf, type TimedRegion } from "../region";
import { decimalText, durationText, padDecimals } from "../time-text";
import { fieldOf, NOTHING, namesToFields } from "./rttm-row";

const FORMAT_NAME = "RTTM";
const DECIMALS = 3;

type Writing = {
  source: DatasetSource;
  options: WriteOptions;
  plan: RecordingPlan;
  split: Split | null;
  issues: Issue[];
};
type Noted = {
  losses: ReturnType<typeof createLosses>;
  /** Names that could not be written as they are. */
  escaped: Set<string>;
  firstChannel: number;
};

/** `train.rttm` with the regions, and `train.uem` with all recordings and their lengths. */
export async function* writeRttm(
  source: DatasetSource,
  options: WriteOptions,
): AsyncIterable<OutFile | Issue> {
  const plan = await planRecordings(source, options);
  yield* plan.issues;
  const carried = { texts: false, scores: true, groups: false, frequencies: false };
  const losses = createLosses(FORMAT_NAME, { ...carried, attributes: ["speaker", "channel"] });
  const noted: Noted = { losses, escaped: new Set(), firstChannel: 0 };
  for (const [split, recordings] of plan.splits) {
    if (recordings.length === 0) continue;
    const issues: Issue[] = [];
    const writing = { source, options, plan, split, issues };
    for (const [extension, text] of [
      [".rttm", rttmText(writing, noted)],
      // The same recordings once more, of which everything has been said.
      [".uem", uemText({ ...writing, issues: [] }, issues)],
    ] as const) {
      const content = { kind: "stream", stream: encoded(text) } as const;
      yield { path: splitFolder(split) + extension, content, stored: false };
    }
    yield* issues;
    yield* mediaFiles(writing);
  }
  yield* besides("rttm", { plan, options });
  yield* losses.issues();
  yield* notes(noted);
}

function* notes({ escaped, firstChannel }: Noted): Generator<Issue> {
  for (const name of [...escaped].sort()) {
    const message = `Written as "${fieldOf(name)}": a field has no blanks.`;
    yield { code: "name_escaped", severity: "info", where: name, message };
  }
  if (firstChannel > 0) {
    const message = `${firstChannel} regions are of channel 0, written as 1, which is also what recordings without channels have.`;
    yield { code: "attribute_changed", severity: "info", where: "regions", message };
  }
}

async function* rttmText(writing: Writing, noted: Noted): AsyncGenerator<string> {
  for await (const recording of timedRecordings(writing)) {
    for (const region of recording.regions) {
      noted.losses.see(region);
      yield rowText(region, { recording, noted, issues: writing.issues });
    }
  }
}

async function* timedRecordings(writing: Writing): AsyncGenerator<TimedRecording> {
  const request = { ...writing, formatName: FORMAT_NAME, hasWholes: false };
  for await (const recording of recordingsOf(request)) yield timedOnly(recording);
}

function rowText(
  region: TimedRegion,
  of: { recording: TimedRecording; noted: Noted; issues: Issue[] },
): string {
  const { recording, noted, issues } = of;
  const { start, end } = region.geometry;
  const { label, score, attributes } = region;
  const speaker = speakerOf(region, { name: recording.name, issues });
  const id = splitExtension(recording.name)[0];
  for (const name of [id, label, speaker ?? ""]) {
    if (name !== "" && fieldOf(name) !== name) noted.escaped.add(name);
  }
  const { subtype, name } = namesToFields({
    label,
    ...(speaker === undefined ? {} : { speaker }),
  });
  const channel = attributes["channel"];
  if (channel === 0) noted.firstChannel += 1;
  else if (channel !== undefined && !isChannel(channel)) {
    const message = `The channel ${JSON.stringify(channel)} is no whole number: written as 1.`;
    reporter(recording.name, issues)("info", "attribute_changed", message);
  }
  const times = [decimalText(start), durationText(start, end)];
  const [from, duration] = times.map((text) => padDecimals(text, DECIMALS));
  const confidence = score === null ? NOTHING : decimalText(score);
  return `SPEAKER ${fieldOf(id)} ${channelNumber(channel)} ${from} ${duration} ${NOTHING} ${subtype} ${name} ${confidence} ${NOTHING}\n`;
}

/** What is scored: each channel of each recording from its start to its end. */
async function* uemText(writing: Writing, issues: Issue[]): AsyncGenerator<string> {
  for await (const { item, name, regions } of timedRecordings(writing)) {
    const { length } = item;
    if (length === undefined) {
      if (regions.length > 0) continue;
      const message = "Nothing is on it and its length is not known: it is in none of the files.";
      reporter(name, issues)("warning", "length_unknown", message);
      continue;
    }
    const numbers = regions.map(({ attributes: { channel } }) => channelNumber(channel));
    const channels = [...new Set(numbers.length > 0 ? numbers : [1])].sort((a, b) => a - b);
    const id = fieldOf(splitExtension(name)[0]);
    const end = padDecimals(decimalText(length), DECIMALS);
    for (const channel of channels) yield `${id} ${channel} 0.000 ${end}\n`;
  }
}

/** Channels are counted from 1 here and from 0 with us. */
function channelNumber(channel: unknown): number {
  return isChannel(channel) ? channel + 1 : 1;
}

function isChannel(channel: unknown): channel is number {
  return typeof channel === "number" && Number.isInteger(channel) && channel >= 0;
}
