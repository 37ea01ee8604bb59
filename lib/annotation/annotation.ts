import * as z from "zod/mini";

/** Client-made ids: UUIDv7 for annotations and operations, so that they sort by time. */
export const idSchema = z.string().check(z.minLength(1), z.maxLength(64));

const finite = z.number();

/** Geometry as stored and sent; `v` numbers the shape of the JSON (see migrate-record.ts). */
export const geometrySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("box"),
    x: finite,
    y: finite,
    w: finite.check(z.nonnegative()),
    h: finite.check(z.nonnegative()),
  }),
  z
    .strictObject({
      kind: z.literal("interval"),
      start: finite.check(z.nonnegative()),
      end: finite,
    })
    .check(z.refine(({ start, end }) => end >= start, "An interval ends before it starts.")),
  z.strictObject({ kind: z.literal("whole") }),
  z.strictObject({ kind: z.literal("relation"), from: idSchema, to: idSchema }),
]);

/** Longest `text` of an annotation, in UTF-16 units. */
export const MAX_ANNOTATION_TEXT = 100_000;

export const attributeValueSchema = z.union([
  z.string().check(z.maxLength(10_000)),
  finite,
  z.boolean(),
  z.array(z.string().check(z.maxLength(1_000))).check(z.maxLength(200)),
]);
export type AttributeValue = z.infer<typeof attributeValueSchema>;
export const attributesSchema = z.record(z.string().check(z.maxLength(200)), attributeValueSchema);

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
  text: z.optional(z.string().check(z.maxLength(MAX_ANNOTATION_TEXT))),
  /** Drawing order: higher is in front. Ties are broken by id. */
  order: finite,
  /** A model's confidence 0..1; null for a person's own work. */
  score: z.nullable(finite.check(z.gte(0), z.lte(1))),
  source: z.enum(ANNOTATION_SOURCES),
  groupId: z.nullable(idSchema),
  /** What an import could not place in our own fields (original id, unknown keys); exported again. */
  extra: z.optional(z.record(z.string(), z.json())),
});
export type Annotation = z.infer<typeof annotationSchema>;
export type AnnotationId = Annotation["id"];
