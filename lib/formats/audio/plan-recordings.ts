import type { Split } from "@/lib/annotation/item-state";
import { compareIntervals } from "@/lib/geometry/interval";
import { createFileNamer } from "../file-name";
import type {
  DatasetAnnotation,
  DatasetItem,
  DatasetLabel,
  DatasetSource,
  Issue,
  OutFile,
  WriteOptions,
} from "../format";
import { createPacer } from "../pacer";
import { labelFile } from "../text/label-file";
import { LIST_FILE, splitFolder } from "./recording-index";
import { isTimed, type Region, type TimedRegion } from "./region";

export type PlannedRecording = { name: string; length: number | null };
export type RecordingPlan = {
  /** By position. */
  labels: readonly DatasetLabel[];
  /** Names of the labels by ref. */
  nameOf: ReadonlyMap<string, string>;
  /** Names that regions can have, in the order of the labels, each once. */
  regionLabels: readonly string[];
  /** The splits that have items, in order, and the recordings of each; `null` when there are none. */
  splits: ReadonlyMap<Split | null, PlannedRecording[]>;
  issues: Issue[];
};
/** A recording with what is said about it, in the order of time, whole-recording answers first. */
export type Recording = { item: DatasetItem; name: string; regions: Region[] };
export type TimedRecording = { item: DatasetItem; name: string; regions: TimedRegion[] };

/** The first walk: names every recording and tells the labels. It holds one small entry an item. */
export async function planRecordings(
  source: DatasetSource,
  options: WriteOptions,
  onRegion: (annotation: DatasetAnnotation) => void = () => {},
): Promise<RecordingPlan> {
  const nameFile = createFileNamer("stem");
  const labels: DatasetLabel[] = [];
  const splits = new Map<Split | null, PlannedRecording[]>();
  if (options.splits.length === 0) splits.set(null, []);
  else for (const split of options.splits) splits.set(split, []);
  const issues: Issue[] = [];
  for await (const event of source.events()) {
    if (event.type === "issue") issues.push(event.issue);
    else if (event.type === "label") labels.push(event.label);
    else if (event.type === "item") {
      const { name, issue } = nameFile(event.item.name);
      if (issue) issues.push(issue);
      const split = splitOf(event.item, options);
      const recordings = splits.get(split) ?? [];
      splits.set(split, recordings);
      recordings.push({ name, length: event.item.length ?? null });
    } else onRegion(event.annotation);
  }
  labels.sort((a, b) => a.position - b.position);
  issues.push(...sameNames(labels));
  const ofRegions = labels.filter(
    ({ geometries }) => geometries === undefined || geometries.includes("interval"),
  );
  return {
    labels,
    nameOf: new Map(labels.map(({ ref, name }) => [ref, name])),
    regionLabels: [...new Set(ofRegions.map(({ name }) => name))],
    splits,
    issues,
  };
}

export type RecordingsRequest = {
  source: DatasetSource;
  plan: RecordingPlan;
  options: WriteOptions;
  split: Split | null;
  formatName: string;
  /** Has the format a place for what is said about a whole recording? */
  hasWholes: boolean;
  /** Told what is left out or changed. */
  issues: Issue[];
};

/** A later walk: the recordings of one split, one at a time, with all that is said about each. */
export async function* recordingsOf(request: RecordingsRequest): AsyncGenerator<Recording> {
  const { source, plan, options, split } = request;
  const planned = plan.splits.get(split) ?? [];
  let at = 0;
  let open: { item: DatasetItem; name: string; annotations: DatasetAnnotation[] } | null = null;
  const pace = createPacer();
  for await (const event of source.events({ split })) {
    const pause = pace();
    if (pause) await pause;
    if (event.type === "item") {
      if (open) yield closed(open, request);
      const isHere = splitOf(event.item, options) === split;
      const name = isHere ? planned[at++]?.name : undefined;
      open = name === undefined ? null : { item: event.item, name, annotations: [] };
    } else if (event.type === "annotation") open?.annotations.push(event.annotation);
  }
  if (open) yield closed(open, request);
}

/** For formats that have only regions, which a request without wholes gives. */
export function timedOnly(recording: Recording): TimedRecording {
  return { ...recording, regions: recording.regions.filter(isTimed) };
}

/** The media of a split, in a walk of their own. */
export async function* mediaFiles({
  source,
  plan,
  options,
  split,
}: Omit<RecordingsRequest, "formatName" | "hasWholes" | "issues">): AsyncGenerator<OutFile> {
  const planned = plan.splits.get(split) ?? [];
  let at = 0;
  if (!options.hasMedia) return;
  for await (const event of source.events({ split })) {
    if (event.type !== "item" || splitOf(event.item, options) !== split) continue;
    const name = planned[at++]?.name;
    if (name === undefined) return;
    yield mediaFile(`${splitFolder(split)}/${name}`, event.item);
  }
}

