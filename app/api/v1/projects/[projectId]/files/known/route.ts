import { findKnownHashes } from "@/db/queries/media";
import { knownFilesRequestSchema } from "@/lib/api/uploads";
import { getApp } from "@/lib/server/app";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.manage", scope: "projectId" },
  body: knownFilesRequestSchema,
  handler: async ({ store, projectId, body }) => ({
    known: await findKnownHashes(store, { projectId, hashes: body.hashes }),
    maxFileBytes: getApp().settings.maxFileBytes,
  }),
});
