import { exportRequestSchema } from "@/lib/api/exports";
import { getApp } from "@/lib/server/app";
import { createExport } from "@/lib/server/export/exports";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "data.export", scope: "projectId" },
  body: exportRequestSchema,
  handler: async ({ projectId, user, body }) =>
    createExport(getApp(), { projectId, userId: user.id, request: body }),
});
