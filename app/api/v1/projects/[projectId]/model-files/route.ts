import { putModelFileQuerySchema } from "@/lib/api/models";
import { getApp } from "@/lib/server/app";
import { receiveModelFile } from "@/lib/server/models/model-files";
import { route } from "@/lib/server/route";

export const PUT = route({
  access: { permission: "project.manage", scope: "projectId" },
  query: putModelFileQuerySchema,
  handler: async ({ request, projectId, query: { kind } }) =>
    receiveModelFile(getApp(), { request, kind, projectId }),
});
