import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { getApp } from "@/lib/server/app";
import { downloadExport } from "@/lib/server/export/exports";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "data.export", scope: "projectId" },
  params: z.object({ exportId: idSchema }),
  handler: async ({ request, projectId, params: { exportId } }) =>
    downloadExport(getApp(), { projectId, exportId, signal: request.signal }),
});
