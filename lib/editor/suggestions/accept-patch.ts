import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Change, Patch } from "@/lib/annotation/patch";
import { answerOf } from "../answers";
import { type Annotations, frontOrder } from "../edit";

/**
 * The suggestions as annotations of the item, in front of everything in their order: id, score, source, text and
 * attributes are kept. An answer to a question that has one takes the place of what was answered before; of several
 * suggested at once it is the first.
 */
export function acceptPatch(
  annotations: Annotations,
  suggestions: readonly Annotation[],
  labels: readonly Label[],
): Patch<Annotation> {
  const front = frontOrder(annotations);
  const patch = new Map<AnnotationId, Change<Annotation>>();
  const answered = new Set<string>();
  suggestions.forEach((suggestion, i) => {
    if (annotations.has(suggestion.id)) return;
    const question = questionOf(suggestion, labels);
    if (question !== null) {
      if (answered.has(question)) return;
      answered.add(question);
      for (const rival of annotations.values()) {
        if (questionOf(rival, labels) === question) {
          patch.set(rival.id, { before: rival, after: null });
        }
      }
    }
    patch.set(suggestion.id, { before: null, after: { ...suggestion, order: front + i } });
  });
  return patch;
}

/** The question that it answers, of those that take one answer only; else null. */
function questionOf({ geometry, labelId }: Annotation, labels: readonly Label[]): string | null {
  if (geometry.kind !== "whole") return null;
  const label = labels.find(({ id }) => id === labelId);
  return label && answerOf(label).kind === "one" ? answerOf(label).question : null;
}
