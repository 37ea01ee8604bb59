import { z } from "zod";
import { modelQualityQuerySchema, versionIdSchema } from "@/lib/api/models";
import { getApp } from "@/lib/server/app";
import { modelQuality, qualityCsv } from "@/lib/server/models/model-quality";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  params: z.object({ versionId: versionIdSchema }),
  query: modelQualityQuerySchema,
  handler: async ({ store, request, projectId, params: { versionId }, query }) => {
    const { threshold, format } = query;
    const { signal } = request;
    const quality = await modelQuality(getApp(), { projectId, versionId, threshold, signal });
    return format === "csv" ? qualityCsv(store, { projectId, quality }) : quality;
  },
});
