import { newRunSchema } from "@/lib/api/models";
import { projectRuns, startRun } from "@/lib/server/models/model-runs";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  handler: async ({ store, projectId }) => projectRuns(store, projectId),
});

export const POST = route({
  access: { permission: "project.manage", scope: "projectId" },
  body: newRunSchema,
  handler: async ({ store, projectId, user, body }) =>
    startRun(store, { projectId, userId: user.id, run: body }),
});
