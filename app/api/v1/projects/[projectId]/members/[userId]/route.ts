import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { setMemberSchema } from "@/lib/api/members";
import { changeMember, dropMember } from "@/lib/server/members";
import { route } from "@/lib/server/route";

const params = z.object({ projectId: idSchema, userId: idSchema });

export const PUT = route({
  access: { permission: "member.manage", scope: "projectId" },
  params,
  body: setMemberSchema,
  handler: async ({ store, params: { userId }, projectId, body }) =>
    changeMember(store, { projectId, userId, role: body.role }),
});

export const DELETE = route({
  access: { permission: "member.manage", scope: "projectId" },
  params,
  handler: async ({ store, params: { userId }, projectId }) =>
    dropMember(store, { projectId, userId }),
});
