import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { itemFilterSchema } from "@/lib/api/items";
import { AppError } from "@/lib/server/app-error";
import { readOpenItem } from "@/lib/server/open-item";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  query: itemFilterSchema,
  handler: async ({ store, params, query }) => {
    const open = await readOpenItem(store, { itemId: params.itemId, filter: query });
    if (!open) throw new AppError("gone", "This item was deleted.");
    return open;
  },
});
