import { z } from "zod";
import { sightOf } from "@/db/queries/item-sight";
import { modelQualityQuerySchema, versionIdSchema } from "@/lib/api/models";
import { getApp } from "@/lib/server/app";
import { AppError } from "@/lib/server/app-error";
import { modelQuality, qualityCsv } from "@/lib/server/models/model-quality";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  params: z.object({ versionId: versionIdSchema }),
  query: modelQualityQuerySchema,
  handler: async ({ store, request, projectId, user, role, params: { versionId }, query }) => {
    const sight = await sightOf(store, { projectId, viewer: { userId: user.id, role } });
    if (sight?.isHandedOnly) {
      // Of gold items people's work is not counted: one more or none would tell which they are.
      throw new AppError("forbidden", "These numbers are of items that were not handed to you.");
    }
    const { threshold, format } = query;
    const { signal } = request;
    const quality = await modelQuality(getApp(), { projectId, versionId, threshold, signal });
    return format === "csv" ? qualityCsv(store, { projectId, quality }) : quality;
  },
});
