import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { changeUserSchema } from "@/lib/api/people";
import { changePerson } from "@/lib/server/people";
import { route } from "@/lib/server/route";

export const PATCH = route({
  access: { permission: "instance.manage" },
  params: z.object({ userId: idSchema }),
  body: changeUserSchema,
  handler: async ({ store, params: { userId }, body }) => changePerson(store, { ...body, userId }),
});
