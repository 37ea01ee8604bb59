import fc from "fast-check";
import { ARBITRARIES } from "@/lib/geometry/arbitraries";
import type { Size } from "@/lib/geometry/box";
import type { Annotation } from "./annotation";

/** Annotations with few distinct ids, labels and orders, so that they meet and tie. */
export function annotationIn(extent: Size): fc.Arbitrary<Annotation> {
  return fc.record({
    id: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
    labelId: fc.constantFrom("car", "person"),
    geometry: ARBITRARIES.box(extent),
    attributes: fc.constant({}),
    order: fc.integer({ min: 0, max: 3 }),
    score: fc.constant(null),
    source: fc.constant("manual" as const),
    groupId: fc.constant(null),
  });
}
