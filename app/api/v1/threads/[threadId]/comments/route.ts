import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { newCommentSchema } from "@/lib/api/talk";
import { route } from "@/lib/server/route";
import { answerThread } from "@/lib/server/talk";

export const POST = route({
  access: { permission: "comment.write", scope: "threadId" },
  params: z.object({ threadId: idSchema }),
  body: newCommentSchema,
  handler: async ({ store, params: { threadId }, projectId, user, role, body }) =>
    answerThread(store, { threadId, projectId, userId: user.id, role, comment: body }),
});
