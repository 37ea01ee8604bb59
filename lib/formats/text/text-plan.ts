import type { Split } from "@/lib/annotation/item-state";
import type { MediaKind } from "@/lib/media/media";
import { effectiveSplit, splitsOf } from "../coco/coco-plan";
import type {
  DatasetAnnotation,
  DatasetItem,
  DatasetLabel,
  DatasetSource,
  Format,
  Issue,
  OutFile,
  WriteOptions,
} from "../format";
import { createPacer } from "../pacer";

/** What annotations are for; a label of answers by hand makes the last. */
export type TextRole = "span" | "relation" | "class" | "answer";

/** What a writer of texts knows before its first byte. */
export type TextPlan = {
  /** By position. */
  labels: DatasetLabel[];
  labelByRef: ReadonlyMap<string, DatasetLabel>;
  /** Those with items, in order; at least one. */
  splits: (Split | null)[];
  roles: Readonly<Record<TextRole, number>>;
  /** Labels with an answer by hand. */
  answerLabels: ReadonlySet<string>;
  /** Of the first item; all items of a project are of one kind. Texts where there is none. */
  media: MediaKind;
  issues: Issue[];
};

/** The first walk through the data. */
export async function planTexts(
  source: DatasetSource,
  { options, carries }: { options: WriteOptions; carries: Format["carries"] },
): Promise<TextPlan> {
  const labels: DatasetLabel[] = [];
  const issues: Issue[] = [];
  const splits = new Set<Split | null>();
  const roles = { span: 0, relation: 0, class: 0, answer: 0 };
  const answerLabels = new Set<string>();
  let media: MediaKind | null = null;
  const lost = { scores: 0, attributes: 0, groups: 0 };
  const pace = createPacer();
  for await (const event of source.events()) {
    const pause = pace();
    if (pause) await pause;
    if (event.type === "label") labels.push(event.label);
    else if (event.type === "issue") issues.push(event.issue);
    else if (event.type === "item") {
      splits.add(effectiveSplit(event.item, options));
      media ??= event.item.media;
    } else {
      const { annotation } = event;
      const role = roleOf(annotation);
      if (role) roles[role] += 1;
      if (role === "answer") answerLabels.add(annotation.label);
      if (annotation.score !== null) lost.scores += 1;
      if (Object.keys(annotation.attributes).length > 0) lost.attributes += 1;
      if (annotation.groupId !== null) lost.groups += 1;
    }
  }
  for (const kind of ["scores", "attributes", "groups"] as const) {
    if (carries[kind] || lost[kind] === 0) continue;
    const message = `${lost[kind]} annotations have ${kind}, for which this format has no place.`;
    issues.push({ code: `${kind}_not_carried`, severity: "info", where: "annotations", message });
  }
  const used = splitsOf(options).filter((split) => splits.has(split));
  return {
    labels: labels.toSorted((a, b) => a.position - b.position),
    labelByRef: new Map(labels.map((label) => [label.ref, label])),
    splits: used.length > 0 ? used : splitsOf(options).slice(0, 1),
    roles,
    answerLabels,
    media: media ?? "text",
    issues,
  };
}

export function roleOf({ geometry, text }: DatasetAnnotation): TextRole | null {
  if (geometry.kind === "interval") return "span";
  if (geometry.kind === "relation") return "relation";
  if (geometry.kind !== "whole") return null;
  return text === undefined ? "class" : "answer";
}

export type ItemWithAnnotations = {
  item: DatasetItem;
  annotations: readonly DatasetAnnotation[];
};

/** The items of a split, each with its annotations in order; one item at a time is held. */
export async function* walkItems(
  source: DatasetSource,
  { split, options }: { split: Split | null; options: WriteOptions },
): AsyncGenerator<ItemWithAnnotations> {
  let open: { item: DatasetItem; annotations: DatasetAnnotation[] } | null = null;
  const pace = createPacer();
  for await (const event of source.events({ split })) {
    const pause = pace();
    if (pause) await pause;
    if (event.type === "item") {
      if (open) yield open;
      const isHere = effectiveSplit(event.item, options) === split;
      open = isHere ? { item: event.item, annotations: [] } : null;
    } else if (event.type === "annotation") open?.annotations.push(event.annotation);
  }
  if (open) yield open;
}

