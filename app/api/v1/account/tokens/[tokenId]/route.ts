import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { withdrawToken } from "@/lib/server/api-token";
import { route } from "@/lib/server/route";

export const DELETE = route({
  access: { permission: "account.self" },
  params: z.object({ tokenId: idSchema }),
  handler: async ({ store, user, params: { tokenId } }) =>
    withdrawToken(store, { id: tokenId, userId: user.id }),
});
