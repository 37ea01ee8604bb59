import { startUploadSchema } from "@/lib/api/uploads";
import { getApp } from "@/lib/server/app";
import { route } from "@/lib/server/route";
import { startUpload } from "@/lib/server/staged-uploads";

export const POST = route({
  access: { permission: "item.manage", scope: "projectId" },
  body: startUploadSchema,
  handler: async ({ projectId, user, body }) =>
    startUpload(getApp(), { projectId, userId: user.id, ...body }),
});
