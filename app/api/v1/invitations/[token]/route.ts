import { z } from "zod";
import { showInvitation, takeInvitation } from "@/lib/server/invitations";
import { route } from "@/lib/server/route";

const access = {
  permission: "public",
  reason: "who is invited has no account yet; the token in the link is the permission",
} as const;
const limit = { max: 20, windowMs: 60_000 };
const params = z.object({ token: z.string().min(1).max(200) });

export const GET = route({
  access,
  limit,
  params,
  handler: async ({ store, params: { token } }) => showInvitation(store, token),
});

/** The body is an account; who is signed in joins without one. */
export const POST = route({
  access,
  limit,
  params,
  handler: async ({ store, params: { token }, user, request }) =>
    takeInvitation(store, { token, user, request }),
});
