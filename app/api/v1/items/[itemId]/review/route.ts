import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { reviewRequestSchema, takeBackSchema } from "@/lib/api/review";
import { decideReview, takeBack } from "@/lib/server/review/decide-review";
import { route } from "@/lib/server/route";

const params = z.object({ itemId: idSchema });

export const POST = route({
  access: { permission: "item.review", scope: "itemId" },
  params,
  body: reviewRequestSchema,
  handler: async ({ store, params: { itemId }, projectId, user, body }) =>
    decideReview(store, { itemId, projectId, userId: user.id, request: body }),
});

export const DELETE = route({
  access: { permission: "item.review", scope: "itemId" },
  params,
  body: takeBackSchema,
  handler: async ({ store, params: { itemId }, projectId, user, body }) =>
    takeBack(store, { itemId, projectId, userId: user.id, reviewId: body.reviewId }),
});
