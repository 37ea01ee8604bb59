import type { Annotation } from "@/lib/annotation/annotation";

/** Back to front. Ties are broken by id, so that every client draws the same. */
export function byDrawingOrder(a: Annotation, b: Annotation): number {
  return a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
