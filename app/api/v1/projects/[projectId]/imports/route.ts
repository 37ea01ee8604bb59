import { importRequestSchema } from "@/lib/api/imports";
import { getApp } from "@/lib/server/app";
import { startJob } from "@/lib/server/job-runner";
import { route } from "@/lib/server/route";
import { completeUpload } from "@/lib/server/staged-uploads";

export const POST = route({
  access: { permission: "data.import", scope: "projectId" },
  body: importRequestSchema,
  handler: async ({ projectId, user, body }) => {
    const app = getApp();
    await completeUpload(app, { uploadId: body.uploadId, userId: user.id });
    const job = { kind: "import", projectId, userId: user.id, payload: body };
    return { jobId: await startJob(app, job) };
  },
});
