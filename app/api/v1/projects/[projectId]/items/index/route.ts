import { indexItems } from "@/db/queries/item-list";
import { sightOf } from "@/db/queries/item-sight";
import { itemFilterSchema } from "@/lib/api/items";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "projectId" },
  query: itemFilterSchema,
  handler: async ({ store, projectId, user, role, query: filter }) => {
    const sight = await sightOf(store, { projectId, viewer: { userId: user.id, role } });
    return indexItems(store, { projectId, filter, sight });
  },
});
