import { listItems } from "@/db/queries/item-list";
import { sightOf } from "@/db/queries/item-sight";
import { itemPageQuerySchema } from "@/lib/api/items";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "projectId" },
  query: itemPageQuerySchema,
  handler: async ({ store, projectId, user, role, query: { cursor, limit, ...filter } }) => {
    const sight = await sightOf(store, { projectId, viewer: { userId: user.id, role } });
    return listItems(store, { projectId, filter, sight, cursor, limit });
  },
});
