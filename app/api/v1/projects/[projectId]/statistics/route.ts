import { getApp } from "@/lib/server/app";
import { route } from "@/lib/server/route";
import { projectStatistics } from "@/lib/server/statistics/project-statistics";

export const GET = route({
  access: { permission: "statistics.read", scope: "projectId" },
  handler: ({ projectId }) => projectStatistics(getApp(), { projectId, now: Date.now() }),
});
