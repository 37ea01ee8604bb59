import { z } from "zod";
import { readLayer } from "@/db/queries/layers";
import { idSchema } from "@/lib/annotation/annotation";
import { AppError } from "@/lib/server/app-error";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "layerId" },
  params: z.object({ layerId: idSchema }),
  query: z.object({ since: z.coerce.number().int().nonnegative().optional() }),
  handler: async ({ store, params, query }) => {
    const snapshot = await readLayer(store, { layerId: params.layerId, since: query.since });
    if (!snapshot) throw new AppError("gone", "This item was deleted.");
    return snapshot;
  },
});
