import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { putRunSchema } from "@/lib/api/models";
import { changeRun, runDetail } from "@/lib/server/models/model-runs";
import { route } from "@/lib/server/route";

const params = z.object({ runId: idSchema });

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  params,
  handler: async ({ store, projectId, params: { runId } }) =>
    runDetail(store, { projectId, runId }),
});

export const PUT = route({
  access: { permission: "project.manage", scope: "projectId" },
  params,
  body: putRunSchema,
  handler: async ({ store, projectId, params: { runId }, body: { state } }) =>
    changeRun(store, { projectId, runId, state }),
});
