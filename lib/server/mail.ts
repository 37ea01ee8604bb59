import "server-only";
import type { Settings } from "./settings";

export type Mail = { to: string; subject: string; text: string };

/** Somebody waits for the answer: nodemailer's own limit is two minutes. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/**
 * A mail that could not be sent, in a sentence that names the server. `unreachable`: no connection;
 * `not_allowed`: it refuses our name and password; `refused`: it does not take this mail.
 */
export class MailError extends Error {
  readonly code: "unreachable" | "not_allowed" | "refused";
  constructor(code: MailError["code"], message: string, options: { cause: unknown }) {
    super(message, options);
    this.name = "MailError";
    this.code = code;
  }
}

/** Sends by the SMTP server of the settings. Throws a MailError. */
export async function sendMail(settings: Settings, mail: Mail): Promise<void> {
  if (!settings.smtpUrl) throw new Error("TRAZO_SMTP_URL is not set");
  // Most servers never send one: loaded with the first.
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    url: settings.smtpUrl,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  });
  try {
    await transport.sendMail({ from: settings.mailFrom, ...mail });
  } catch (cause) {
    throw mailError(settings.smtpUrl, cause);
  } finally {
    transport.close();
  }
}

function mailError(smtpUrl: string, cause: unknown): MailError {
  const { host } = new URL(smtpUrl);
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  const why = cause instanceof Error ? cause.message : String(cause);
  if (code === "EAUTH") {
    const message = `The mail server ${host} does not accept the name and password of TRAZO_SMTP_URL: ${why}`;
    return new MailError("not_allowed", message, { cause });
  }
  if (code === "EENVELOPE" || code === "EMESSAGE") {
    return new MailError("refused", `The mail server ${host} refused the mail: ${why}`, { cause });
  }
  return new MailError("unreachable", `The mail server ${host} could not be reached: ${why}`, {
    cause,
  });
}
