import { z } from "zod";
import { itemOfLayer } from "@/db/queries/layers";
import { idSchema } from "@/lib/annotation/annotation";
import { restoreItemSchema } from "@/lib/api/items";
import { publish } from "@/lib/server/live/bus";
import { tellOfItem } from "@/lib/server/live/tell-of-op";
import { restoreRevision } from "@/lib/server/restore-revision";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.annotate", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  body: restoreItemSchema,
  handler: async ({ store, params, projectId, user, role, body: request }) => {
    const { itemId } = params;
    const viewer = { userId: user.id, role };
    const { layerId, isOwn, ...restored } = await restoreRevision(store, {
      itemId,
      viewer,
      request,
    });
    const { rev } = restored;
    // By no tab: all of them read it anew.
    const news = { kind: "layer", itemId, rev, clientId: "restore" } as const;
    if (isOwn) publish(projectId, { ...news, layerId }, user.id);
    else {
      const isGold = (await itemOfLayer(store, layerId))?.isGold ?? false;
      tellOfItem({ projectId, isGold }, { ...news, layerId });
    }
    return restored;
  },
});
