import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { newThreadSchema } from "@/lib/api/talk";
import { route } from "@/lib/server/route";
import { beginThread, readThreads } from "@/lib/server/talk";

const params = z.object({ itemId: idSchema });

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params,
  handler: async ({ store, params: { itemId }, projectId, user, role }) =>
    readThreads(store, { itemId, projectId, userId: user.id, role }),
});

export const POST = route({
  access: { permission: "comment.write", scope: "itemId" },
  params,
  body: newThreadSchema,
  handler: async ({ store, params: { itemId }, projectId, user, role, body }) =>
    beginThread(store, { itemId, projectId, userId: user.id, role, thread: body }),
});
