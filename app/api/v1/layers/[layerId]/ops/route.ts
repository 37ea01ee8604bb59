import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { opRequestSchema } from "@/lib/annotation/protocol";
import { tellOfOp } from "@/lib/server/live/tell-of-op";
import { route } from "@/lib/server/route";
import { writeOp } from "@/lib/server/write-op";

export const POST = route({
  access: { permission: "item.annotate", scope: "layerId" },
  params: z.object({ layerId: idSchema }),
  body: opRequestSchema,
  handler: async ({ store, params, projectId, user, role, body }) => {
    const { layerId } = params;
    const answer = await writeOp(store, { layerId, userId: user.id, role, op: body });
    await tellOfOp(store, { projectId, layerId, userId: user.id, op: body, answer });
    return answer;
  },
});
