import { putModelFileQuerySchema } from "@/lib/api/models";
import { getApp } from "@/lib/server/app";
import { receiveModelFile } from "@/lib/server/models/model-files";
import { route } from "@/lib/server/route";

export const PUT = route({
  access: { permission: "instance.manage" },
  query: putModelFileQuerySchema,
  handler: async ({ request, query: { kind } }) =>
    receiveModelFile(getApp(), { request, kind, projectId: null }),
});
