import type { Split } from "@/lib/annotation/item-state";
import type { DatasetEvent, DatasetLabel, Issue } from "../format";
import { issueEvent } from "../issue";
import type { Region } from "./region";

/** Gives refs to labels as they are met, and to items and annotations in their order. */
export type RecordingEvents = {
  /** The label when it was not met before; formats without a list make them as they go. */
  label(name: string, more?: Partial<DatasetLabel>): Generator<DatasetEvent>;
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

export function createRecordingEvents(formatId: string): RecordingEvents {
  const refs = new Map<string, string>();
  let items = 0;

  function* label(name: string, more: Partial<DatasetLabel> = {}): Generator<DatasetEvent> {
    if (refs.has(name)) return;
    const position = refs.size;
    const ref = `${formatId}-label-${position}`;
    refs.set(name, ref);
    yield { type: "label", label: { ...more, ref, name, position } };
  }

  return {
    label,
    *recording({ name, split, file, regions, issues = [], length, sourceId, metadata }) {
      const all = [...regions];
      for (const region of all) yield* label(region.label, answerOf(region));
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
      for (const [order, { label: labelName, ...region }] of all.entries()) {
        const annotation = { ...region, ref: `${ref}-${order}`, item: ref, order };
        yield {
          type: "annotation",
          annotation: { ...annotation, label: refs.get(labelName) ?? "" },
        };
      }
    },
  };
}

/** A text about the whole recording is an answer written by hand. */
function answerOf({ geometry, label, text }: Region): Partial<DatasetLabel> {
  if (geometry.kind !== "whole" || text === undefined) return {};
  return { geometries: ["whole"], answer: { question: label, kind: "text" } };
}
