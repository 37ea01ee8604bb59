import { listLabelsFor } from "@/db/queries/labels";
import { createLabelsSchema } from "@/lib/api/labels";
import { addLabels } from "@/lib/server/labels";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  handler: async ({ store, projectId, user, role }) => ({
    labels: await listLabelsFor(store, { projectId, viewer: { userId: user.id, role } }),
  }),
});

export const POST = route({
  access: { permission: "project.manage", scope: "projectId" },
  body: createLabelsSchema,
  handler: async ({ projectId, body }) => addLabels(projectId, body.labels),
});
