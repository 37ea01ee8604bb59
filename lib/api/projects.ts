import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { labelSchema, MAX_LABEL_NAME } from "@/lib/annotation/label";
import { MEDIA_KINDS } from "@/lib/media/media";

export const projectNameSchema = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
export const MAX_GUIDE = 200_000;

/** What a person gives for a new label; the rest (colour, hotkey, position) follows by itself. */
export const newLabelSchema = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_LABEL_NAME)),
  color: z.optional(labelSchema.shape.color),
  hotkey: z.optional(labelSchema.shape.hotkey),
  geometries: z.optional(labelSchema.shape.geometries),
  answer: labelSchema.shape.answer,
  attributes: labelSchema.shape.attributes,
});
export type NewLabel = z.infer<typeof newLabelSchema>;

/** POST /api/v1/projects */
export const createProjectSchema = z.strictObject({
  name: projectNameSchema,
  mediaKind: z.enum(MEDIA_KINDS),
  guide: z._default(z.string().check(z.maxLength(MAX_GUIDE)), ""),
  labels: z._default(
    z.array(newLabelSchema).check(
      z.maxLength(1_000),
      z.refine((labels) => new Set(labels.map(({ name }) => name)).size === labels.length, {
        error: "Two labels have the same name.",
      }),
    ),
    [],
  ),
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
  /** The numbers are of what was handed to the person: of an annotator who sees no more than that. */
  isPartial: z._default(z.boolean(), false),
});
export type ProjectSummary = z.infer<typeof projectSummarySchema>;

/** GET /api/v1/projects/:projectId */
export const projectSchema = z.extend(projectSummarySchema, {
  guide: z.string(),
  labels: z.array(z.extend(labelSchema, { annotationCount: z.number() })),
  /** Deleted labels that annotations may still carry, so that these can be named. */
  deletedLabels: z.array(z.extend(labelSchema, { mergedInto: z.nullable(idSchema) })),
  /** What skipping and sending back ask for; none: they do not ask. */
  skipReasons: z.array(z.string()),
  rejectReasons: z.array(z.string()),
  /** May a known answer come up after an item was submitted? */
  isAnswerShown: z.boolean(),
});
export type Project = z.infer<typeof projectSchema>;

/** PATCH /api/v1/projects/:projectId */
export const updateProjectSchema = z.strictObject({
  name: z.optional(projectNameSchema),
  guide: z.optional(z.string().check(z.maxLength(MAX_GUIDE))),
});
