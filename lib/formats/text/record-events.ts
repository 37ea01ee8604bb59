import { MAX_ANNOTATION_TEXT } from "@/lib/annotation/annotation";
import type { Split } from "@/lib/annotation/item-state";
import type { Answer } from "@/lib/annotation/label";
import { type CodePoints, indexCodePoints } from "@/lib/text/code-points";
import { splitExtension } from "../file-name";
import type { DatasetAnnotation, DatasetEvent, DatasetLabel, Issue } from "../format";
import { issueEvent } from "../issue";
import { baseName, folderOf, splitFromName } from "../media-index";
import type { KnownLabel } from "./label-file";

/** What a reader found out about an annotation besides its place; all of it is optional. */
export type Details = Partial<
  Pick<DatasetAnnotation, "attributes" | "score" | "groupId" | "sourceId" | "extra">
>;
/** Offsets in code points, seconds of a recording; not checked yet. */
export type RecordSpan = Details & {
  start: number;
  end: number;
  label: string;
  /** What is said there; of a recording. */
  transcript?: string;
};
/** Ends are indices into `spans`. */
export type RecordRelation = Details & { from: number; to: number; label: string };
export type RecordClass = Details & { label: string; answer?: Answer };
export type RecordAnswer = Details & { label: string; question?: string; text: string };

/** One text (or recording) with all that is said about it, as a format's file has it. */
export type TextRecord = {
  /** For issues: "train.jsonl, line 3". */
  where: string;
  name: string;
  points: CodePoints;
  /** Set for a recording, whose `points` are those of an empty text. */
  recording?: { length: number | null; file: string | null };
  split: Split | null;
  sourceId?: string | undefined;
  metadata?: Record<string, unknown>;
  spans: readonly RecordSpan[];
  relations: readonly RecordRelation[];
  classes: readonly RecordClass[];
  answers: readonly RecordAnswer[];
  issues: readonly Issue[];
};

/**
 * Makes events of records: labels at their first mention (those of the label file first of all),
 * the item, its annotations, and an issue for each that cannot stand.
 */
export function createRecordEvents(
  format: string,
  known: readonly KnownLabel[] = [],
): { start(): DatasetEvent[]; of(record: TextRecord): DatasetEvent[] } {
  const labels = new Map<string, string>();
  for (const { label, written } of known) {
    const kinds = label.geometries ?? (["interval", "relation", "whole"] as const);
    for (const kind of kinds) labels.set(`${kind}\0${written}`, label.ref);
  }
  let labelCount = known.length;
  let itemCount = 0;
  let annotationCount = 0;

  function labelRef(
    name: string,
    role: Required<Pick<DatasetLabel, "geometries">> & { answer?: Answer },
    events: DatasetEvent[],
  ): string {
    const key = `${role.geometries[0]}\0${name}`;
    const found = labels.get(key);
    if (found !== undefined) return found;
    const position = labelCount++;
    const ref = `${format}-label-${position}`;
    labels.set(key, ref);
    events.push({ type: "label", label: { ref, name, position, ...role } });
    return ref;
  }

  function eventsOf(record: TextRecord): DatasetEvent[] {
    const { where, name, points, split, sourceId, metadata, recording } = record;
    const events: DatasetEvent[] = [];
    const annotations: DatasetEvent[] = [];
    const item = `${format}-item-${itemCount++}`;
    const add = (
      label: string,
      of: Pick<DatasetAnnotation, "geometry" | "text">,
      { attributes = {}, score = null, groupId = null, sourceId: id, extra }: Details,
    ): string => {
      const ref = `${format}-annotation-${annotationCount++}`;
      const order = annotations.length;
      const kept = { ...(id === undefined ? {} : { sourceId: id }), ...(extra ? { extra } : {}) };
      const annotation = { ref, item, label, ...of, attributes, score, groupId, order, ...kept };
      annotations.push({ type: "annotation", annotation });
      return ref;
    };
    const refs = record.spans.map((span, i): string | null => {
      const problem = recording ? regionProblem(span) : spanProblem(span, points);
      if (problem) {
        events.push(issueEvent("error", problem[0], `${where}, span ${i + 1}`, problem[1]));
        return null;
      }
      const { start, end } = span;
      const said = recording ? span.transcript : points.slice(start, end);
      const text = said !== undefined && said.length <= MAX_ANNOTATION_TEXT ? { text: said } : {};
      const label = labelRef(span.label, { geometries: ["interval"] }, events);
      return add(label, { geometry: { kind: "interval", start, end }, ...text }, span);
    });
    for (const [i, relation] of record.relations.entries()) {
      const from = refs[relation.from];
      const to = refs[relation.to];
      if (from == null || to == null) {
        const message = "One of its ends is not there: left out.";
        events.push(issueEvent("error", "bad_relation", `${where}, relation ${i + 1}`, message));
        continue;
      }
      const label = labelRef(relation.label, { geometries: ["relation"] }, events);
      add(label, { geometry: { kind: "relation", from, to } }, relation);
    }
    for (const each of record.classes) {
      const answer = each.answer ? { answer: each.answer } : {};
      const label = labelRef(each.label, { geometries: ["whole"], ...answer }, events);
      add(label, { geometry: { kind: "whole" } }, each);
    }
    for (const each of record.answers) {
      if (each.text.length > MAX_ANNOTATION_TEXT) {
        const message = `An answer has more than ${MAX_ANNOTATION_TEXT} characters: left out.`;
        events.push(issueEvent("error", "too_large", where, message));
        continue;
      }
      const answer: Answer = { question: each.question ?? "", kind: "text" };
      const label = labelRef(each.label, { geometries: ["whole"], answer }, events);
      add(label, { geometry: { kind: "whole" }, text: each.text }, each);
    }
    for (const issue of record.issues) events.push({ type: "issue", issue });
    events.push({
      type: "item",
      item: {
        ref: item,
        ...{ name, width: null, height: null, split },
        ...(recording
          ? recordingContent(recording)
          : { media: "text", length: points.length, text: points.text, file: null }),
        ...(sourceId === undefined ? {} : { sourceId }),
        ...(metadata && Object.keys(metadata).length > 0 ? { metadata } : {}),
      },
    });
    return [...events, ...annotations];
  }
  return { start: () => known.map(({ label }) => ({ type: "label", label })), of: eventsOf };
}

