import "server-only";
import nodemailer from "nodemailer";
import type { Settings } from "./settings";

export type Mail = { to: string; subject: string; text: string };

/** Sends by the SMTP server of the settings. Throws what the server says when it refuses. */
export async function sendMail(settings: Settings, mail: Mail): Promise<void> {
  if (!settings.smtpUrl) throw new Error("TRAZO_SMTP_URL is not set");
  const transport = nodemailer.createTransport(settings.smtpUrl);
  try {
    await transport.sendMail({ from: settings.mailFrom, ...mail });
  } finally {
    transport.close();
  }
}
