import { z } from "zod";
import { getApp } from "@/lib/server/app";
import { ingestUpload } from "@/lib/server/ingest-upload";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.manage", scope: "uploadId" },
  params: z.object({ uploadId: z.string() }),
  handler: async ({ params: { uploadId }, user, projectId }) => {
    const answer = await ingestUpload(getApp(), { uploadId, userId: user.id, projectId });
    return answer.kind === "preparing" ? Response.json(answer, { status: 202 }) : answer;
  },
});
