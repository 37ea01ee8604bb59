import { createAccount, newAccountSchema } from "@/lib/server/accounts";
import { route } from "@/lib/server/route";
import { signInResponse } from "@/lib/server/sign-in";

/** Creates the owner and signs them in; refused as soon as there is any account. */
export const POST = route({
  access: { permission: "public", reason: "there is no account yet; refused once there is one" },
  limit: { max: 10, windowMs: 60_000 },
  body: newAccountSchema,
  handler: async ({ store, body, request }) => {
    const user = await createAccount(store, body, { role: "owner", isFirst: true });
    return signInResponse(request, user, body.password);
  },
});
