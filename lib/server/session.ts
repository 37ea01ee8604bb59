import "server-only";
import { needsSecondFactor } from "@/db/queries/second-factor";
import type { User } from "@/db/queries/users";
import { getApp } from "./app";
import { getAuth } from "./auth";
import { sessionCache } from "./session-cache";

/** The person whose session cookie the headers carry, or null; see session-cache for how fresh. */
export async function currentUser(headers: Headers): Promise<User | null> {
  if (!headers.has("cookie")) return null;
  return sessionCache(getApp().store).userOf(headers, async () => {
    const found = await getAuth().api.getSession({ headers });
    if (!found) return null;
    const { id, name, email, role } = found.user;
    const known: User = { id, name, email, role: role === "owner" ? "owner" : "member" };
    const { store, settings } = getApp();
    const mustSetUp = await needsSecondFactor(store, known, settings.requireTwoFactor);
    const user: User = mustSetUp ? { ...known, needsSecondFactor: true } : known;
    return { user, expiresAt: new Date(found.session.expiresAt).getTime() };
  });
}
