import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { readLayerAs } from "@/lib/server/open-item";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "layerId" },
  params: z.object({ layerId: idSchema }),
  query: z.object({ since: z.coerce.number().int().nonnegative().optional() }),
  handler: async ({ store, params: { layerId }, query: { since }, user, role }) =>
    readLayerAs(store, { layerId, since, viewer: { userId: user.id, role } }),
});
