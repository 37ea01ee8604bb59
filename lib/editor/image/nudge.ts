import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import type { Size } from "@/lib/geometry/box";
import { type Geometry, geometrySpec } from "@/lib/geometry/geometry";
import { moveTogether } from "@/lib/geometry/move-together";
import { type Annotations, geometryPatch, type Ids } from "../edit";

/** Moves all by (dx, dy) image px as one group, as far as the image goes. */
export function movePatch(
  annotations: Annotations,
  ids: Ids,
  by: { dx: number; dy: number; extent: Size },
): Patch<Annotation> {
  return geometryPatch(annotations, moveTogether(geometriesOf(annotations, ids), by));
}

/** Pulls the lower right corner of each by (dx, dy) image px; what would vanish stays as it is. */
export function resizePatch(
  annotations: Annotations,
  ids: Ids,
  { dx, dy, extent }: { dx: number; dy: number; extent: Size },
): Patch<Annotation> {
  const resized = new Map<AnnotationId, Geometry>();
  for (const [id, geometry] of geometriesOf(annotations, ids)) {
    const spec = geometrySpec(geometry);
    const { x, y, w, h } = spec.bounds(geometry);
    // Never across the upper left corner: keys shrink a shape, they do not turn it over.
    const to = { x: Math.max(x, x + w + dx), y: Math.max(y, y + h + dy) };
    const next = spec.normalise(spec.dragHandle(geometry, "se", to, extent), extent);
    if (next) resized.set(id, next);
  }
  return geometryPatch(annotations, resized);
}

function geometriesOf(annotations: Annotations, ids: Ids): Map<AnnotationId, Geometry> {
  const geometries = new Map<AnnotationId, Geometry>();
  for (const id of ids) {
    const annotation = annotations.get(id);
    if (annotation) geometries.set(id, annotation.geometry);
  }
  return geometries;
}
