import { z } from "zod";
import { readNeighbours } from "@/db/queries/item-list";
import { idSchema } from "@/lib/annotation/annotation";
import { itemFilterSchema } from "@/lib/api/items";
import { AppError } from "@/lib/server/app-error";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  query: itemFilterSchema,
  handler: async ({ store, params, query }) => {
    const neighbours = await readNeighbours(store, { itemId: params.itemId, filter: query });
    if (!neighbours) throw new AppError("gone", "This item was deleted.");
    return neighbours;
  },
});
