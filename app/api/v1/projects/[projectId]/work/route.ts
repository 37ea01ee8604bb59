import { route } from "@/lib/server/route";
import { workSummary } from "@/lib/server/work";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  handler: async ({ store, projectId, user, role }) =>
    workSummary(store, { projectId, userId: user.id, role }),
});
