import RBush from "rbush";
import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import type { Box, Point } from "@/lib/geometry/box";
import { geometrySpec } from "@/lib/geometry/geometry";
import { byDrawingOrder } from "./drawing-order";

/** From this many changes in one patch, loading anew is quicker than changing the tree. */
const REBUILD_FROM = 2_000;
/** From this share of all on, picking from the sorted is quicker than sorting what the tree found. */
const SORT_SHARE = 0.1;

type Entry = { minX: number; minY: number; maxX: number; maxY: number; annotation: Annotation };

/** Where the annotations of one item are. Kept in step by `update`; never drawn from memory. */
export interface SpatialIndex {
  /** The patch must be one that was applied to the document that this index mirrors. */
  update(patch: Patch<Annotation>): void;
  /** All under the point, give or take `tolerance` image px: smallest first, then front to back. */
  hit(point: Point, tolerance: number): Annotation[];
  /** All that lie wholly inside the rectangle, in drawing order. */
  within(rect: Box): Annotation[];
  /** All that touch the rectangle, in drawing order (back to front). */
  visible(rect: Box): Annotation[];
}

export function createSpatialIndex(annotations: Iterable<Annotation>): SpatialIndex {
  const tree = new RBush<Entry>();
  const entries = new Map<AnnotationId, Entry>();
  /** All entries back to front: sorting them for each frame would cost more than drawing them. */
  let sorted: Entry[] = [];
  for (const annotation of annotations) entries.set(annotation.id, entryOf(annotation));
  loadAll();

  function loadAll(): void {
    sorted = [...entries.values()].sort(byEntryOrder);
    tree.clear();
    tree.load(sorted);
  }

  function replace(id: AnnotationId, after: Annotation | null): void {
    const old = entries.get(id);
    const isSamePlace = old && after && old.annotation.geometry === after.geometry;
    const isSameOrder = old && after && old.annotation.order === after.order;
    if (old && !isSamePlace) tree.remove(old);
    if (old && !isSameOrder) sorted.splice(placeOf(sorted, old.annotation), 1);
    if (!after) {
      entries.delete(id);
      return;
    }
    const entry = old ? Object.assign(old, entryOf(after)) : entryOf(after);
    entries.set(id, entry);
    if (!isSameOrder) sorted.splice(placeOf(sorted, after), 0, entry);
    if (!isSamePlace) tree.insert(entry);
  }

  function touching(rect: Box): Entry[] {
    const { x, y, w, h } = rect;
    return tree.search({ minX: x, minY: y, maxX: x + w, maxY: y + h });
  }

  return {
    update(patch) {
      if (patch.size < REBUILD_FROM) {
        for (const [id, { after }] of patch) replace(id, after);
        return;
      }
      for (const [id, { after }] of patch) {
        if (after) entries.set(id, entryOf(after));
        else entries.delete(id);
      }
      loadAll();
    },
    hit({ x, y }, tolerance) {
      return touching({ x: x - tolerance, y: y - tolerance, w: 2 * tolerance, h: 2 * tolerance })
        .map(({ annotation }) => annotation)
        .filter(({ geometry }) => geometrySpec(geometry).hit(geometry, { x, y }, tolerance))
        .map((annotation) => ({ annotation, area: areaOf(annotation) }))
        .sort((a, b) => a.area - b.area || byDrawingOrder(b.annotation, a.annotation))
        .map(({ annotation }) => annotation);
    },
    within(rect) {
      return touching(rect)
        .filter(
          ({ minX, minY, maxX, maxY }) =>
            minX >= rect.x && minY >= rect.y && maxX <= rect.x + rect.w && maxY <= rect.y + rect.h,
        )
        .map(({ annotation }) => annotation)
        .sort(byDrawingOrder);
    },
    visible(rect) {
      const found = touching(rect);
      if (found.length <= sorted.length * SORT_SHARE) {
        return found.sort(byEntryOrder).map(({ annotation }) => annotation);
      }
      const right = rect.x + rect.w;
      const bottom = rect.y + rect.h;
      return sorted
        .filter(
          ({ minX, minY, maxX, maxY }) =>
            minX <= right && maxX >= rect.x && minY <= bottom && maxY >= rect.y,
        )
        .map(({ annotation }) => annotation);
    },
  };
}

function byEntryOrder(a: Entry, b: Entry): number {
  return byDrawingOrder(a.annotation, b.annotation);
}

/** Where the annotation is among the sorted, or would be. */
function placeOf(sorted: readonly Entry[], annotation: Annotation): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = sorted[middle];
    if (entry && byDrawingOrder(entry.annotation, annotation) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function entryOf(annotation: Annotation): Entry {
  const { x, y, w, h } = geometrySpec(annotation.geometry).bounds(annotation.geometry);
  return { minX: x, minY: y, maxX: x + w, maxY: y + h, annotation };
}

function areaOf({ geometry }: Annotation): number {
  return geometrySpec(geometry).area(geometry);
}
