import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Size } from "@/lib/geometry/box";
import { type Geometry, geometrySpec } from "@/lib/geometry/geometry";
import { moveTogether } from "@/lib/geometry/move-together";

/** Copies are put down this far from the original, so that they can be seen; image px. */
const COPY_OFFSET_PX = 10;

/** Parts outside the image are cut off; what lies wholly outside is left out. */
export function placeCopies(
  originals: ReadonlyMap<AnnotationId, Geometry>,
  { isAside, extent }: { isAside: boolean; extent: Size },
): Map<AnnotationId, Geometry> {
  const inside = new Map<AnnotationId, Geometry>();
  for (const [id, geometry] of originals) {
    const clipped = geometrySpec(geometry).normalise(geometry, extent);
    if (clipped) inside.set(id, clipped);
  }
  const offset = isAside ? COPY_OFFSET_PX : 0;
  return moveTogether(inside, { dx: offset, dy: offset, extent });
}
