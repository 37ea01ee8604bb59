import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { endSession } from "@/lib/server/people";
import { route } from "@/lib/server/route";

export const DELETE = route({
  access: { permission: "account.self" },
  params: z.object({ sessionId: idSchema }),
  handler: async ({ store, user, params: { sessionId } }) =>
    endSession(store, { id: sessionId, userId: user.id }),
});
