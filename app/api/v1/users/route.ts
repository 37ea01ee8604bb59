import { listInvitations } from "@/db/queries/invitations";
import { listUsers } from "@/db/queries/users";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "instance.manage" },
  handler: async ({ store }) => ({
    users: await listUsers(store),
    invitations: await listInvitations(store, { projectId: null, now: Date.now() }),
  }),
});
