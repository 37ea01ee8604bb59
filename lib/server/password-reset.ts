import "server-only";
import { APIError } from "better-auth/api";
import { audit } from "@/db/queries/audit";
import { findUser, findUserByEmail } from "@/db/queries/users";
import type { Store } from "@/db/store";
import { AppError } from "./app-error";
import { getAuth } from "./auth";
import { collectResetToken } from "./reset-link";

/** A link with which the person sets a new password, for the owner to hand over. Never mailed. */
export async function makeResetLink(
  store: Store,
  userId: string,
): Promise<{ token: string; path: string }> {
  const user = await findUser(store, userId);
  if (!user) throw new AppError("not_found", "There is no such person.");
  const token = await collectResetToken(() => requestReset(user.email));
  if (token === null) throw new AppError("unavailable", "No link could be made. Try again.");
  await store.transaction((tx) =>
    audit(tx, { kind: "password.link", subject: { id: user.id, name: user.name } }),
  );
  return { token, path: `/reset-password/${token}` };
}

/** Mails a link where there is an account and mail is set up; answers the same in every case. */
export async function askForReset(store: Store, email: string): Promise<Response> {
  const user = await findUserByEmail(store, email);
  // Not awaited: how long a mail takes would tell whether there is an account.
  if (user) requestReset(user.email).catch((error: unknown) => console.error(error));
  return new Response(null, { status: 202 });
}

/** Sets the new password and ends every session of the person. */
export async function confirmReset(body: { token: string; password: string }): Promise<void> {
  const { token, password: newPassword } = body;
  try {
    await getAuth().api.resetPassword({ body: { token, newPassword } });
  } catch (cause) {
    if (!(cause instanceof APIError)) throw cause;
    const message = "This link has expired or was already used.";
    throw new AppError("invalid_token", message, { cause });
  }
}

function requestReset(email: string): Promise<unknown> {
  return getAuth().api.requestPasswordReset({ body: { email } });
}