function recordingContent({ length, file }: NonNullable<TextRecord["recording"]>) {
  return { media: "audio" as const, file, ...(length === null ? {} : { length }) };
}

function regionProblem({ start, end }: RecordSpan): [string, string] | null {
  if (Number.isFinite(start) && Number.isFinite(end) && start >= 0 && end >= start) return null;
  return ["bad_span", `It lies from ${start} to ${end}: left out.`];
}

function spanProblem({ start, end }: RecordSpan, points: CodePoints): [string, string] | null {
  if (!Number.isInteger(start) || !Number.isInteger(end)) {
    return ["bad_span", `Its ends are no whole numbers (${start}, ${end}): left out.`];
  }
  if (end < start) return ["bad_span", `It ends before it starts (${start}, ${end}): left out.`];
  if (points.has(start) && points.has(end)) return null;
  return ["span_outside", `It reaches from ${start} to ${end}, of ${points.length}: left out.`];
}

/** What every reader of records knows of one: its place, its names, its text. */
export function recordHead(of: {
  path: string;
  where: string;
  number: number;
  text: string;
  itemName: unknown;
  id: unknown;
}): Pick<TextRecord, "where" | "name" | "points" | "split" | "sourceId"> {
  const { path, where, number, text, itemName, id } = of;
  const isId = typeof id === "number" || (typeof id === "string" && id !== "");
  const sourceId = isId ? String(id) : undefined;
  const isNamed = typeof itemName === "string" && itemName !== "";
  const [stem] = splitExtension(path);
  const name = isNamed ? itemName : `${stem}/${sourceId ?? number}`;
  return { where, name, points: indexCodePoints(text), split: splitOfFile(path), sourceId };
}

/** "train.jsonl", "my-train.conll" and "valid/data.jsonl" say their split. */
export function splitOfFile(path: string): Split | null {
  const [stem] = splitExtension(baseName(path));
  for (const part of stem.split(/[_.-]+/).reverse()) {
    const split = splitFromName(part);
    if (split !== null) return split;
  }
  return splitFromName(baseName(folderOf(path)));
}

/** The keys of a record that are not the format's own; they are kept as the item's metadata. */
export function otherKeys(
  record: Readonly<Record<string, unknown>>,
  own: ReadonlySet<string>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !own.has(key)));
}
