import { endOtherSessions, readSessions } from "@/lib/server/people";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "account.self" },
  handler: async ({ store, user, request }) => readSessions(store, { user, request }),
});

/** All but the one that asks. */
export const DELETE = route({
  access: { permission: "account.self" },
  handler: async ({ store, user, request }) => endOtherSessions(store, { user, request }),
});
