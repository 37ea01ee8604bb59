import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Answer, Label } from "@/lib/annotation/label";
import type { Patch } from "@/lib/annotation/patch";
import { type Annotations, changeEach, createPatch } from "./edit";
import { labelTakes } from "./label-takes";

/** What is asked about the item as a whole, with the labels that answer it, in their order. */
export type Question = Answer & { labels: readonly Label[] };

/** Labels with the same question stand together; those that name none are many of them, under none. */
export function questionsOf(labels: Iterable<Label>): Question[] {
  const found = new Map<string, Answer & { labels: Label[] }>();
  for (const label of labels) {
    if (!labelTakes(label, "whole")) continue;
    const { question, kind } = answerOf(label);
    // Each text is a field of its own.
    const key = kind === "text" ? `text ${label.id}` : `${kind} ${question}`;
    const same = found.get(key);
    if (same) same.labels.push(label);
    else found.set(key, { question, kind, labels: [label] });
  }
  return [...found.values()];
}

export function answerOf({ answer }: Label): Answer {
  return answer ?? { question: "", kind: "many" };
}

/** The answers that are given, by label. */
export function answersIn(annotations: Annotations): Map<string, Annotation> {
  const found = new Map<string, Annotation>();
  for (const annotation of annotations.values()) {
    if (annotation.geometry.kind === "whole") found.set(annotation.labelId, annotation);
  }
  return found;
}

type Making = { labels: Iterable<Label>; label: Label; newId: () => AnnotationId };

/** Gives the answer, or takes it back when it was given; of "one of them" the others go. */
export function answerPatch(annotations: Annotations, making: Making): Patch<Annotation> {
  const { label, labels, newId } = making;
  const given = wholesOf(annotations, new Set([label.id]));
  if (given.length > 0) return changeEach(annotations, given, () => null);
  const made = { id: newId(), labelId: label.id, geometry: { kind: "whole" as const } };
  const added = createPatch(annotations, made);
  const { question, kind } = answerOf(label);
  if (kind !== "one") return added;
  const rivals = [...labels].filter(
    (other) =>
      labelTakes(other, "whole") &&
      answerOf(other).question === question &&
      answerOf(other).kind === kind,
  );
  const replaced = wholesOf(annotations, new Set(rivals.map(({ id }) => id)));
  return new Map([...changeEach(annotations, replaced, () => null), ...added]);
}

/** Writes the text of an answer; an empty one is no answer. */
export function textAnswerPatch(
  annotations: Annotations,
  { label, text, newId }: { label: Label; text: string; newId: () => AnnotationId },
): Patch<Annotation> {
  const [given] = wholesOf(annotations, new Set([label.id]));
  if (given === undefined) {
    if (text === "") return new Map();
    const made = { id: newId(), labelId: label.id, geometry: { kind: "whole" as const } };
    return new Map(
      [...createPatch(annotations, made)].map(([id, { before, after }]) => [
        id,
        { before, after: after && { ...after, text } },
      ]),
    );
  }
  return changeEach(annotations, [given], (annotation) => {
    if (text === "") return null;
    return annotation.text === text ? annotation : { ...annotation, text };
  });
}

function wholesOf(annotations: Annotations, labelIds: ReadonlySet<string>): AnnotationId[] {
  return [...annotations.values()]
    .filter(({ geometry, labelId }) => geometry.kind === "whole" && labelIds.has(labelId))
    .map(({ id }) => id);
}
