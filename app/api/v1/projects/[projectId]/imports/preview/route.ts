import { previewRequestSchema } from "@/lib/api/imports";
import { getApp } from "@/lib/server/app";
import { previewImport } from "@/lib/server/import/preview-import";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "data.import", scope: "projectId" },
  body: previewRequestSchema,
  handler: async ({ projectId, user, body }) =>
    previewImport(getApp(), { ...body, projectId, userId: user.id }),
});
