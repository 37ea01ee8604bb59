import { z } from "zod";
import { versionIdSchema } from "@/lib/api/models";
import { deleteModel } from "@/lib/server/models/model-library";
import { route } from "@/lib/server/route";

export const DELETE = route({
  access: { permission: "instance.manage" },
  params: z.object({ versionId: versionIdSchema }),
  handler: async ({ store, params: { versionId } }) =>
    deleteModel(store, { versionId, projectId: null }),
});
