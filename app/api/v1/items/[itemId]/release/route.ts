import { z } from "zod";
import { releaseItem } from "@/db/queries/work/leases";
import { idSchema } from "@/lib/annotation/annotation";
import { releaseSchema } from "@/lib/api/work";
import { leave } from "@/lib/server/live/presence";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.annotate", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  body: releaseSchema,
  handler: async ({ store, params: { itemId }, user, body: { clientId } }) => {
    leave({ userId: user.id, clientId, itemId });
    return releaseItem(store, { itemId, userId: user.id, now: Date.now() });
  },
});
