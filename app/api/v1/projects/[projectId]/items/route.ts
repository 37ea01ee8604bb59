import { listItems } from "@/db/queries/item-list";
import { itemPageQuerySchema } from "@/lib/api/items";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "projectId" },
  query: itemPageQuerySchema,
  handler: async ({ store, projectId, query: { cursor, limit, ...filter } }) =>
    listItems(store, { projectId, filter, cursor, limit }),
});
