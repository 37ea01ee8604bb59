import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { threadPatchSchema } from "@/lib/api/talk";
import { route } from "@/lib/server/route";
import { resolveThread } from "@/lib/server/talk";

export const PATCH = route({
  access: { permission: "comment.write", scope: "threadId" },
  params: z.object({ threadId: idSchema }),
  body: threadPatchSchema,
  handler: async ({ store, params: { threadId }, projectId, user, role, body }) =>
    resolveThread(store, { threadId, projectId, userId: user.id, role, ...body }),
});
