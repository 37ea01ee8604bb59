import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { restoreLabel } from "@/lib/server/labels";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "project.manage", scope: "projectId" },
  params: z.object({ projectId: idSchema, labelId: idSchema }),
  handler: async ({ params: { labelId }, projectId, user }) =>
    restoreLabel({ projectId, labelId, userId: user.id }),
});
