import { z } from "zod";
import { resultLayerOf } from "@/db/queries/layers";
import { idSchema } from "@/lib/annotation/annotation";
import { restoreItemSchema } from "@/lib/api/items";
import { publish } from "@/lib/server/live/bus";
import { restoreRevision } from "@/lib/server/restore-revision";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.annotate", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  body: restoreItemSchema,
  handler: async ({ store, params, projectId, user, body }) => {
    const { itemId } = params;
    const restored = await restoreRevision(store, { itemId, userId: user.id, request: body });
    const layerId = await resultLayerOf(store, itemId);
    const { rev } = restored;
    // By no tab: all of them read it anew.
    const news = { kind: "layer", itemId, rev, clientId: "restore" } as const;
    if (layerId) publish(projectId, { ...news, layerId });
    return restored;
  },
});
