import { readProjectWorkflow } from "@/db/queries/work/workflow";
import { workflowPatchSchema } from "@/lib/annotation/workflow";
import { route } from "@/lib/server/route";
import { changeWorkflow } from "@/lib/server/work";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  handler: async ({ store, projectId }) => readProjectWorkflow(store, projectId),
});

export const PATCH = route({
  access: { permission: "work.manage", scope: "projectId" },
  body: workflowPatchSchema,
  handler: async ({ store, projectId, body }) => changeWorkflow(store, { projectId, patch: body }),
});
