import { z } from "zod";
import { readItemLayers } from "@/db/queries/item-layers";
import { idSchema } from "@/lib/annotation/annotation";
import { AppError } from "@/lib/server/app-error";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.review", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  handler: async ({ store, params }) => {
    const layers = await readItemLayers(store, params.itemId);
    if (!layers) throw new AppError("gone", "This item was deleted.");
    return layers;
  },
});