/**
 * The annotations of an item that a format can write; each of the others is reported. `refuse` says
 * why an annotation has no place, as a code and a reason, or null. A relation goes with its ends.
 */
export function carriedAnnotations(
  { item, annotations }: ItemWithAnnotations,
  { plan, issues }: { plan: TextPlan; issues: Issue[] },
  refuse: (annotation: DatasetAnnotation, role: TextRole) => readonly [string, string] | null,
): DatasetAnnotation[] {
  const report = (annotation: DatasetAnnotation, [code, why]: readonly [string, string]) => {
    issues.push(leftOut(code, { item, annotation, why }));
    return false;
  };
  const kept = annotations.filter((annotation) => {
    const role = roleOf(annotation);
    if (!plan.labelByRef.has(annotation.label)) {
      return report(annotation, ["unknown_label", "its label is not exported"]);
    }
    if (!role) return report(annotation, ["geometry_not_carried", "texts have no place for it"]);
    const refused = refuse(annotation, role);
    return refused ? report(annotation, refused) : true;
  });
  const spans = new Set(
    kept.filter(({ geometry }) => geometry.kind === "interval").map(({ ref }) => ref),
  );
  return kept.filter((annotation) => {
    const { geometry } = annotation;
    if (geometry.kind !== "relation") return true;
    if (spans.has(geometry.from) && spans.has(geometry.to)) return true;
    return report(annotation, ["relation_end_missing", "one of its ends is not written"]);
  });
}

/** Text is handed on in pieces of about this many characters. */
const CHUNK_CHARACTERS = 64 * 1024;

/** A file of UTF-8 text made while it is pulled. Pieces may not end within a surrogate pair. */
export function streamedFile(path: string, pieces: AsyncIterable<string>): OutFile {
  return { path, content: { kind: "stream", stream: encoded(pieces) }, stored: false };
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let buffer = "";
  for await (const piece of pieces) {
    buffer += piece;
    if (buffer.length < CHUNK_CHARACTERS) continue;
    yield encoder.encode(buffer);
    buffer = "";
  }
  if (buffer !== "") yield encoder.encode(buffer);
}

/** What names an annotation that a format has no place for. */
export function leftOut(
  code: string,
  { item, annotation, why }: { item: DatasetItem; annotation: DatasetAnnotation; why: string },
): Issue {
  const surface = annotation.text === undefined ? "" : `"${shortened(annotation.text)}" `;
  const noun = NOUNS[roleOf(annotation) ?? "span"];
  const message = `${noun} ${surface}(${annotation.ref}) is left out because ${why}.`;
  return { code, severity: "warning", where: item.name, message };
}

export function textMissing(item: DatasetItem, annotations: readonly DatasetAnnotation[]): Issue {
  const refs = annotations.map(({ ref }) => `(${ref})`).join(" ");
  const message = `Its text is not known, so it is left out with its annotations ${refs}`;
  return { code: "text_missing", severity: "error", where: item.name, message };
}

/** Of a record whose keys are metadata: what is made of the annotations comes first. */
export function metadataKeyTaken(item: DatasetItem, key: string): Issue {
  const message = `Its metadata "${key}" has the name of a key of the format: left out.`;
  return { code: "metadata_not_carried", severity: "warning", where: item.name, message };
}

/** Texts from JSON may hold halves of surrogate pairs, which UTF-8 cannot write. */
export function notEncodable(item: DatasetItem, annotations: readonly DatasetAnnotation[]): Issue {
  const refs = annotations.map(({ ref }) => `(${ref})`).join(" ");
  const message = `Its text holds half a character, so it is left out with its annotations ${refs}`;
  return { code: "not_encodable", severity: "error", where: item.name, message };
}

const NOUNS: Readonly<Record<TextRole, string>> = {
  span: "The span",
  relation: "A relation",
  class: "A class",
  answer: "The answer",
};

function shortened(text: string): string {
  const points = Array.from(text.slice(0, 100));
  return points.length <= 40 ? text : `${points.slice(0, 40).join("")}…`;
}
