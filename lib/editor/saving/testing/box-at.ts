import type { Annotation } from "@/lib/annotation/annotation";

/** A box that `x` alone tells from others of the same id. */
export function boxAt(id: string, x: number): Annotation {
  return {
    id,
    labelId: "label",
    geometry: { kind: "box", x, y: 0, w: 10, h: 10 },
    attributes: {},
    order: 1,
    score: null,
    source: "manual",
    groupId: null,
  };
}
