import { clamp, type Size } from "./box";
import { type Geometry, geometrySpec, isPlaced } from "./geometry";

type Options = { dx: number; dy: number; extent: Size };

/** Moves all as one rigid group: distances stay, and the group stops where its bounds meet the edge. */
export function moveTogether(
  geometries: ReadonlyMap<string, Geometry>,
  { dx, dy, extent }: Options,
): Map<string, Geometry> {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const geometry of geometries.values()) {
    if (!isPlaced(geometry)) continue;
    const { x, y, w, h } = geometrySpec(geometry).bounds(geometry);
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + w);
    bottom = Math.max(bottom, y + h);
  }
  const byX = clamp(dx, -left, Math.max(-left, extent.width - right));
  const byY = clamp(dy, -top, Math.max(-top, extent.height - bottom));
  const moved = new Map<string, Geometry>();
  for (const [id, geometry] of geometries) {
    moved.set(id, geometrySpec(geometry).move(geometry, byX, byY, extent));
  }
  return moved;
}
