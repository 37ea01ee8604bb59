import { type Annotation, annotationSchema } from "@/lib/annotation/annotation";
import type { LayerRecord } from "@/lib/annotation/protocol";
import { geometrySpec } from "@/lib/geometry/geometry";
import type { Tables } from "../schema/tables";

type Row = Tables["annotations"]["$inferSelect"];
type NewRow = Tables["annotations"]["$inferInsert"];

/** Version of the JSON in the columns geometry, attributes and extra. */
const JSON_VERSION = 1;

export function toRecord(row: Row): LayerRecord {
  return { id: row.id, rev: row.rev, annotation: row.isDeleted ? null : toAnnotation(row) };
}

/** Trusts the row: whatever is in it was validated on its way in. */
export function toAnnotation(row: Row): Annotation {
  const { v: _version, ...geometry } = JSON.parse(row.geometry) as {
    v: number;
  } & Annotation["geometry"];
  return {
    id: row.id,
    labelId: row.labelId,
    geometry: geometry as Annotation["geometry"],
    attributes:
      row.attributes === "{}" ? {} : (JSON.parse(row.attributes) as Annotation["attributes"]),
    ...(row.text === null ? {} : { text: row.text }),
    order: row.order,
    score: row.score,
    source: row.source,
    groupId: row.groupId,
    ...(row.extra === null
      ? {}
      : { extra: JSON.parse(row.extra) as NonNullable<Annotation["extra"]> }),
  };
}

/** The columns that follow from the annotation alone. */
export function toColumns(annotation: Annotation) {
  const { x, y, w, h } = geometrySpec(annotation.geometry).bounds(annotation.geometry);
  return {
    id: annotation.id,
    labelId: annotation.labelId,
    kind: annotation.geometry.kind,
    x,
    y,
    w,
    h,
    geometry: JSON.stringify({ v: JSON_VERSION, ...annotation.geometry }),
    attributes: JSON.stringify(annotation.attributes),
    text: annotation.text ?? null,
    order: annotation.order,
    score: annotation.score,
    source: annotation.source,
    groupId: annotation.groupId,
    extra: annotation.extra ? JSON.stringify(annotation.extra) : null,
  } satisfies Partial<NewRow>;
}

/** Same content, whatever the order of keys in the JSON. */
export function isSameAnnotation(a: Annotation | null, b: Annotation | null): boolean {
  if (a === null || b === null) return a === b;
  return canonical(a) === canonical(b);
}

function canonical(annotation: Annotation): string {
  return JSON.stringify(annotationSchema.parse(annotation), (_key, value: unknown) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
