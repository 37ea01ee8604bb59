import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { claimSchema } from "@/lib/api/models";
import { claimRunItems } from "@/lib/server/models/model-runs";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.annotate", scope: "projectId" },
  params: z.object({ runId: idSchema }),
  body: claimSchema,
  handler: async ({ store, projectId, params: { runId }, body }) =>
    claimRunItems(store, { projectId, runId, ...body }),
});
