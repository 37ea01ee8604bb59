import { confirmResetSchema } from "@/lib/api/members";
import { confirmReset } from "@/lib/server/password-reset";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "public", reason: "the token in the link is the permission" },
  limit: { max: 10, windowMs: 300_000 },
  body: confirmResetSchema,
  handler: async ({ body }) => confirmReset(body),
});
