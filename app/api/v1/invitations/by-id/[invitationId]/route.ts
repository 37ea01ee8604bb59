import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { withdrawInvitation } from "@/lib/server/invitations";
import { route } from "@/lib/server/route";

export const DELETE = route({
  access: { permission: "instance.manage" },
  params: z.object({ invitationId: idSchema }),
  handler: async ({ store, params: { invitationId: id } }) =>
    withdrawInvitation(store, { id, projectId: null }),
});
