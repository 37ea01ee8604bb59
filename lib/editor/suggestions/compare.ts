import { type Edge, mostPairs } from "@/lib/agreement/best-pairs";
import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import { indexPlaced } from "@/lib/annotation/placed";
import { geometryIou } from "@/lib/geometry/overlap";
import { MATCH_IOU } from "@/lib/models/quality/match";

/** What one layer, or a person's own work, says of the item. */
export type Compared = { id: string; annotations: readonly Annotation[] };

/** How far two of them say the same: a thing of one has one of the other, or is in that one only. */
export type ComparedPair = {
  a: string;
  b: string;
  both: number;
  onlyA: ReadonlySet<AnnotationId>;
  onlyB: ReadonlySet<AnnotationId>;
};

export type Comparer = { compareLayers: typeof compareLayers; differencesOf: typeof differencesOf };

/**
 * Says what is the same in each two, in the order in which they are given: one label, an overlap of a half at least,
 * each thing for one other only, as agreement is measured. Answers about the whole item must also say the same text.
 * Relations are left out, as their ends are things of their own layer.
 */
export function compareLayers(given: readonly Compared[]): ComparedPair[] {
  const sources = given.map(({ id, annotations }) => ({
    id,
    annotations: annotations.filter(({ geometry }) => geometry.kind !== "relation"),
  }));
  return sources.flatMap((a, i) =>
    sources.slice(i + 1).map((b) => {
      const { metA, metB } = matchPair(a.annotations, b.annotations);
      const onlyA = unmet(a.annotations, metA);
      return { a: a.id, b: b.id, both: metA.size, onlyA, onlyB: unmet(b.annotations, metB) };
    }),
  );
}

/** What at least one of the others does not say, of the one with that id. */
export function differencesOf(pairs: readonly ComparedPair[], id: string): Set<AnnotationId> {
  return new Set(
    pairs.flatMap(({ a, b, onlyA, onlyB }) => [
      ...(a === id ? onlyA : []),
      ...(b === id ? onlyB : []),
    ]),
  );
}

function unmet(annotations: readonly Annotation[], met: ReadonlySet<number>): Set<AnnotationId> {
  return new Set(annotations.flatMap(({ id }, index) => (met.has(index) ? [] : id)));
}

/** Indices of what has a partner on the other side. Whichever of the two is `a`, it comes to the same numbers. */
function matchPair(a: readonly Annotation[], b: readonly Annotation[]) {
  const edges: Edge[] = [];
  const nearby = indexPlaced(b);
  for (const [first, annotation] of a.entries()) {
    for (const { index: second } of nearby(annotation)) {
      const other = b[second];
      const weight = other ? sameness(annotation, other) : 0;
      if (weight >= MATCH_IOU) edges.push({ first, second, weight });
    }
  }
  const pairs = mostPairs(edges);
  return {
    metA: new Set(pairs.map(({ first }) => first)),
    metB: new Set(pairs.map(({ second }) => second)),
  };
}

function sameness(a: Annotation, b: Annotation): number {
  if (a.geometry.kind === "whole" && (a.text ?? "") !== (b.text ?? "")) return 0;
  return geometryIou(a.geometry, b.geometry);
}
