import { requestResetSchema } from "@/lib/api/members";
import { askForReset } from "@/lib/server/password-reset";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "public", reason: "who forgot the password cannot sign in" },
  limit: { max: 5, windowMs: 300_000 },
  body: requestResetSchema,
  handler: async ({ store, body }) => askForReset(store, body.email),
});
