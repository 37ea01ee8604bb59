import { z } from "zod";
import { readHistory } from "@/db/queries/item-history";
import { idSchema } from "@/lib/annotation/annotation";
import { historyQuerySchema } from "@/lib/api/items";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  query: historyQuerySchema,
  handler: async ({ store, params, query }) =>
    readHistory(store, { itemId: params.itemId, before: query.cursor, limit: query.limit }),
});
