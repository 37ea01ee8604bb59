import { z } from "zod";
import { getApp } from "@/lib/server/app";
import { dropUpload } from "@/lib/server/ingest-upload";
import { readOffset } from "@/lib/server/read-offset";
import { bodyStream } from "@/lib/server/receive-file";
import { route } from "@/lib/server/route";
import { appendChunk, viewUpload } from "@/lib/server/staged-uploads";

const params = z.object({ uploadId: z.string() });
const access = { permission: "item.manage", scope: "uploadId" } as const;

export const GET = route({
  access,
  params,
  handler: async ({ params: { uploadId }, user }) =>
    viewUpload(getApp(), { uploadId, userId: user.id }),
});

export const PATCH = route({
  access,
  params,
  handler: async ({ request, params: { uploadId }, user }) =>
    appendChunk(getApp(), {
      ...{ uploadId, userId: user.id },
      ...{ offset: readOffset(request), body: bodyStream(request) },
    }),
});

export const DELETE = route({
  access,
  params,
  handler: async ({ params: { uploadId }, user }) => {
    await viewUpload(getApp(), { uploadId, userId: user.id });
    await dropUpload(getApp(), uploadId);
  },
});
