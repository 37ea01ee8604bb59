import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";

export const JOB_STATES = ["queued", "running", "done", "failed", "cancelled"] as const;
export type JobState = (typeof JOB_STATES)[number];

/** GET /api/v1/jobs/:jobId. Times are ms since 1970; `total` is 0 while it is not known. */
export const jobSchema = z.object({
  id: idSchema,
  kind: z.string(),
  projectId: idSchema.nullable(),
  userId: idSchema.nullable(),
  state: z.enum(JOB_STATES),
  done: z.number(),
  total: z.number(),
  payload: z.unknown(),
  result: z.unknown(),
  /** A sentence for the person, when it failed. */
  error: z.string().nullable(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  updatedAt: z.number(),
});
export type JobView = z.infer<typeof jobSchema>;

/** GET /api/v1/projects/:projectId/jobs, newest first: of one kind, or of all. */
export const jobListQuerySchema = z.object({ kind: z.string().max(50).optional() });
export const jobListSchema = z.object({ jobs: z.array(jobSchema) });

export function isFinished(state: JobState): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}
