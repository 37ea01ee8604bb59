import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { mergeLabelSchema } from "@/lib/api/labels";
import { mergeLabel } from "@/lib/server/labels";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "project.manage", scope: "projectId" },
  params: z.object({ projectId: idSchema, labelId: idSchema }),
  body: mergeLabelSchema,
  handler: async ({ params: { labelId }, projectId, user, body }) =>
    mergeLabel({ projectId, labelId, userId: user.id, into: body.into }),
});
