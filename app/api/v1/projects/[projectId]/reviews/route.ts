import { z } from "zod";
import { readReviewQueue } from "@/db/queries/review-queue";
import { idSchema } from "@/lib/annotation/annotation";
import { reviewQueueQuerySchema } from "@/lib/api/review";
import { AppError } from "@/lib/server/app-error";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.review", scope: "projectId" },
  params: z.object({ projectId: idSchema }),
  query: reviewQueueQuerySchema,
  handler: async ({ store, params, query, user }) => {
    const queue = await readReviewQueue(store, {
      projectId: params.projectId,
      userId: user.id,
      query,
      now: Date.now(),
    });
    if (!queue) throw new AppError("invalid_request", "This is no cursor of this list.");
    return queue;
  },
});
