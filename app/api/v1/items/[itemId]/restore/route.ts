import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { restoreItemSchema } from "@/lib/api/items";
import { restoreRevision } from "@/lib/server/restore-revision";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.annotate", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  body: restoreItemSchema,
  handler: async ({ store, params, user, body }) =>
    restoreRevision(store, { itemId: params.itemId, userId: user.id, request: body }),
});
