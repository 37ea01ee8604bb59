import { z } from "zod";
import { readItemReviews } from "@/db/queries/item-reviews";
import { idSchema } from "@/lib/annotation/annotation";
import { roleMay } from "@/lib/server/permissions";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  handler: async ({ store, params, user, role }) => ({
    reviews: await readItemReviews(store, {
      itemId: params.itemId,
      onlyFor: roleMay(role, "item.review") ? null : user.id,
    }),
  }),
});
