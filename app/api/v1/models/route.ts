import { newModelSchema } from "@/lib/api/models";
import { instanceModels, saveModel } from "@/lib/server/models/model-library";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.list" },
  handler: async ({ store }) => instanceModels(store),
});

export const POST = route({
  access: { permission: "instance.manage" },
  body: newModelSchema,
  handler: async ({ store, user, body }) =>
    saveModel(store, { model: body, projectId: null, userId: user.id }),
});
