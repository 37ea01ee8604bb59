import { newModelSchema } from "@/lib/api/models";
import { projectModels, saveModel } from "@/lib/server/models/model-library";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  handler: async ({ store, projectId }) => projectModels(store, projectId),
});

export const POST = route({
  access: { permission: "project.manage", scope: "projectId" },
  body: newModelSchema,
  handler: async ({ store, projectId, user, body }) =>
    saveModel(store, { model: body, projectId, userId: user.id }),
});
