import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { takeSecondFactorAway } from "@/lib/server/people";
import { route } from "@/lib/server/route";

/** For who lost theirs: the next sign-in asks for the password alone. */
export const DELETE = route({
  access: { permission: "instance.manage" },
  params: z.object({ userId: idSchema }),
  handler: async ({ store, params: { userId } }) => takeSecondFactorAway(store, userId),
});
