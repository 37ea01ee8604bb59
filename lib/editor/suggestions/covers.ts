import type { Annotation } from "@/lib/annotation/annotation";
import { boxIou } from "@/lib/geometry/box";
import type { Geometry } from "@/lib/geometry/geometry";
import { intervalLength, overlapLength } from "@/lib/geometry/interval";

/** From this overlap on (IoU), two annotations of one label say the same. */
export const SAME_IOU = 0.9;

/** Intersection over union, 0 to 1; of two that have no place, whether they say the same. */
export function overlapOf(a: Geometry, b: Geometry): number {
  if (a.kind === "box" && b.kind === "box") return boxIou(a, b);
  if (a.kind === "interval" && b.kind === "interval") {
    const shared = overlapLength(a, b);
    const all = intervalLength(a) + intervalLength(b) - shared;
    return all > 0 ? shared / all : Number(a.start === b.start);
  }
  if (a.kind === "relation" && b.kind === "relation") {
    return Number(a.from === b.from && a.to === b.to);
  }
  return Number(a.kind === "whole" && b.kind === "whole");
}

/** Is what the suggestion says there already? */
export function covers(annotation: Annotation, suggestion: Annotation): boolean {
  return (
    annotation.labelId === suggestion.labelId &&
    overlapOf(annotation.geometry, suggestion.geometry) >= SAME_IOU
  );
}
