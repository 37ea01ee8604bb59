import { eq } from "drizzle-orm";
import type { AuditKind } from "@/lib/api/people";
import { currentActor } from "../actor";
import type { Store } from "../store";
import { audit, userSubject } from "./audit";
import type { AuthModel, AuthRecord } from "./auth-records";

/** A session was to begin for a person who may not sign in any more; nothing was written. */
export class DeactivatedError extends Error {}

/** What a new record of better-auth means, written down in its transaction. */
export async function auditAuthCreate(tx: Store, model: AuthModel, row: AuthRecord): Promise<void> {
  if (model === "sessions") await auditSession(tx, String(row["userId"]));
  if (model === "users") {
    const { id, name, email, role } = row;
    const subject = { id: String(id), name: String(name) };
    await audit(tx, {
      kind: "account.create",
      subject,
      after: { email, role },
      actorId: subject.id,
    });
  }
  if (model === "accounts") {
    const userId = String(row["userId"]);
    const subject = await userSubject(tx, userId);
    // A first password is set like a new one: by the link that an owner hands over.
    const kind = row["providerId"] === "credential" ? "password.reset" : "account.link";
    await audit(tx, { kind, subject, actorId: userId });
  }
}

async function auditSession(tx: Store, userId: string): Promise<void> {
  const { users } = tx.tables;
  const rows = await tx.db.select().from(users).where(eq(users.id, userId));
  const user = rows[0];
  // In the transaction: a sign-in that runs beside the deactivation must not outlive it.
  if (user?.deactivatedAt != null) throw new DeactivatedError("This account is deactivated.");
  const { authPath, userId: actorId } = currentActor();
  const kind = kindOfSession(authPath, { isKnown: actorId !== null, user });
  if (kind === null) return;
  const way = authPath === undefined ? undefined : WAYS.find(([path]) => authPath.startsWith(path));
  const after = way && kind === "sign_in" ? { with: way[1] } : null;
  await audit(tx, {
    kind,
    subject: { id: userId, name: user?.name ?? "" },
    after,
    actorId: userId,
  });
}

const WAYS: readonly (readonly [string, string])[] = [
  ["/two-factor/verify-totp", "second factor"],
  ["/two-factor/verify-backup-code", "backup code"],
  ["/callback/", "single sign-on"],
];

/** Null for sessions that only take the place of another one. */
function kindOfSession(
  path: string | undefined,
  { isKnown, user }: { isKnown: boolean; user: { twoFactorEnabled: boolean } | undefined },
): AuditKind | null {
  // The set-up page and invitations sign in by themselves.
  if (path === undefined || path.startsWith("/callback/")) return "sign_in";
  // This session is ended at once, until the second factor is there too.
  if (path === "/sign-in/email") return user?.twoFactorEnabled ? "sign_in.password" : "sign_in";
  return path.startsWith("/two-factor/verify-") && !isKnown ? "sign_in" : null;
}

/** `data`: what was set. */
export async function auditAuthUpdate(
  tx: Store,
  model: AuthModel,
  { rows, data }: { rows: readonly AuthRecord[]; data: AuthRecord },
): Promise<void> {
  for (const row of rows) {
    const kind = kindOfUpdate(model, row, data);
    if (kind === null) continue;
    const userId = String(model === "users" ? row["id"] : row["userId"]);
    await audit(tx, { kind, subject: await userSubject(tx, userId), actorId: userId });
  }
}

function kindOfUpdate(model: AuthModel, row: AuthRecord, data: AuthRecord): AuditKind | null {
  const { authPath, userId } = currentActor();
  if (model === "accounts" && typeof data["password"] === "string") {
    // Who has the link of a reset is not signed in.
    return row["userId"] === userId ? "password.change" : "password.reset";
  }
  if (model === "users" && typeof data["twoFactorEnabled"] === "boolean") {
    return data["twoFactorEnabled"] ? "two_factor.on" : "two_factor.off";
  }
  if (model === "twoFactors" && "backupCodes" in data) {
    if (authPath === "/two-factor/generate-backup-codes") return "two_factor.codes";
    if (authPath === "/two-factor/verify-backup-code") return "two_factor.code_used";
  }
  return null;
}

/** Sessions that a person ended; those that end with something else are told by that. */
export async function auditAuthDelete(
  tx: Store,
  model: AuthModel,
  rows: readonly AuthRecord[],
): Promise<void> {
  const [first] = rows;
  if (model !== "sessions" || !first) return;
  const { authPath } = currentActor();
  const subject = await userSubject(tx, String(first["userId"]));
  if (authPath === "/sign-out") await audit(tx, { kind: "sign_out", subject });
  else if (authPath?.startsWith("/revoke-")) {
    await audit(tx, { kind: "session.end", subject, after: { sessions: rows.length } });
  }
}
