import { z } from "zod";
import { readItem } from "@/db/queries/items";
import { idSchema } from "@/lib/annotation/annotation";
import { AppError } from "@/lib/server/app-error";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  handler: async ({ store, params }) => {
    const item = await readItem(store, params.itemId);
    if (!item) throw new AppError("gone", "This item was deleted.");
    return item;
  },
});
