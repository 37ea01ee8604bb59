import { z } from "zod";
import { stateFor } from "@/db/queries/layer-access";
import { readLayer } from "@/db/queries/layers";
import { idSchema } from "@/lib/annotation/annotation";
import { AppError } from "@/lib/server/app-error";
import { requireLayer } from "@/lib/server/item-access";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "layerId" },
  params: z.object({ layerId: idSchema }),
  query: z.object({ since: z.coerce.number().int().nonnegative().optional() }),
  handler: async ({ store, params: { layerId }, query: { since }, user, role }) => {
    const sight = await requireLayer(store, { layerId, viewer: { userId: user.id, role } });
    const snapshot = await readLayer(store, { layerId, since });
    if (!snapshot) throw new AppError("gone", "This item was deleted.");
    return { ...snapshot, state: stateFor(sight, snapshot) };
  },
});
