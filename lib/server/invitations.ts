import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import {
  acceptInvitation,
  addInvitation,
  findInvitation,
  revokeInvitation,
} from "@/db/queries/invitations";
import { AccountRefused, createUser, type User } from "@/db/queries/users";
import type { Store } from "@/db/store";
import type { createdInvitationSchema, Role } from "@/lib/api/members";
import { type NewAccount, newAccountSchema } from "./accounts";
import { getApp } from "./app";
import { AppError } from "./app-error";
import { sendMail } from "./mail";
import { MAX_FORM_BYTES, readBody } from "./request-body";
import { sessionCache } from "./session-cache";
import { signInResponse } from "./sign-in";

const TOKEN_BYTES = 24;
const VALID_MS = 14 * 24 * 60 * 60 * 1_000;

type Created = z.infer<typeof createdInvitationSchema> & { path: string; isMailed: boolean };

/** Makes an invitation; its token is in the answer and in the mail, and nowhere else. */
export async function invite(invitation: {
  email: string | null;
  projectId: string | null;
  role: Role | null;
  userId: string;
}): Promise<Created> {
  const { store } = getApp();
  const id = uuidv7();
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const now = Date.now();
  const expiresAt = now + VALID_MS;
  const { userId: createdBy, projectId, role } = invitation;
  const email = invitation.email?.toLowerCase() ?? null;
  const tokenHash = hashToken(token);
  await addInvitation(store, {
    id,
    tokenHash,
    email,
    projectId,
    role,
    createdBy,
    createdAt: now,
    expiresAt,
  });
  const path = `/invite/${token}`;
  return { id, token, path, expiresAt, isMailed: await mailInvitation(email, path) };
}

/** False when there is no mail or it refused: then the link is handed over by the person. */
async function mailInvitation(email: string | null, path: string): Promise<boolean> {
  const { settings } = getApp();
  if (!email || !settings.smtpUrl || !settings.url) return false;
  try {
    await sendMail(settings, {
      to: email,
      subject: "Trazo: invitation / invitación",
      text: `You are invited to label with Trazo. Open this link to join (valid for 14 days):
Te invitan a etiquetar con Trazo. Abre este enlace para entrar (válido 14 días):

${settings.url}${path}`,
    });
    return true;
  } catch (error) {
    console.error("The invitation could not be mailed:", error);
    return false;
  }
}

export async function showInvitation(store: Store, token: string) {
  const found = await findInvitation(store, { tokenHash: hashToken(token), now: Date.now() });
  if (!found) throw invalid();
  const { email, projectName, role, expiresAt } = found;
  // An account without a project is that of a plain member.
  return { email, projectName, role: role ?? "member", expiresAt };
}

/** Joins as who is signed in, or creates the account and signs it in. */
export async function takeInvitation(
  store: Store,
  call: { token: string; user: User | null; request: Request },
): Promise<unknown> {
  const tokenHash = hashToken(call.token);
  const open = await findInvitation(store, { tokenHash, now: Date.now() });
  if (!open) throw invalid();
  const refuseOther = (email: string) => {
    if (open.email === null || open.email === email.toLowerCase()) return;
    const message = "This invitation is for another e-mail address.";
    throw new AppError("invalid_request", message, {
      errors: [{ path: "email", code: "other_email", message }],
    });
  };
  if (call.user) {
    refuseOther(call.user.email);
    const { id } = call.user;
    const now = Date.now();
    const join = async () => id;
    if (!(await acceptInvitation(store, { tokenHash, now, join }))) throw invalid();
    sessionCache(store).drop();
    return { projectId: open.projectId };
  }
  if (!getApp().settings.isPasswordSignIn) {
    throw new AppError("password_off", "Sign in through the single sign-on; then open this link.");
  }
  const account = await readAccount(call.request);
  refuseOther(account.email);
  const user = await createInvited(store, { tokenHash, account });
  return signInResponse(call.request, user, account.password);
}

async function createInvited(
  store: Store,
  { tokenHash, account }: { tokenHash: string; account: NewAccount },
): Promise<User> {
  const { name, email, password } = account;
  const user: User = { id: uuidv7(), name, email: email.toLowerCase(), role: "member" };
  const passwordHash = await hashPassword(password);
  const now = Date.now();
  const join = async (tx: Store) => {
    const row = { ...user, passwordHash, accountId: uuidv7(), now };
    await createUser(tx, row, { isFirst: false });
    return user.id;
  };
  try {
    if (!(await acceptInvitation(store, { tokenHash, now, join }))) throw invalid();
    return user;
  } catch (error) {
    if (!(error instanceof AccountRefused)) throw error;
    throw new AppError("email_taken", "There is already an account with this e-mail address.");
  }
}

export async function withdrawInvitation(
  store: Store,
  invitation: { id: string; projectId: string | null },
): Promise<void> {
  if (!(await revokeInvitation(store, invitation))) {
    throw new AppError("not_found", "There is no such invitation.");
  }
}

async function readAccount(request: Request): Promise<NewAccount> {
  const text = await readBody(request, MAX_FORM_BYTES);
  const parsed = newAccountSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_request", "The body of the request is not as it should be.", {
    errors: parsed.error.issues.map(({ path, code, message }) => ({
      path: path.join("."),
      code,
      message,
    })),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function invalid(): AppError {
  const message = "This invitation has expired or was already used.";
  return new AppError("invitation_invalid", message);
}
