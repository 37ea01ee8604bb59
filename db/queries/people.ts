import { and, count, desc, eq, gt, isNull, ne } from "drizzle-orm";
import type { ChangeUser } from "@/lib/api/people";
import type { Store } from "../store";
import { audit } from "./audit";
import { releaseAssignmentsOf } from "./release-person";

/** Thrown when an account cannot be changed so; nothing was written. */
export class PersonRefused extends Error {
  readonly reason: "last_owner" | "not_found";
  constructor(reason: "last_owner" | "not_found") {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Changes what a person may do on this instance. Whoever is deactivated is signed out at once, and their tokens are
 * worth nothing; what they did stays, and what they were handed goes to others. The last owner stays one.
 */
export function changeUser(
  store: Store,
  { userId, now, ...change }: ChangeUser & { userId: string; now: number },
): Promise<void> {
  return store.transaction(async (tx) => {
    const { users } = tx.tables;
    const rows = await tx.db.select().from(users).where(eq(users.id, userId));
    const user = rows[0];
    if (!user) throw new PersonRefused("not_found");
    const subject = { id: userId, name: user.name };
    const isActive = user.deactivatedAt === null;
    const role = change.role ?? user.role;
    const willBeActive = change.isDeactivated === undefined ? isActive : !change.isDeactivated;
    const losesOwner = user.role === "owner" && isActive && (role !== "owner" || !willBeActive);
    if (losesOwner && !(await hasOtherOwner(tx, userId))) throw new PersonRefused("last_owner");
    if (role !== user.role) {
      await tx.db.update(users).set({ role, updatedAt: now }).where(eq(users.id, userId));
      const details = { before: { role: user.role }, after: { role } };
      await audit(tx, { kind: "account.role", subject, ...details });
    }
    if (willBeActive === isActive) return;
    const deactivatedAt = willBeActive ? null : now;
    await tx.db.update(users).set({ deactivatedAt, updatedAt: now }).where(eq(users.id, userId));
    if (willBeActive) {
      await audit(tx, { kind: "account.reactivate", subject });
      return;
    }
    const { sessions } = tx.tables;
    await tx.db.delete(sessions).where(eq(sessions.userId, userId));
    const released = await releaseAssignmentsOf(tx, { userId, now });
    await audit(tx, { kind: "account.deactivate", subject, after: { released } });
  });
}

async function hasOtherOwner({ db, tables: { users } }: Store, userId: string): Promise<boolean> {
  const rows = await db
    .select({ n: count() })
    .from(users)
    .where(and(eq(users.role, "owner"), isNull(users.deactivatedAt), ne(users.id, userId)));
  return (rows[0]?.n ?? 0) > 0;
}

export type SessionRow = {
  id: string;
  token: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: number;
  updatedAt: number;
};

/** The sessions that last, latest seen first. `token` stays on the server. */
export async function listSessions(
  { db, tables: { sessions } }: Store,
  { userId, now }: { userId: string; now: number },
): Promise<SessionRow[]> {
  const { id, token, ipAddress, userAgent, createdAt, updatedAt } = sessions;
  return db
    .select({ id, token, ipAddress, userAgent, createdAt, updatedAt })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .orderBy(desc(updatedAt), desc(id));
}

/** Ends one session of the person, or all but the one of `keptToken`; answers how many. */
export function endSessions(
  store: Store,
  { userId, ...which }: { userId: string } & ({ id: string } | { keptToken: string }),
): Promise<number> {
  return store.transaction(async (tx) => {
    const { sessions, users } = tx.tables;
    const chosen = "id" in which ? eq(sessions.id, which.id) : ne(sessions.token, which.keptToken);
    const gone = await tx.db
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), chosen))
      .returning({ id: sessions.id });
    if (gone.length === 0) return 0;
    const rows = await tx.db.select({ name: users.name }).from(users).where(eq(users.id, userId));
    const subject = { id: userId, name: rows[0]?.name ?? "" };
    await audit(tx, { kind: "session.end", subject, after: { sessions: gone.length } });
    return gone.length;
  });
}
