import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { withdrawInvitation } from "@/lib/server/invitations";
import { route } from "@/lib/server/route";

export const DELETE = route({
  access: { permission: "member.manage", scope: "projectId" },
  params: z.object({ projectId: idSchema, invitationId: idSchema }),
  handler: async ({ store, params: { invitationId: id }, projectId }) =>
    withdrawInvitation(store, { id, projectId }),
});
