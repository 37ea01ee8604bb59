import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { updateLabelSchema } from "@/lib/api/labels";
import { changeLabel, deleteLabel } from "@/lib/server/labels";
import { route } from "@/lib/server/route";

const params = z.object({ projectId: idSchema, labelId: idSchema });

export const PATCH = route({
  access: { permission: "project.manage", scope: "projectId" },
  params,
  body: updateLabelSchema,
  handler: async ({ params: { labelId }, projectId, body }) =>
    changeLabel({ projectId, labelId, ...body }),
});

export const DELETE = route({
  access: { permission: "project.manage", scope: "projectId" },
  params,
  handler: async ({ params: { labelId }, projectId, user }) =>
    deleteLabel({ projectId, labelId, userId: user.id }),
});
