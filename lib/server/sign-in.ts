import "server-only";
import type { User } from "@/db/queries/users";
import { getAuth } from "./auth";

/** Signs the person in; the answer carries the session cookie and says who they are. */
export async function signInResponse(
  request: Request,
  user: User,
  password: string,
): Promise<Response> {
  const { headers } = await getAuth().api.signInEmail({
    body: { email: user.email, password },
    headers: request.headers,
    returnHeaders: true,
  });
  const response = Response.json({ user }, { status: 201 });
  for (const cookie of headers.getSetCookie()) response.headers.append("set-cookie", cookie);
  return response;
}
