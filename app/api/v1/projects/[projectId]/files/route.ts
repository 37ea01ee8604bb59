import { putFileQuerySchema } from "@/lib/api/uploads";
import { getApp } from "@/lib/server/app";
import { receiveFile } from "@/lib/server/receive-file";
import { route } from "@/lib/server/route";

export const PUT = route({
  access: { permission: "item.manage", scope: "projectId" },
  query: putFileQuerySchema,
  handler: async ({ request, projectId, query }) =>
    receiveFile(getApp(), { request, projectId, name: query.name }),
});
