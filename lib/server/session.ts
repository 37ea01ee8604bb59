import "server-only";
import type { User } from "@/db/queries/users";
import { getAuth } from "./auth";

/** The person whose session cookie the headers carry, or null. */
export async function currentUser(headers: Headers): Promise<User | null> {
  if (!headers.has("cookie")) return null;
  const session = await getAuth().api.getSession({ headers });
  if (!session) return null;
  const { id, name, email, role } = session.user;
  return { id, name, email, role: role === "owner" ? "owner" : "member" };
}
