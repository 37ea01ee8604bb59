import { z } from "zod";

/** Client-made ids: UUIDv7 for annotations and operations, so that they sort by time. */
export const idSchema = z.string().min(1).max(64);

const finite = z.number().finite();

/** Geometry as stored and sent; `v` numbers the shape of the JSON (see migrate-record.ts). */
export const geometrySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("box"),
    x: finite,
    y: finite,
    w: finite.nonnegative(),
    h: finite.nonnegative(),
  }),
  z
    .strictObject({ kind: z.literal("interval"), start: finite.nonnegative(), end: finite })
    .refine(({ start, end }) => end >= start, "An interval ends before it starts."),
  z.strictObject({ kind: z.literal("whole") }),
  z.strictObject({ kind: z.literal("relation"), from: idSchema, to: idSchema }),
]);

/** Longest `text` of an annotation, in UTF-16 units. */
export const MAX_ANNOTATION_TEXT = 100_000;

export const attributeValueSchema = z.union([
  z.string().max(10_000),
  finite,
  z.boolean(),
  z.array(z.string().max(1_000)).max(200),
]);
export type AttributeValue = z.infer<typeof attributeValueSchema>;
export const attributesSchema = z.record(z.string().max(200), attributeValueSchema);

export const ANNOTATION_SOURCES = ["manual", "import", "model"] as const;
export type AnnotationSource = (typeof ANNOTATION_SOURCES)[number];

/** One labelled thing on an item, as the document, the wire and the formats know it. */
export const annotationSchema = z.strictObject({
  id: idSchema,
  labelId: idSchema,
  geometry: geometrySchema,
  attributes: attributesSchema,
  /**
   * What it says: the surface text of a span (left out when it is too long to keep beside it), the transcript of a
   * region, the answer to a question about the whole item.
   */
  text: z.string().max(MAX_ANNOTATION_TEXT).optional(),
  /** Drawing order: higher is in front. Ties are broken by id. */
  order: finite,
  /** A model's confidence 0..1; null for a person's own work. */
  score: finite.min(0).max(1).nullable(),
  source: z.enum(ANNOTATION_SOURCES),
  groupId: idSchema.nullable(),
  /** What an import could not place in our own fields (original id, unknown keys); exported again. */
  extra: z.record(z.string(), z.json()).optional(),
});
export type Annotation = z.infer<typeof annotationSchema>;
export type AnnotationId = Annotation["id"];
