import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Change, Patch } from "@/lib/annotation/patch";
import { sameRecord } from "@/lib/annotation/same-record";
import type { Size } from "@/lib/geometry/box";
import { type Geometry, geometrySpec } from "@/lib/geometry/geometry";
import { moveTogether } from "@/lib/geometry/move-together";
import { byDrawingOrder } from "./spatial-index";

/** Copies are put down this far from the original, so that they can be seen; image px. */
const COPY_OFFSET_PX = 10;

type Annotations = ReadonlyMap<AnnotationId, Annotation>;
type Ids = Iterable<AnnotationId>;

/** A person's new annotation, in front of everything. */
export function createPatch(
  annotations: Annotations,
  made: { id: AnnotationId; labelId: string; geometry: Geometry },
): Patch<Annotation> {
  return addPatch([newAnnotation(made, frontOrder(annotations))]);
}

export function deletePatch(annotations: Annotations, ids: Ids): Patch<Annotation> {
  return changeEach(annotations, ids, () => null);
}

export function relabelPatch(
  annotations: Annotations,
  ids: Ids,
  labelId: string,
): Patch<Annotation> {
  return changeEach(annotations, ids, (annotation) =>
    annotation.labelId === labelId ? annotation : { ...annotation, labelId },
  );
}

export function geometryPatch(
  annotations: Annotations,
  geometries: ReadonlyMap<AnnotationId, Geometry>,
): Patch<Annotation> {
  return changeEach(annotations, geometries.keys(), (annotation) => {
    const geometry = geometries.get(annotation.id);
    return geometry && !sameRecord(geometry, annotation.geometry)
      ? { ...annotation, geometry }
      : annotation;
  });
}

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

/** What a paste needs to know; `annotations` of the clipboard keep their drawing order. */
export type PasteOptions = {
  copied: Iterable<Annotation>;
  extent: Size;
  /** Put the copies a little aside, because the originals are here too. */
  isAside: boolean;
  newId: () => AnnotationId;
};

/** Copies in front of everything. Parts outside the image are cut off; what lies wholly outside is left out. */
export function pastePatch(
  annotations: Annotations,
  { copied, extent, isAside, newId }: PasteOptions,
): Patch<Annotation> {
  const sorted = [...copied].sort(byDrawingOrder);
  const inside = new Map<AnnotationId, Geometry>();
  for (const { id, geometry } of sorted) {
    const clipped = geometrySpec(geometry).normalise(geometry, extent);
    if (clipped) inside.set(id, clipped);
  }
  const offset = isAside ? COPY_OFFSET_PX : 0;
  const placed = moveTogether(inside, { dx: offset, dy: offset, extent });
  let order = frontOrder(annotations);
  return addPatch(
    sorted.flatMap((original) => {
      const geometry = placed.get(original.id);
      if (!geometry) return [];
      const made = newAnnotation({ id: newId(), labelId: original.labelId, geometry }, order++);
      return [{ ...made, attributes: original.attributes }];
    }),
  );
}

export const ORDER_MOVES = ["front", "forward", "backward", "back"] as const;
export type OrderMove = (typeof ORDER_MOVES)[number];

/** Moves in the drawing order; the moved keep their order among themselves. */
export function orderPatch(annotations: Annotations, ids: Ids, move: OrderMove): Patch<Annotation> {
  const moved = new Set(ids);
  const sorted = [...annotations.values()].sort(byDrawingOrder);
  const next = reordered(sorted, moved, move);
  if (next.every((annotation, i) => annotation === sorted[i])) return new Map();
  const orders = ordersFor(next, moved);
  const numbered = new Map(next.map(({ id }, i) => [id, orders?.[i] ?? i]));
  return changeEach(annotations, numbered.keys(), (annotation) => {
    const order = numbered.get(annotation.id) ?? annotation.order;
    return order === annotation.order ? annotation : { ...annotation, order };
  });
}

function reordered(
  sorted: readonly Annotation[],
  moved: ReadonlySet<AnnotationId>,
  move: OrderMove,
): Annotation[] {
  const isMoved = ({ id }: Annotation) => moved.has(id);
  const still = sorted.filter((annotation) => !isMoved(annotation));
  if (move === "front") return [...still, ...sorted.filter(isMoved)];
  if (move === "back") return [...sorted.filter(isMoved), ...still];
  const next = [...sorted];
  // Stepping over neighbours from the far end, so that a run of moved ones steps as a whole.
  const step = move === "forward" ? 1 : -1;
  const start = move === "forward" ? next.length - 2 : 1;
  for (let i = start; i >= 0 && i < next.length; i -= step) {
    const here = next[i];
    const there = next[i + step];
    if (!here || !there || !isMoved(here) || isMoved(there)) continue;
    next[i] = there;
    next[i + step] = here;
  }
  return next;
}

/**
 * Orders for a new sequence that change the moved ones only, so that a save stays small; null when
 * there is no room between the neighbours' numbers and all have to be numbered anew.
 */
function ordersFor(next: readonly Annotation[], moved: ReadonlySet<AnnotationId>): number[] | null {
  const orders = next.map(({ order }) => order);
  for (let i = 0; i < next.length; i++) {
    if (!isMovedAt(i)) continue;
    let end = i;
    while (isMovedAt(end + 1)) end++;
    const count = end - i + 1;
    const low = i > 0 ? orders[i - 1] : undefined;
    const high = orders[end + 1];
    for (let k = 0; k < count; k++) {
      if (low !== undefined && high !== undefined) {
        orders[i + k] = low + ((high - low) * (k + 1)) / (count + 1);
      } else if (low !== undefined) orders[i + k] = low + k + 1;
      else if (high !== undefined) orders[i + k] = high - count + k;
    }
    i = end;
  }
  const isRising = next.every(({ id }, i) => {
    const below = next[i - 1];
    const rise = (orders[i] ?? 0) - (orders[i - 1] ?? 0);
    return !below || rise > 0 || (rise === 0 && below.id < id);
  });
  return isRising ? orders : null;

  function isMovedAt(index: number): boolean {
    const annotation = next[index];
    return annotation !== undefined && moved.has(annotation.id);
  }
}

function newAnnotation(
  made: { id: AnnotationId; labelId: string; geometry: Geometry },
  order: number,
): Annotation {
  return { ...made, attributes: {}, order, score: null, source: "manual", groupId: null };
}

function addPatch(added: readonly Annotation[]): Patch<Annotation> {
  return new Map(added.map((after) => [after.id, { before: null, after }]));
}

function changeEach(
  annotations: Annotations,
  ids: Ids,
  change: (annotation: Annotation) => Annotation | null,
): Patch<Annotation> {
  const patch = new Map<AnnotationId, Change<Annotation>>();
  for (const id of ids) {
    const before = annotations.get(id);
    if (!before) continue;
    const after = change(before);
    if (after !== before) patch.set(id, { before, after });
  }
  return patch;
}

function geometriesOf(annotations: Annotations, ids: Ids): Map<AnnotationId, Geometry> {
  const geometries = new Map<AnnotationId, Geometry>();
  for (const id of ids) {
    const annotation = annotations.get(id);
    if (annotation) geometries.set(id, annotation.geometry);
  }
  return geometries;
}

function frontOrder(annotations: Annotations): number {
  let highest = -1;
  for (const { order } of annotations.values()) highest = Math.max(highest, order);
  return Math.floor(highest) + 1;
}
