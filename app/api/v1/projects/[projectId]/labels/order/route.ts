import { orderLabelsSchema } from "@/lib/api/labels";
import { setLabelOrder } from "@/lib/server/labels";
import { route } from "@/lib/server/route";

export const PUT = route({
  access: { permission: "project.manage", scope: "projectId" },
  body: orderLabelsSchema,
  handler: async ({ projectId, body }) => setLabelOrder(projectId, body.ids),
});
