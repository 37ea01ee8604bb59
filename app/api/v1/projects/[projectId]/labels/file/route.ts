import { listLabels } from "@/db/queries/labels";
import { anyLabelFileSchema, type LabelFile, labelForFile } from "@/lib/api/labels";
import { importLabels } from "@/lib/server/labels";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  handler: async ({ store, projectId }): Promise<LabelFile> => ({
    trazo: "labels",
    version: 1,
    labels: (await listLabels(store, projectId)).map(labelForFile),
  }),
});

export const POST = route({
  access: { permission: "project.manage", scope: "projectId" },
  body: anyLabelFileSchema,
  handler: async ({ projectId, body }) => importLabels(projectId, body),
});
