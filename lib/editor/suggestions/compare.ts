import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import { indexPlaced } from "@/lib/annotation/placed";
import { geometryIou } from "@/lib/geometry/overlap";
import { MATCH_IOU } from "@/lib/models/quality/match";

/** What one layer, or a person's own work, says of the item. */
export type Compared = { id: string; annotations: readonly Annotation[] };

/** How far two of them say the same. */
export type PairCounts = { a: string; b: string; both: number; onlyA: number; onlyB: number };
export type Comparison = {
  /** Each with each, in the order in which they were given. */
  pairs: readonly PairCounts[];
  /** By id: what at least one of the others does not say. */
  differing: ReadonlyMap<string, ReadonlySet<AnnotationId>>;
};

/**
 * Says what is the same in each two: one label, an overlap of a half at least, each thing for one other only, those
 * that overlap most first. Answers about the whole item must also say the same text. Relations are left out, as their
 * ends are things of their own layer.
 */
export function compareLayers(given: readonly Compared[]): Comparison {
  const sources = given.map(({ id, annotations }) => ({
    id,
    annotations: annotations.filter(({ geometry }) => geometry.kind !== "relation"),
  }));
  const pairs: PairCounts[] = [];
  const differing = new Map(sources.map(({ id }) => [id, new Set<AnnotationId>()]));
  sources.forEach((a, i) => {
    for (const b of sources.slice(i + 1)) {
      const { metA, metB } = matchPair(a.annotations, b.annotations);
      addUnmet(differing.get(a.id), a.annotations, metA);
      addUnmet(differing.get(b.id), b.annotations, metB);
      const both = metA.size;
      const onlyA = a.annotations.length - both;
      pairs.push({ a: a.id, b: b.id, both, onlyA, onlyB: b.annotations.length - both });
    }
  });
  return { pairs, differing };
}

function addUnmet(
  to: Set<AnnotationId> | undefined,
  annotations: readonly Annotation[],
  met: ReadonlySet<number>,
): void {
  annotations.forEach(({ id }, index) => {
    if (!met.has(index)) to?.add(id);
  });
}

/** Indices of what has a partner on the other side. Whichever of the two is `a`, it comes to the same. */
function matchPair(a: readonly Annotation[], b: readonly Annotation[]) {
  const candidates: { iou: number; ids: string; i: number; j: number }[] = [];
  const nearby = indexPlaced(b);
  a.forEach((annotation, i) => {
    for (const { index: j } of nearby(annotation)) {
      const other = b[j];
      const iou = other ? sameness(annotation, other) : 0;
      if (!other || iou < MATCH_IOU) continue;
      candidates.push({ iou, ids: [annotation.id, other.id].sort().join(" "), i, j });
    }
  });
  candidates.sort((x, y) => y.iou - x.iou || (x.ids < y.ids ? -1 : 1));
  const metA = new Set<number>();
  const metB = new Set<number>();
  for (const { i, j } of candidates) {
    if (metA.has(i) || metB.has(j)) continue;
    metA.add(i);
    metB.add(j);
  }
  return { metA, metB };
}

function sameness(a: Annotation, b: Annotation): number {
  if (a.geometry.kind === "whole" && (a.text ?? "") !== (b.text ?? "")) return 0;
  return geometryIou(a.geometry, b.geometry);
}
