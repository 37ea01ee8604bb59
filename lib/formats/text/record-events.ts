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
  Pick<DatasetAnnotation, "attributes" | "score" | "groupId" | "sourceId" | "extra" | "suggestedBy">
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
  /** Somebody set it aside. */
  isSkipped?: boolean;
  /** Nobody has worked on it yet. */
  isUntouched?: boolean;
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
  const labelRef = createLabelRefs(format, known);
  let itemCount = 0;
  let annotationCount = 0;

  function open(record: TextRecord): Open {
    const item = `${format}-item-${itemCount++}`;
    const before: DatasetEvent[] = [];
    const annotations: DatasetEvent[] = [];
    return {
      record,
      before,
      report: (code, where, message) => before.push(issueEvent("error", code, where, message)),
      add(of, role, details) {
        const { attributes = {}, score = null, groupId = null } = details;
        const { sourceId: id, extra, suggestedBy } = details;
        const { label: name, ...placed } = of;
        const label = labelRef(name, role, before);
        const ref = `${format}-annotation-${annotationCount++}`;
        const order = annotations.length;
        const kept = {
          ...(id === undefined ? {} : { sourceId: id }),
          ...(extra ? { extra } : {}),
          ...(suggestedBy === undefined ? {} : { suggestedBy }),
        };
        annotations.push({
          type: "annotation",
          annotation: { ref, item, label, ...placed, attributes, score, groupId, order, ...kept },
        });
        return ref;
      },
      events: () => [...before, itemEvent(item, record), ...annotations],
    };
  }
  return {
    start: () => known.map(({ label }) => ({ type: "label", label })),
    of(record) {
      const opened = open(record);
      const refs = record.spans.map((span, i) => addSpan(opened, span, i));
      for (const [i, relation] of record.relations.entries()) {
        addRelation(opened, relation, { refs, i });
      }
      for (const each of record.classes) {
        const answer = each.answer ? { answer: each.answer } : {};
        const of = { label: each.label, geometry: { kind: "whole" } } as const;
        opened.add(of, { geometries: ["whole"], ...answer }, each);
      }
      for (const each of record.answers) addAnswer(opened, each);
      for (const issue of record.issues) opened.before.push({ type: "issue", issue });
      return opened.events();
    },
  };
}

type Role = Required<Pick<DatasetLabel, "geometries">> & { answer?: Answer };

/** A record whose events are being made. */
type Open = {
  record: TextRecord;
  /** Labels and issues, which come before the item. */
  before: DatasetEvent[];
  report(code: string, where: string, message: string): void;
  /** Gives the ref of the annotation; `label` is a name. */
  add(
    of: Pick<DatasetAnnotation, "geometry" | "text" | "label">,
    role: Role,
    details: Details,
  ): string;
  events(): DatasetEvent[];
};

/** The ref of a label by its name and what it is for; one that is new is told. */
function createLabelRefs(format: string, known: readonly KnownLabel[]) {
  const refs = new Map<string, string>();
  for (const { label, written } of known) {
    const kinds = label.geometries ?? (["interval", "relation", "whole"] as const);
    for (const kind of kinds) refs.set(`${kind}\0${written}`, label.ref);
  }
  let count = known.length;
  return (name: string, role: Role, events: DatasetEvent[]): string => {
    const key = `${role.geometries[0]}\0${name}`;
    const found = refs.get(key);
    if (found !== undefined) return found;
    const position = count++;
    const ref = `${format}-label-${position}`;
    refs.set(key, ref);
    events.push({ type: "label", label: { ref, name, position, ...role } });
    return ref;
  };
}

/** Null for a span that cannot be. */
function addSpan({ record, add, report }: Open, span: RecordSpan, i: number): string | null {
  const { points, recording } = record;
  const where = `${record.where}, span ${i + 1}`;
  const problem = recording ? regionProblem(span) : spanProblem(span, points);
  if (problem) {
    report(problem[0], where, problem[1]);
    return null;
  }
  const { start, end, label } = span;
  const said = recording ? span.transcript : points.slice(start, end);
  const isKept = said !== undefined && said.length <= MAX_ANNOTATION_TEXT;
  // The surface of a long span is in the text; a transcript is nowhere else.
  if (recording && said !== undefined && !isKept) report("too_large", where, TOO_LARGE);
  const geometry = { kind: "interval", start, end } as const;
  const of = { label, geometry, ...(isKept ? { text: said } : {}) };
  return add(of, { geometries: ["interval"] }, span);
}

function addRelation(
  { record, add, report }: Open,
  relation: RecordRelation,
  { refs, i }: { refs: readonly (string | null)[]; i: number },
): void {
  const from = refs[relation.from];
  const to = refs[relation.to];
  if (from == null || to == null) {
    const where = `${record.where}, relation ${i + 1}`;
    report("bad_relation", where, "One of its ends is not there: left out.");
    return;
  }
  const geometry = { kind: "relation", from, to } as const;
  add({ label: relation.label, geometry }, { geometries: ["relation"] }, relation);
}

function addAnswer({ record, add, report }: Open, each: RecordAnswer): void {
  if (each.text.length > MAX_ANNOTATION_TEXT) {
    report("too_large", record.where, TOO_LARGE);
    return;
  }
  const answer: Answer = { question: each.question ?? "", kind: "text" };
  const of = { label: each.label, geometry: { kind: "whole" }, text: each.text } as const;
  add(of, { geometries: ["whole"], answer }, each);
}

const TOO_LARGE = `A text by hand has more than ${MAX_ANNOTATION_TEXT} characters: left out.`;

function itemEvent(ref: string, record: TextRecord): DatasetEvent {
  const { name, split, points, recording, sourceId, metadata } = record;
  const { isSkipped = false, isUntouched = false } = record;
  const content = recording
    ? recordingContent(recording)
    : { media: "text" as const, length: points.length, text: points.text, file: null };
  return {
    type: "item",
    item: {
      ...{ ref, name, width: null, height: null, split },
      ...content,
      ...(sourceId === undefined ? {} : { sourceId }),
      ...(metadata && Object.keys(metadata).length > 0 ? { metadata } : {}),
      ...(isSkipped ? { isSkipped } : {}),
      ...(isUntouched ? { isUntouched } : {}),
    },
  };
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
