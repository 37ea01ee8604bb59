import { changeItems } from "@/db/queries/item-changes";
import { changeItemsSchema } from "@/lib/api/items";
import { publish } from "@/lib/server/live/bus";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.manage", scope: "projectId" },
  body: changeItemsSchema,
  handler: async ({ store, projectId, user, body }) => {
    const now = Date.now();
    const changed = await changeItems(store, { projectId, userId: user.id, request: body, now });
    publish(projectId, { kind: "items" });
    return changed;
  },
});
