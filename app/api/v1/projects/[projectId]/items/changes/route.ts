import { changeItems } from "@/db/queries/item-changes";
import { changeItemsSchema } from "@/lib/api/items";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.manage", scope: "projectId" },
  body: changeItemsSchema,
  handler: async ({ store, projectId, user, body }) =>
    changeItems(store, { projectId, userId: user.id, request: body, now: Date.now() }),
});
