import { z } from "zod";
import { readHistory } from "@/db/queries/item-history";
import { idSchema } from "@/lib/annotation/annotation";
import { historyQuerySchema } from "@/lib/api/items";
import { requireSight } from "@/lib/server/item-access";
import { roleMay } from "@/lib/server/permissions";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  query: historyQuerySchema,
  handler: async ({ store, params: { itemId }, query, user, role }) => {
    const viewer = { userId: user.id, role };
    const { layerId, isApart } = await requireSight(store, { itemId, viewer });
    if (layerId === null) return { entries: [], next: null };
    const onlyOf = isApart && !roleMay(role, "item.review") ? user.id : null;
    const { cursor: before, limit } = query;
    const hasPeople = roleMay(role, "item.review");
    return readHistory(store, { itemId, layerId, onlyOf, hasPeople, before, limit });
  },
});
