import type { Label } from "@/lib/annotation/label";
import type { GeometryKind } from "@/lib/geometry/geometry";

/** May annotations of this kind carry the label? One that names no kinds is for whatever has a place on the media. */
export function labelTakes(label: Label, kind: GeometryKind): boolean {
  if (label.geometries.length > 0) return label.geometries.includes(kind);
  return kind !== "whole" && kind !== "relation";
}
