import { nextSchema } from "@/lib/api/work";
import { route } from "@/lib/server/route";
import { nextItem } from "@/lib/server/work";

export const POST = route({
  access: { permission: "item.annotate", scope: "projectId" },
  body: nextSchema,
  handler: async ({ store, projectId, user, role, body }) =>
    nextItem(store, { projectId, userId: user.id, role, ...body }),
});
