import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import type { RelationGeometry } from "@/lib/geometry/geometry";

export type Relation = Annotation & { geometry: RelationGeometry };

export function isRelation(annotation: Annotation): annotation is Relation {
  return annotation.geometry.kind === "relation";
}

/** Which relations hang on which annotation. Kept in step by `update`. */
export interface Relations {
  update(patch: Patch<Annotation>): void;
  /** Those that start or end there. */
  of(id: AnnotationId): readonly Relation[];
  all(): Iterable<Relation>;
}

export function createRelations(annotations: Iterable<Annotation>): Relations {
  const all = new Map<AnnotationId, Relation>();
  const byEnd = new Map<AnnotationId, Set<AnnotationId>>();

  function add(relation: Relation): void {
    all.set(relation.id, relation);
    for (const end of endsOf(relation)) {
      const set = byEnd.get(end) ?? new Set();
      byEnd.set(end, set.add(relation.id));
    }
  }

  function remove(id: AnnotationId): void {
    const old = all.get(id);
    if (!old) return;
    all.delete(id);
    for (const end of endsOf(old)) {
      const set = byEnd.get(end);
      set?.delete(id);
      if (set?.size === 0) byEnd.delete(end);
    }
  }

  for (const annotation of annotations) if (isRelation(annotation)) add(annotation);
  return {
    update(patch) {
      for (const [id, { after }] of patch) {
        remove(id);
        if (after && isRelation(after)) add(after);
      }
    },
    of: (id) => [...(byEnd.get(id) ?? [])].flatMap((each) => all.get(each) ?? []),
    all: () => all.values(),
  };
}

function endsOf({ geometry: { from, to } }: Relation): AnnotationId[] {
  return [from, to];
}
