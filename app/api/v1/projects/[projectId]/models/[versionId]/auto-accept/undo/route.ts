import { z } from "zod";
import { undoAutoAcceptSchema, versionIdSchema } from "@/lib/api/models";
import { getApp } from "@/lib/server/app";
import { startUndo } from "@/lib/server/models/auto-accept";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "project.manage", scope: "projectId" },
  params: z.object({ versionId: versionIdSchema }),
  body: undoAutoAcceptSchema,
  handler: async ({ projectId, user, params: { versionId }, body }) =>
    startUndo(getApp(), { projectId, userId: user.id, versionId, ...body }),
});
