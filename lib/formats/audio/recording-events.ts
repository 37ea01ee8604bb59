import type { Split } from "@/lib/annotation/item-state";
import type { DatasetEvent, DatasetLabel, FileTree, Issue } from "../format";
import { issueEvent } from "../issue";
import { readLabelFile } from "../text/label-file";
import type { Region } from "./region";

/** Gives refs to labels as they are met, and to items and annotations in their order. */
export type RecordingEvents = {
  /** A label of regions, when it was not met before. */
  label(name: string): Generator<DatasetEvent>;
  /** The item with all that is said about it; labels that are new come before it. */
  recording(recording: ReadRecording): Generator<DatasetEvent>;
};
export type ReadRecording = {
  name: string;
  split: Split | null;
  file: string | null;
  regions: Iterable<Region>;
  issues?: Iterable<Issue>;
  length?: number;
  sourceId?: string;
  metadata?: Record<string, unknown>;
};

/** `known` are the labels of the label file, which say what each is for. */
function createRecordingEvents(formatId: string, known: readonly DatasetLabel[]): RecordingEvents {
  const refs = new Map<string, string>();
  for (const { ref, name, geometries = ["interval", "whole"] } of known) {
    for (const kind of geometries) {
      const key = `${kind}\0${name}`;
      if (!refs.has(key)) refs.set(key, ref);
    }
  }
  let labels = known.length;
  let items = 0;

  function* newLabel(region: Named): Generator<DatasetEvent> {
    const key = labelKey(region);
    if (refs.has(key)) return;
    const position = labels++;
    const ref = `${formatId}-label-${position}`;
    refs.set(key, ref);
    const label = { ref, name: region.label, position, ...roleOf(region) };
    yield { type: "label", label };
  }

  return {
    *label(name) {
      yield* newLabel({ geometry: { kind: "interval", start: 0, end: 0 }, label: name });
    },
    *recording({ name, split, file, regions, issues = [], length, sourceId, metadata }) {
      const all = [...regions];
      for (const region of all) yield* newLabel(region);
      const ref = `${formatId}-item-${items++}`;
      yield {
        type: "item",
        item: {
          ...{ ref, name, media: "audio", width: null, height: null, split, file },
          ...(length === undefined ? {} : { length }),
          ...(sourceId === undefined ? {} : { sourceId }),
          ...(metadata === undefined ? {} : { metadata }),
        },
      };
      for (const issue of issues) yield { type: "issue", issue };
      if (file === null) {
        yield issueEvent("warning", "media_missing", name, "The recording is not there.");
      }
      for (const [order, region] of all.entries()) {
        const label = refs.get(labelKey(region)) ?? "";
        const annotation = { ...region, ref: `${ref}-${order}`, item: ref, label, order };
        yield { type: "annotation", annotation };
      }
    },
  };
}

type Named = Pick<Region, "geometry" | "label" | "text">;

function labelKey({ geometry, label }: Named): string {
  return `${geometry.kind}\0${label}`;
}

/** A text about the whole recording is an answer written by hand. */
function roleOf({ geometry, label, text }: Named): Partial<DatasetLabel> {
  if (geometry.kind === "interval") return { geometries: ["interval"] };
  if (text === undefined) return { geometries: ["whole"] };
  return { geometries: ["whole"], answer: { question: label, kind: "text" } };
}

/** Begins with the labels that the file beside the data names. */
export async function* startEvents(
  files: FileTree,
  formatId: string,
): AsyncGenerator<DatasetEvent, RecordingEvents> {
  const found = await readLabelFile(files);
  if (found && "issue" in found) yield { type: "issue", issue: found.issue };
  const known = found && "labels" in found ? found.labels.map(({ label }) => label) : [];
  for (const label of known) yield { type: "label", label };
  return createRecordingEvents(formatId, known);
}
