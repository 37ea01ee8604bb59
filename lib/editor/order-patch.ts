import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import { byDrawingOrder } from "./drawing-order";
import { type Annotations, changeEach, type Ids } from "./edit";

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
