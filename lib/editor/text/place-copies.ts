import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Geometry } from "@/lib/geometry/geometry";
import { clipInterval } from "@/lib/geometry/interval";
import type { Caret } from "./text-session";

/**
 * Spans are put down at the caret, as far from one another as they were; without a caret where they came from. Answers
 * and relations are not copied: they belong to the whole, or to other annotations.
 */
export function placeCopies(
  originals: ReadonlyMap<AnnotationId, Geometry>,
  { caret, length }: { caret: Caret | null; length: number },
): Map<AnnotationId, Geometry> {
  const spans = [...originals].flatMap(([id, geometry]) =>
    geometry.kind === "interval" ? [{ id, geometry }] : [],
  );
  const first = Math.min(...spans.map(({ geometry }) => geometry.start));
  const by = caret ? Math.min(caret.anchor, caret.focus) - first : 0;
  return new Map(
    spans.flatMap(({ id, geometry: { start, end } }) => {
      const moved = clipInterval({ start: start + by, end: end + by }, length);
      if (!moved || moved.start === moved.end) return [];
      return [[id, { kind: "interval" as const, ...moved }]];
    }),
  );
}
