import { dictionaryQuerySchema } from "@/lib/api/models";
import { getApp } from "@/lib/server/app";
import { projectDictionary } from "@/lib/server/models/project-dictionary";
import { route } from "@/lib/server/route";

export const GET = route({
  // It is for those who make models, and it tells what stands in all texts.
  access: { permission: "project.manage", scope: "projectId" },
  query: dictionaryQuerySchema,
  handler: async ({ projectId, query: { letterCase } }) =>
    projectDictionary(getApp(), { projectId, letterCase }),
});
