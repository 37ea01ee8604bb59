import { readAccount } from "@/lib/server/people";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "account.self" },
  handler: async ({ store, user }) => readAccount(store, user),
});
