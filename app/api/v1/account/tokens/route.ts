import { listTokens } from "@/db/queries/api-tokens";
import { createTokenSchema } from "@/lib/api/people";
import { createToken } from "@/lib/server/api-token";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "account.self" },
  handler: async ({ store, user }) => ({ tokens: await listTokens(store, user.id) }),
});

export const POST = route({
  access: { permission: "account.self" },
  limit: { max: 30, windowMs: 60_000 },
  body: createTokenSchema,
  handler: async ({ store, user, body }) => createToken(store, user, body),
});
