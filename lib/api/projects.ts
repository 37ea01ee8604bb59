import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { labelSchema, MAX_LABEL_NAME } from "@/lib/annotation/label";
import { MEDIA_KINDS } from "@/lib/media/media";

export const projectNameSchema = z.string().trim().min(1).max(200);
export const MAX_GUIDE = 200_000;

/** What a person gives for a new label; the rest (colour, hotkey, position) follows by itself. */
export const newLabelSchema = z.strictObject({
  name: z.string().trim().min(1).max(MAX_LABEL_NAME),
  color: labelSchema.shape.color.optional(),
  hotkey: labelSchema.shape.hotkey.optional(),
  geometries: labelSchema.shape.geometries.optional(),
  answer: labelSchema.shape.answer,
  attributes: labelSchema.shape.attributes,
});
export type NewLabel = z.infer<typeof newLabelSchema>;

/** POST /api/v1/projects */
export const createProjectSchema = z.strictObject({
  name: projectNameSchema,
  mediaKind: z.enum(MEDIA_KINDS),
  guide: z.string().max(MAX_GUIDE).default(""),
  labels: z
    .array(newLabelSchema)
    .max(1_000)
    .refine((labels) => new Set(labels.map(({ name }) => name)).size === labels.length, {
      error: "Two labels have the same name.",
    })
    .default([]),
});
export type CreateProject = z.infer<typeof createProjectSchema>;

export const projectSummarySchema = z.object({
  id: idSchema,
  name: z.string(),
  mediaKind: z.enum(MEDIA_KINDS),
  createdAt: z.number(),
  updatedAt: z.number(),
  role: z.enum(["manager", "reviewer", "annotator", "viewer"]),
  counts: z.record(z.enum(ITEM_STATES), z.number()),
  itemCount: z.number(),
});
export type ProjectSummary = z.infer<typeof projectSummarySchema>;

/** GET /api/v1/projects/:projectId */
export const projectSchema = projectSummarySchema.extend({
  guide: z.string(),
  labels: z.array(labelSchema.extend({ annotationCount: z.number() })),
  /** Deleted labels that annotations may still carry, so that these can be named. */
  deletedLabels: z.array(labelSchema.extend({ mergedInto: idSchema.nullable() })),
});
export type Project = z.infer<typeof projectSchema>;

/** PATCH /api/v1/projects/:projectId */
export const updateProjectSchema = z.strictObject({
  name: projectNameSchema.optional(),
  guide: z.string().max(MAX_GUIDE).optional(),
});
