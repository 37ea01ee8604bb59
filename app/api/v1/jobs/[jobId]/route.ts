import { z } from "zod";
import { readJob } from "@/db/queries/jobs";
import { idSchema } from "@/lib/annotation/annotation";
import { getApp } from "@/lib/server/app";
import { stopJob } from "@/lib/server/job-runner";
import { route } from "@/lib/server/route";

const params = z.object({ jobId: idSchema });

export const GET = route({
  access: { permission: "data.export", scope: "jobId" },
  params,
  handler: async ({ store, params: { jobId } }) => readJob(store, jobId),
});

/** Cancels; what was done until then stays. */
export const DELETE = route({
  access: { permission: "data.export", scope: "jobId" },
  params,
  handler: async ({ params: { jobId }, user, role }) =>
    stopJob(getApp(), { jobId, userId: user.id, role }),
});
