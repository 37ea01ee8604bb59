import { z } from "zod";
import { releaseItem } from "@/db/queries/work/leases";
import { idSchema } from "@/lib/annotation/annotation";
import { releaseSchema } from "@/lib/api/work";
import { leave } from "@/lib/server/live/presence";
import { route } from "@/lib/server/route";

export const POST = route({
  // Whoever may look may say that they left.
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  body: releaseSchema,
  handler: async ({ store, params: { itemId }, user, may, body: { clientId } }) => {
    leave({ userId: user.id, clientId, itemId });
    if (may("item.annotate")) {
      await releaseItem(store, { itemId, userId: user.id, now: Date.now() });
    }
  },
});
