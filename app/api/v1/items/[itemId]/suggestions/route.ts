import { z } from "zod";
import { readSuggestionLayers } from "@/db/queries/suggestion-layers";
import { idSchema } from "@/lib/annotation/annotation";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  handler: async ({ store, params: { itemId } }) => ({
    layers: await readSuggestionLayers(store, itemId),
  }),
});
