import { consolidateSchema } from "@/lib/api/agreement";
import { getApp } from "@/lib/server/app";
import { startJob } from "@/lib/server/job-runner";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "work.manage", scope: "projectId" },
  body: consolidateSchema,
  handler: async ({ projectId, user, body: payload }) => ({
    jobId: await startJob(getApp(), { kind: "consolidate", projectId, userId: user.id, payload }),
  }),
});
