import "server-only";
import type { z } from "zod";
import { changeUser, endSessions, listSessions, PersonRefused } from "@/db/queries/people";
import { readSignInWays, resetSecondFactor } from "@/db/queries/second-factor";
import type { User } from "@/db/queries/users";
import type { Store } from "@/db/store";
import type { Account, ChangeUser, sessionListSchema } from "@/lib/api/people";
import { AppError } from "./app-error";
import { endStreamsOf } from "./live/bus";
import { sessionCache, sessionTokenOf } from "./session-cache";

export async function readAccount(store: Store, user: User): Promise<Account> {
  const needs = user.needsSecondFactor === true;
  return { ...(await readSignInWays(store, user.id)), needsSecondFactor: needs };
}

export async function changePerson(
  store: Store,
  change: ChangeUser & { userId: string },
): Promise<void> {
  try {
    await changeUser(store, { ...change, now: Date.now() });
  } catch (error) {
    if (!(error instanceof PersonRefused)) throw error;
    throw error.reason === "last_owner"
      ? new AppError("last_owner", "A Trazo needs at least one owner who can sign in.")
      : new AppError("not_found", "There is no such person.");
  }
  forget(store, change.userId);
}

export async function takeSecondFactorAway(store: Store, userId: string): Promise<void> {
  if (!(await resetSecondFactor(store, userId))) {
    throw new AppError("not_found", "There is no such person with a second factor.");
  }
  sessionCache(store).drop();
}

export async function readSessions(
  store: Store,
  { user, request }: { user: User; request: Request },
): Promise<z.infer<typeof sessionListSchema>> {
  const current = sessionTokenOf(request.headers);
  const sessions = await listSessions(store, { userId: user.id, now: Date.now() });
  return {
    sessions: sessions.map(({ token, ...session }) => ({
      ...session,
      isCurrent: token === current,
    })),
  };
}

export async function endSession(
  store: Store,
  session: { userId: string; id: string },
): Promise<void> {
  if ((await endSessions(store, session)) === 0) {
    throw new AppError("not_found", "There is no such session.");
  }
  forget(store, session.userId);
}

/** Signs the person out everywhere but here. */
export async function endOtherSessions(
  store: Store,
  { user, request }: { user: User; request: Request },
): Promise<{ ended: number }> {
  const keptToken = sessionTokenOf(request.headers) ?? "";
  const ended = await endSessions(store, { userId: user.id, keptToken });
  forget(store, user.id);
  return { ended };
}

/** What was open in their name is asked again, at once. */
function forget(store: Store, userId: string): void {
  sessionCache(store).drop();
  endStreamsOf(userId);
}
