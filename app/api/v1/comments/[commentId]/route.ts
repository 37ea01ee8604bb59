import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { commentPatchSchema } from "@/lib/api/talk";
import { route } from "@/lib/server/route";
import { rewriteComment, takeBackComment } from "@/lib/server/talk";

const access = { permission: "comment.write", scope: "commentId" } as const;
const params = z.object({ commentId: idSchema });

export const PATCH = route({
  access,
  params,
  body: commentPatchSchema,
  handler: async ({ store, params: { commentId: id }, projectId, user, role, body }) =>
    rewriteComment(store, { projectId, userId: user.id, role, comment: { id, ...body } }),
});

export const DELETE = route({
  access,
  params,
  handler: async ({ store, params: { commentId }, projectId, user, role }) =>
    takeBackComment(store, { commentId, projectId, userId: user.id, role }),
});
