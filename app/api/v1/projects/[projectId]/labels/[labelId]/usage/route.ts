import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { labelUsage } from "@/lib/server/labels";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.manage", scope: "projectId" },
  params: z.object({ projectId: idSchema, labelId: idSchema }),
  handler: async ({ params: { labelId }, projectId }) => labelUsage({ projectId, labelId }),
});
