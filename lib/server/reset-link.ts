import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { sendMail } from "./mail";
import type { Settings } from "./settings";

const collector = new AsyncLocalStorage<{ token: string | null }>();

/**
 * better-auth calls this with a new reset token. It goes out by mail, or, while an owner is making
 * a link to hand over, to them. Without mail and without an owner asking it is dropped.
 */
export async function deliverResetLink(
  settings: Settings,
  email: string,
  token: string,
): Promise<void> {
  const asking = collector.getStore();
  if (asking) {
    asking.token = token;
    return;
  }
  if (!settings.smtpUrl || !settings.url) return;
  await sendMail(settings, {
    to: email,
    subject: "Trazo: set a new password / nueva contraseña",
    text: `Open this link to set a new password (valid for one day):
Abre este enlace para crear una nueva contraseña (válido un día):

${settings.url}/reset-password/${token}

If you did not ask for it, ignore this mail. / Si no lo pediste, ignora este mensaje.`,
  });
}

/** Runs `request` and returns the reset token that it made, instead of mailing it. */
export async function collectResetToken(request: () => Promise<unknown>): Promise<string | null> {
  const asking = { token: null };
  await collector.run(asking, request);
  return asking.token;
}
