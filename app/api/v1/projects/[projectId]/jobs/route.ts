import { listJobs } from "@/db/queries/jobs";
import { jobListQuerySchema } from "@/lib/api/jobs";
import { route } from "@/lib/server/route";

const MAX_JOBS = 50;

export const GET = route({
  access: { permission: "data.export", scope: "projectId" },
  query: jobListQuerySchema,
  handler: async ({ store, projectId, query: { kind } }) => ({
    jobs: await listJobs(store, { projectId, kind, limit: MAX_JOBS }),
  }),
});
