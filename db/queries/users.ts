import { count, eq } from "drizzle-orm";
import type { Store } from "../store";
import { audit } from "./audit";

export type User = {
  id: string;
  name: string;
  email: string;
  role: "owner" | "member";
  /** Set while the server demands a second factor of the person, and there is none. */
  needsSecondFactor?: true;
};

export async function countUsers({ db, tables }: Store): Promise<number> {
  const rows = await db.select({ n: count() }).from(tables.users);
  return rows[0]?.n ?? 0;
}

export async function findUserByEmail({ db, tables }: Store, email: string): Promise<User | null> {
  const rows = await db
    .select({
      id: tables.users.id,
      name: tables.users.name,
      email: tables.users.email,
      role: tables.users.role,
    })
    .from(tables.users)
    .where(eq(tables.users.email, email.toLowerCase()));
  return rows[0] ?? null;
}

export async function findUser({ db, tables: { users } }: Store, id: string): Promise<User | null> {
  const rows = await db
    .select({ id: users.id, name: users.name, email: users.email, role: users.role })
    .from(users)
    .where(eq(users.id, id));
  return rows[0] ?? null;
}

export type ListedUser = User & {
  createdAt: number;
  deactivatedAt: number | null;
  hasTwoFactor: boolean;
};

export async function listUsers({ db, tables }: Store): Promise<ListedUser[]> {
  return db
    .select({
      id: tables.users.id,
      name: tables.users.name,
      email: tables.users.email,
      role: tables.users.role,
      createdAt: tables.users.createdAt,
      deactivatedAt: tables.users.deactivatedAt,
      hasTwoFactor: tables.users.twoFactorEnabled,
    })
    .from(tables.users)
    .orderBy(tables.users.createdAt);
}

export type NewUser = User & { passwordHash: string; now: number; accountId: string };

/** Thrown when the precondition of an account does not hold any more; nothing was written. */
export class AccountRefused extends Error {
  readonly reason: "already_set_up" | "email_taken";
  constructor(reason: "already_set_up" | "email_taken") {
    super(reason);
    this.reason = reason;
  }
}

/** Creates an account that signs in by password. `isFirst` demands that there is none yet. */
export async function createUser(
  store: Store,
  user: NewUser,
  options: { isFirst: boolean },
): Promise<void> {
  await store.transaction(async (tx) => {
    if (options.isFirst && (await countUsers(tx)) > 0) throw new AccountRefused("already_set_up");
    if (await findUserByEmail(tx, user.email)) throw new AccountRefused("email_taken");
    const { now } = user;
    await tx.db.insert(tx.tables.users).values({
      id: user.id,
      name: user.name,
      email: user.email.toLowerCase(),
      emailVerified: false,
      role: user.role,
      createdAt: now,
      updatedAt: now,
    });
    // The form in which better-auth keeps a password: an account of the provider "credential".
    await tx.db.insert(tx.tables.accounts).values({
      id: user.accountId,
      userId: user.id,
      accountId: user.id,
      providerId: "credential",
      password: user.passwordHash,
      createdAt: now,
      updatedAt: now,
    });
    await audit(tx, {
      kind: "account.create",
      subject: { id: user.id, name: user.name },
      after: { email: user.email.toLowerCase(), role: user.role },
      actorId: user.id,
    });
  });
}

/** The account that the instance belongs to: the first owner. Null before the first visit. */
export async function findOwner({ db, tables: { users } }: Store): Promise<User | null> {
  const rows = await db
    .select({ id: users.id, name: users.name, email: users.email, role: users.role })
    .from(users)
    .where(eq(users.role, "owner"))
    .orderBy(users.createdAt)
    .limit(1);
  return rows[0] ?? null;
}
