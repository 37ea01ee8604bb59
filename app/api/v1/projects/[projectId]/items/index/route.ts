import { indexItems } from "@/db/queries/item-list";
import { itemFilterSchema } from "@/lib/api/items";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "projectId" },
  query: itemFilterSchema,
  handler: async ({ store, projectId, query }) => indexItems(store, { projectId, filter: query }),
});
