import { z } from "zod";
import { getApp } from "@/lib/server/app";
import { serveModelFile } from "@/lib/server/models/model-files";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "projectId" },
  params: z.object({ hash: z.string() }),
  handler: async ({ request, projectId, params: { hash } }) =>
    serveModelFile(getApp(), { request, projectId, hash }),
});
