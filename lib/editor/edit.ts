import type { Annotation, AnnotationId, AttributeValue } from "@/lib/annotation/annotation";
import type { Change, Patch } from "@/lib/annotation/patch";
import { sameRecord } from "@/lib/annotation/same-record";
import type { Geometry } from "@/lib/geometry/geometry";
import { byDrawingOrder } from "./drawing-order";

export type Annotations = ReadonlyMap<AnnotationId, Annotation>;
export type Ids = Iterable<AnnotationId>;

/** A person's new annotation, in front of everything. */
export function createPatch(
  annotations: Annotations,
  made: { id: AnnotationId; labelId: string; geometry: Geometry },
): Patch<Annotation> {
  return addPatch([newAnnotation(made, frontOrder(annotations))]);
}

/** Several at once, in front of everything and of one another in their order. */
export function createAllPatch(
  annotations: Annotations,
  made: readonly { id: AnnotationId; labelId: string; geometry: Geometry }[],
): Patch<Annotation> {
  const front = frontOrder(annotations);
  return addPatch(made.map((each, i) => newAnnotation(each, front + i)));
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

/** Null takes the attribute away. */
export function attributePatch(
  annotations: Annotations,
  ids: Ids,
  { name, value }: { name: string; value: AttributeValue | null },
): Patch<Annotation> {
  return changeEach(annotations, ids, (annotation) => {
    const { [name]: _, ...others } = annotation.attributes;
    const attributes = value === null ? others : { ...annotation.attributes, [name]: value };
    return sameRecord(attributes, annotation.attributes)
      ? annotation
      : { ...annotation, attributes };
  });
}

/** What is copied, and where in this item: by the id of the original. */
export type PasteOptions = {
  copied: Iterable<Annotation>;
  placed: ReadonlyMap<AnnotationId, Geometry>;
  newId: () => AnnotationId;
};

/** Copies in front of everything, in the order of the originals; those without a place are left out. */
export function pastePatch(
  annotations: Annotations,
  { copied, placed, newId }: PasteOptions,
): Patch<Annotation> {
  let order = frontOrder(annotations);
  return addPatch(
    [...copied].sort(byDrawingOrder).flatMap((original) => {
      const geometry = placed.get(original.id);
      if (!geometry) return [];
      const made = newAnnotation({ id: newId(), labelId: original.labelId, geometry }, order++);
      const { attributes, text } = original;
      return [{ ...made, attributes, ...(text === undefined ? {} : { text }) }];
    }),
  );
}

/** `change` gives the same object for what stays as it is, and null for what goes. */
export function changeEach(
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

function newAnnotation(
  made: { id: AnnotationId; labelId: string; geometry: Geometry },
  order: number,
): Annotation {
  return { ...made, attributes: {}, order, score: null, source: "manual", groupId: null };
}

function addPatch(added: readonly Annotation[]): Patch<Annotation> {
  return new Map(added.map((after) => [after.id, { before: null, after }]));
}

/** In front of everything. */
export function frontOrder(annotations: Annotations): number {
  let highest = -1;
  for (const { order } of annotations.values()) highest = Math.max(highest, order);
  return Math.floor(highest) + 1;
}
