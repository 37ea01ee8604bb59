import { boxIou } from "./box";
import type { Geometry } from "./geometry";
import { overlapLength } from "./interval";

/**
 * Intersection over union of two geometries of one kind, 0 to 1: of areas for boxes, of lengths for intervals.
 * Two statements about the whole item say the same thing of the same place: 1. Kinds that differ have 0.
 */
export function geometryIou(a: Geometry, b: Geometry): number {
  if (a.kind === "box" && b.kind === "box") return boxIou(a, b);
  if (a.kind === "interval" && b.kind === "interval") {
    const shared = overlapLength(a, b);
    const together = a.end - a.start + (b.end - b.start) - shared;
    // Of no length: they are the same point or have nothing in common.
    if (together <= 0) return a.start === b.start ? 1 : 0;
    return shared / together;
  }
  return a.kind === "whole" && b.kind === "whole" ? 1 : 0;
}
