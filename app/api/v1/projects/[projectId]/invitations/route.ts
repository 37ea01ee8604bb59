import { createInvitationSchema } from "@/lib/api/members";
import { invite } from "@/lib/server/invitations";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "member.manage", scope: "projectId" },
  body: createInvitationSchema,
  handler: async ({ projectId, user, body }) => invite({ ...body, projectId, userId: user.id }),
});
