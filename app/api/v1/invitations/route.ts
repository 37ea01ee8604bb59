import { createInstanceInvitationSchema } from "@/lib/api/members";
import { invite } from "@/lib/server/invitations";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "instance.manage" },
  body: createInstanceInvitationSchema,
  handler: async ({ user, body }) =>
    invite({ email: body.email, projectId: null, role: null, userId: user.id }),
});
