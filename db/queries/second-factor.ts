import { and, eq } from "drizzle-orm";
import type { Store } from "../store";
import { audit, userSubject } from "./audit";
import type { User } from "./users";

/** Must the person set up a second factor first? Never of those who have no password: their provider asks for one. */
export async function needsSecondFactor(
  { db, tables: { accounts, members, users } }: Store,
  user: Pick<User, "id" | "role">,
  required: "none" | "owners" | "managers",
): Promise<boolean> {
  if (required === "none") return false;
  if (user.role !== "owner" && required === "owners") return false;
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .innerJoin(accounts, and(eq(accounts.userId, users.id), eq(accounts.providerId, "credential")))
    .where(and(eq(users.id, user.id), eq(users.twoFactorEnabled, false)))
    .limit(1);
  if (rows.length === 0) return false;
  if (user.role === "owner") return true;
  const managed = await db
    .select({ projectId: members.projectId })
    .from(members)
    .where(and(eq(members.userId, user.id), eq(members.role, "manager")))
    .limit(1);
  return managed.length > 0;
}

/** Takes away the second factor of who lost it; false when there is no such person or they had none. */
export function resetSecondFactor(store: Store, userId: string): Promise<boolean> {
  return store.transaction(async (tx) => {
    const { twoFactors, users } = tx.tables;
    const had = await tx.db
      .delete(twoFactors)
      .where(eq(twoFactors.userId, userId))
      .returning({ id: twoFactors.id });
    if (had.length === 0) return false;
    await tx.db.update(users).set({ twoFactorEnabled: false }).where(eq(users.id, userId));
    await audit(tx, { kind: "two_factor.reset", subject: await userSubject(tx, userId) });
    return true;
  });
}

/** How the person can sign in. */
export async function readSignInWays(
  { db, tables: { accounts, users } }: Store,
  userId: string,
): Promise<{ hasPassword: boolean; isLinked: boolean; hasTwoFactor: boolean }> {
  const rows = await db
    .select({ providerId: accounts.providerId, hasTwoFactor: users.twoFactorEnabled })
    .from(users)
    .leftJoin(accounts, eq(accounts.userId, users.id))
    .where(eq(users.id, userId));
  return {
    hasPassword: rows.some(({ providerId }) => providerId === "credential"),
    isLinked: rows.some(({ providerId }) => providerId !== null && providerId !== "credential"),
    hasTwoFactor: rows[0]?.hasTwoFactor ?? false,
  };
}

/**
 * An address that was never proven is now somebody's at the provider: whoever typed it here before keeps neither
 * password nor sessions. Owners are spared, who would be shut out when the provider is away.
 */
export function dropUnprovenPassword(store: Store, userId: string): Promise<void> {
  return store.transaction(async ({ db, tables: { accounts, sessions, users } }) => {
    const rows = await db.select().from(users).where(eq(users.id, userId));
    const user = rows[0];
    if (!user || user.emailVerified || user.role === "owner") return;
    await db
      .delete(accounts)
      .where(and(eq(accounts.userId, userId), eq(accounts.providerId, "credential")));
    await db.delete(sessions).where(eq(sessions.userId, userId));
  });
}
