import { unmergeSchema } from "@/lib/api/agreement";
import { startUnmerge } from "@/lib/server/agreement/start-unmerge";
import { getApp } from "@/lib/server/app";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "work.manage", scope: "projectId" },
  body: unmergeSchema,
  handler: async ({ projectId, user, body: { jobId } }) =>
    startUnmerge(getApp(), { projectId, userId: user.id, jobId }),
});