export function mediaFile(path: string, item: DatasetItem): OutFile {
  return { path, content: { kind: "media", item }, stored: true };
}

/**
 * What label files do not say: all labels in their order and, without the recordings, what those
 * are called.
 */
export function* besides(
  formatId: string,
  { plan, options }: { plan: RecordingPlan; options: WriteOptions },
): Generator<OutFile> {
  yield labelFile(formatId, plan.labels);
  if (options.hasMedia) return;
  const paths = [...plan.splits].flatMap(([split, recordings]) =>
    recordings.map(({ name }) => `${splitFolder(split)}/${name}\n`),
  );
  paths.sort();
  if (paths.length > 0) yield textOutFile(LIST_FILE, paths.join(""));
}

export function textOutFile(path: string, text: string): OutFile {
  return { path, content: { kind: "bytes", bytes: new TextEncoder().encode(text) }, stored: false };
}

export async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length < 64 * 1024) continue;
    yield encoder.encode(text);
    text = "";
  }
  yield encoder.encode(text);
}

function splitOf({ split }: DatasetItem, { splits }: WriteOptions): Split | null {
  return splits.length === 0 ? null : (split ?? "train");
}

function closed(
  {
    item,
    name,
    annotations,
  }: { item: DatasetItem; name: string; annotations: DatasetAnnotation[] },
  request: RecordingsRequest,
): Recording {
  const found: { region: Region; order: number }[] = [];
  for (const annotation of annotations) {
    const region = regionOf(annotation, { item, request });
    if (region) found.push({ region, order: annotation.order });
  }
  found.sort((a, b) => compareRegions(a.region, b.region) || a.order - b.order);
  return { item, name, regions: found.map(({ region }) => region) };
}

function compareRegions(a: Region, b: Region): number {
  if (!isTimed(a) || !isTimed(b)) return Number(isTimed(a)) - Number(isTimed(b));
  return compareIntervals(a.geometry, b.geometry);
}

function regionOf(
  annotation: DatasetAnnotation,
  { item, request }: { item: DatasetItem; request: RecordingsRequest },
): Region | null {
  const { geometry, ref, sourceId, extra } = annotation;
  // The item is named as it is in the project, so that a person finds it.
  const report = (severity: Issue["severity"], code: string, message: string) => {
    request.issues.push({ severity, code, where: item.name, message });
    return null;
  };
  if (geometry.kind !== "interval" && geometry.kind !== "whole") {
    const message = `An annotation (${ref}) is left out: it is a ${geometry.kind}, not a stretch of time.`;
    return report("warning", "geometry_not_carried", message);
  }
  if (geometry.kind === "whole" && !request.hasWholes) {
    const message = `An annotation (${ref}) of the whole recording is left out: ${request.formatName} has no place for it.`;
    return report("warning", "geometry_not_carried", message);
  }
  if (geometry.kind === "interval" && !isTimeSane(geometry)) {
    const message = `A region (${ref}) is left out: its times are ${geometry.start} … ${geometry.end}.`;
    return report("error", "bad_time", message);
  }
  if (geometry.kind === "interval" && geometry.end > (item.length ?? Number.POSITIVE_INFINITY)) {
    const message = `A region (${ref}) ends at ${geometry.end}, after the end at ${item.length}.`;
    report("warning", "past_end", message);
  }
  const label = request.plan.nameOf.get(annotation.label);
  if (label === undefined) {
    const message = `An annotation (${ref}) is left out because its label is not exported.`;
    return report("warning", "unknown_label", message);
  }
  const text = annotation.text ?? "";
  if (!text.isWellFormed()) {
    report("warning", "text_changed", `Half a character in a text (${ref}) is written as U+FFFD.`);
  }
  return {
    geometry,
    label,
    attributes: annotation.attributes,
    score: annotation.score,
    groupId: annotation.groupId,
    ...(text === "" ? {} : { text: text.toWellFormed() }),
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(extra === undefined ? {} : { extra }),
  };
}

function isTimeSane({ start, end }: { start: number; end: number }): boolean {
  return start >= 0 && end >= start && end < Number.POSITIVE_INFINITY;
}

function sameNames(labels: readonly DatasetLabel[]): Issue[] {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  for (const { name, geometries } of labels) {
    const key = `${name}\0${geometries?.join()}`;
    if (seen.has(key)) {
      const message = "Two labels have this name; they become one.";
      issues.push({ code: "duplicate_label", severity: "warning", where: name, message });
    }
    seen.add(key);
  }
  return issues;
}
