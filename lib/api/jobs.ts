import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";

export const JOB_STATES = ["queued", "running", "done", "failed", "cancelled"] as const;
export type JobState = (typeof JOB_STATES)[number];

/** GET /api/v1/jobs/:jobId. Times are ms since 1970; `total` is 0 while it is not known. */
export const jobSchema = z.object({
  id: idSchema,
  kind: z.string(),
  projectId: z.nullable(idSchema),
  userId: z.nullable(idSchema),
  state: z.enum(JOB_STATES),
  done: z.number(),
  total: z.number(),
  payload: z.unknown(),
  result: z.unknown(),
  /** A sentence for the person, when it failed. */
  error: z.nullable(z.string()),
  createdAt: z.number(),
  startedAt: z.nullable(z.number()),
  updatedAt: z.number(),
});
export type JobView = z.infer<typeof jobSchema>;

/** GET /api/v1/projects/:projectId/jobs, newest first: of one kind, or of all. */
export const jobListQuerySchema = z.object({ kind: z.optional(z.string().check(z.maxLength(50))) });
export const jobListSchema = z.object({ jobs: z.array(jobSchema) });

export function isFinished(state: JobState): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}
