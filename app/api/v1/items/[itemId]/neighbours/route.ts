import { z } from "zod";
import { readNeighbours } from "@/db/queries/item-list";
import { sightOf } from "@/db/queries/item-sight";
import { idSchema } from "@/lib/annotation/annotation";
import { itemFilterSchema } from "@/lib/api/items";
import { AppError } from "@/lib/server/app-error";
import { requireSight } from "@/lib/server/item-access";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  query: itemFilterSchema,
  handler: async ({ store, params: { itemId }, query: filter, user, role }) => {
    const viewer = { userId: user.id, role };
    const { projectId } = await requireSight(store, { itemId, viewer });
    const sight = await sightOf(store, { projectId, viewer });
    const neighbours = await readNeighbours(store, { itemId, filter, sight });
    if (!neighbours) throw new AppError("gone", "This item was deleted.");
    return neighbours;
  },
});
