import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { readShownItem } from "@/lib/server/open-item";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  handler: async ({ store, params: { itemId }, user, role }) =>
    readShownItem(store, { itemId, viewer: { userId: user.id, role } }),
});
