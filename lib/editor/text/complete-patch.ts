import { type Annotation, MAX_ANNOTATION_TEXT } from "@/lib/annotation/annotation";
import type { Change, Patch } from "@/lib/annotation/patch";
import { clipInterval } from "@/lib/geometry/interval";
import type { CodePoints } from "@/lib/text/code-points";
import type { Annotations } from "../edit";
import type { Relations } from "./relations";
import { isSpan, type Span } from "./span-index";

/**
 * What holds for every change of a text's annotations, wherever it comes from: a span lies on whole code points inside
 * the text and carries the text that it covers, and what relates a span to another goes with it.
 */
export function completePatch(
  patch: Patch<Annotation>,
  {
    annotations,
    points,
    relations,
  }: { annotations: Annotations; points: CodePoints; relations: Relations },
): Patch<Annotation> {
  const completed = new Map<string, Change<Annotation>>();
  for (const [id, { before, after }] of patch) {
    if (after === null || !isSpan(after)) {
      completed.set(id, { before, after });
      continue;
    }
    const made = withSurface(after, points);
    if (made) completed.set(id, { before, after: made });
  }
  for (const [id, { after }] of patch) {
    if (after !== null) continue;
    for (const relation of relations.of(id)) {
      const before = annotations.get(relation.id);
      if (before) completed.set(relation.id, { before, after: null });
    }
  }
  return completed;
}

/** Null when nothing of it lies in the text. */
function withSurface(span: Span, points: CodePoints): Span | null {
  const { start, end } = span.geometry;
  const clipped = clipInterval({ start: Math.round(start), end: Math.round(end) }, points.length);
  if (!clipped || clipped.start === clipped.end) return null;
  const { text: _, ...rest } = span;
  const surface = points.slice(clipped.start, clipped.end);
  return {
    ...rest,
    geometry: { kind: "interval", ...clipped },
    ...(surface.length <= MAX_ANNOTATION_TEXT ? { text: surface } : {}),
  };
}
