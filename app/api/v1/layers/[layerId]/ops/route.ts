import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { opRequestSchema } from "@/lib/annotation/protocol";
import { route } from "@/lib/server/route";
import { writeOp } from "@/lib/server/write-op";

export const POST = route({
  access: { permission: "item.annotate", scope: "layerId" },
  params: z.object({ layerId: idSchema }),
  body: opRequestSchema,
  handler: async ({ store, params, user, body }) =>
    writeOp(store, { layerId: params.layerId, userId: user.id, op: body }),
});
