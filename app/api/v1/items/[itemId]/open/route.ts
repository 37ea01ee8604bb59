import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { itemFilterSchema } from "@/lib/api/items";
import { AppError } from "@/lib/server/app-error";
import { requireSight } from "@/lib/server/item-access";
import { readOpenItem } from "@/lib/server/open-item";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  query: itemFilterSchema,
  handler: async ({ store, params: { itemId }, query: filter, user, role }) => {
    const viewer = { userId: user.id, role };
    await requireSight(store, { itemId, viewer });
    const open = await readOpenItem(store, { itemId, filter, viewer });
    if (!open) throw new AppError("gone", "This item was deleted.");
    return open;
  },
});
