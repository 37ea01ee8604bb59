import { z } from "zod";
import { readSuggestionLayers } from "@/db/queries/suggestion-layers";
import { idSchema } from "@/lib/annotation/annotation";
import { requireSight } from "@/lib/server/item-access";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  handler: async ({ store, params: { itemId }, user, role }) => {
    const { isApart } = await requireSight(store, { itemId, viewer: { userId: user.id, role } });
    const userId = isApart ? user.id : null;
    return { layers: await readSuggestionLayers(store, { itemId, userId }) };
  },
});
