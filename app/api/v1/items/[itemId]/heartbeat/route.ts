import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { heartbeatSchema } from "@/lib/api/work";
import { takeHeartbeat } from "@/lib/server/live/heartbeat";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: idSchema }),
  body: heartbeatSchema,
  handler: async ({ store, params, projectId, user, may, role, body }) =>
    takeHeartbeat(store, {
      projectId,
      itemId: params.itemId,
      user,
      role,
      mayWork: may("item.annotate"),
      body,
    }),
});
