import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { getApp } from "@/lib/server/app";
import { cancelExport, readExport } from "@/lib/server/export/exports";
import { route } from "@/lib/server/route";

const params = z.object({ exportId: idSchema });

export const GET = route({
  access: { permission: "data.export", scope: "projectId" },
  params,
  handler: async ({ projectId, params: { exportId } }) =>
    readExport(getApp(), { projectId, exportId }),
});

export const DELETE = route({
  access: { permission: "data.export", scope: "projectId" },
  params,
  handler: async ({ projectId, params: { exportId } }) =>
    cancelExport(getApp(), { projectId, exportId }),
});
