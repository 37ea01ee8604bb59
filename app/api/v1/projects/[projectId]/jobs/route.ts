import { listJobs } from "@/db/queries/jobs";
import { route } from "@/lib/server/route";

const MAX_JOBS = 50;

export const GET = route({
  access: { permission: "data.export", scope: "projectId" },
  handler: async ({ store, projectId }) => ({
    jobs: await listJobs(store, { projectId, limit: MAX_JOBS }),
  }),
});
