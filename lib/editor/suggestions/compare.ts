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

/**
 * Says what is the same in each two, in the order in which they are given: one label, an overlap of a half at least,
 * each thing for one other only, those that overlap most first. Answers about the whole item must also say the same
 * text. Relations are left out, as their ends are things of their own layer.
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
