import { z } from "zod";
import { dropModelQuerySchema, putProjectModelSchema, versionIdSchema } from "@/lib/api/models";
import { stopUsingModel, takeIntoUse } from "@/lib/server/models/model-library";
import { route } from "@/lib/server/route";

const params = z.object({ versionId: versionIdSchema });
const access = { permission: "project.manage", scope: "projectId" } as const;

export const PUT = route({
  access,
  params,
  body: putProjectModelSchema,
  handler: async ({ store, projectId, params: { versionId }, body }) =>
    takeIntoUse(store, { projectId, versionId, ...body }),
});

export const DELETE = route({
  access,
  params,
  query: dropModelQuerySchema,
  handler: async ({ store, projectId, params: { versionId }, query: { library } }) =>
    stopUsingModel(store, { projectId, versionId, isForgotten: library !== undefined }),
});
