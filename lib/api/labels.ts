import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { labelSchema } from "@/lib/annotation/label";
import { type NewLabel, newLabelSchema } from "./projects";

export const MAX_NEW_LABELS = 1_000;

/** A label with the number of annotations that carry it. */
export const labelViewSchema = z.extend(labelSchema, { annotationCount: z.number() });
export type LabelView = z.infer<typeof labelViewSchema>;

/** POST /api/v1/projects/:projectId/labels; names that are there already are refused. */
export const createLabelsSchema = z.strictObject({
  labels: z.array(newLabelSchema).check(z.minLength(1), z.maxLength(MAX_NEW_LABELS)),
});

/** PATCH /api/v1/projects/:projectId/labels/:labelId */
export const updateLabelSchema = z.strictObject({
  name: z.optional(labelSchema.shape.name),
  color: z.optional(labelSchema.shape.color),
  hotkey: z.optional(labelSchema.shape.hotkey),
  geometries: z.optional(labelSchema.shape.geometries),
  /** Null: nothing is asked by it any more. */
  answer: z.nullable(labelSchema.shape.answer),
  attributes: labelSchema.shape.attributes,
});
export type UpdateLabel = z.infer<typeof updateLabelSchema>;

/** PUT /api/v1/projects/:projectId/labels/order: every label that is not deleted, once. */
export const orderLabelsSchema = z.strictObject({ ids: z.array(idSchema) });

/** POST /api/v1/projects/:projectId/labels/:labelId/merge: its annotations become `into`'s. */
export const mergeLabelSchema = z.strictObject({ into: idSchema });

/**
 * GET /api/v1/projects/:projectId/labels/file, and the body of POST to it: labels as a file to
 * keep or to carry to another project. Names that exist keep their identity and take the rest.
 */
export const labelFileSchema = z.object({
  trazo: z.literal("labels"),
  version: z.literal(1),
  labels: z.array(newLabelSchema).check(z.maxLength(MAX_NEW_LABELS)),
});
export type LabelFile = z.infer<typeof labelFileSchema>;

export const labelsImportedSchema = z.object({ created: z.number(), updated: z.number() });
/** The whole answer: also the names that came more than once, of which the first counted. */
export type LabelsImported = z.infer<typeof labelsImportedSchema> & { skipped: string[] };

/** CVAT's label JSON has more than this; the rest is not ours. `color` may be null or empty. */
const cvatLabelSchema = z.pipe(
  z.object({ name: newLabelSchema.shape.name, color: z.nullish(z.string()), type: z.string() }),
  z.transform(({ name, color }): NewLabel => {
    const parsed = newLabelSchema.shape.color.safeParse(color);
    return { name, ...(parsed.data === undefined ? {} : { color: parsed.data }) };
  }),
);
const anyLabelSchema = z.union([
  newLabelSchema,
  z.pipe(
    newLabelSchema.shape.name,
    z.transform((name): NewLabel => ({ name })),
  ),
  cvatLabelSchema,
]);

/** Body of POST …/labels/file: our file, a list of labels, CVAT's label JSON or a list of names. */
export const anyLabelFileSchema = z.union([
  z.pipe(
    labelFileSchema,
    z.transform(({ labels }): NewLabel[] => labels),
  ),
  z.array(anyLabelSchema).check(z.maxLength(MAX_NEW_LABELS)),
]);

/** A label as a file keeps it: without what belongs to its project. */
export function labelForFile(label: LabelView): NewLabel {
  const { id: _id, position: _position, annotationCount: _count, ...kept } = label;
  return kept;
}

/** GET /api/v1/projects/:projectId/labels/:labelId/usage */
export const labelUsageSchema = z.object({ annotations: z.number(), items: z.number() });

/**
 * Answer of DELETE, …/merge and …/restore: how many annotations follow the label. `jobId` names
 * the job in which they do; null: they have.
 */
export const labelSweptSchema = z.object({ jobId: z.nullable(idSchema), annotations: z.number() });
export type LabelSwept = z.infer<typeof labelSweptSchema>;

/** What a job of the kind `label` is about; the names are for people. */
export const labelJobPayloadSchema = z.object({
  kind: z.enum(["delete", "merge", "restore"]),
  labelId: idSchema,
  deletedAt: z.number(),
  name: z.string(),
  /** Of a merge: the label that takes over. */
  into: z.nullable(z.object({ id: idSchema, name: z.string() })),
});
export type LabelJobPayload = z.infer<typeof labelJobPayloadSchema>;

/** The result of such a job. */
export const labelJobResultSchema = z.object({ changed: z.number() });
