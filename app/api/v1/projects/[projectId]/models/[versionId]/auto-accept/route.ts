import { z } from "zod";
import { autoAcceptSchema, versionIdSchema } from "@/lib/api/models";
import { getApp } from "@/lib/server/app";
import { startAutoAccept } from "@/lib/server/models/auto-accept";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "project.manage", scope: "projectId" },
  params: z.object({ versionId: versionIdSchema }),
  body: autoAcceptSchema,
  handler: async ({ projectId, user, params: { versionId }, body }) =>
    startAutoAccept(getApp(), { projectId, userId: user.id, versionId, ...body }),
});
