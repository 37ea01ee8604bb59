import { z } from "zod";
import { versionIdSchema } from "@/lib/api/models";
import { labelClasses } from "@/lib/server/models/label-classes";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "project.manage", scope: "projectId" },
  params: z.object({ versionId: versionIdSchema }),
  handler: async ({ store, projectId, params: { versionId } }) =>
    labelClasses(store, { projectId, versionId }),
});
