import { z } from "zod";
import { setMemberWork } from "@/db/queries/work/member-work";
import { idSchema } from "@/lib/annotation/annotation";
import { memberWorkSchema } from "@/lib/api/work";
import { AppError } from "@/lib/server/app-error";
import { route } from "@/lib/server/route";

export const PATCH = route({
  access: { permission: "work.manage", scope: "projectId" },
  params: z.object({ projectId: idSchema, userId: idSchema }),
  body: memberWorkSchema,
  handler: async ({ store, projectId, params: { userId }, body }) => {
    const isKnown = await setMemberWork(store, { projectId, userId, ...body, now: Date.now() });
    if (!isKnown) throw new AppError("not_found", "There is no such person here.");
  },
});
