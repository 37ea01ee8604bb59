import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { makeResetLink } from "@/lib/server/password-reset";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "instance.manage" },
  params: z.object({ userId: idSchema }),
  handler: async ({ store, params: { userId } }) => makeResetLink(store, userId),
});
