import "server-only";
import path from "node:path";
import { z } from "zod";

const MEBIBYTE = 1024 * 1024;

const settingsSchema = z.object({
  /** The one folder with the database and the media. */
  TRAZO_DATA: z.string().min(1).default("./data"),
  /** Address that people open, for links in mails and for cookies behind a proxy. */
  TRAZO_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Signs sessions. Made and kept in the data folder when it is not set. */
  TRAZO_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  TRAZO_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must begin with smtp:// or smtps://")
    .optional(),
  TRAZO_MAIL_FROM: z.string().min(3).default("Trazo <trazo@localhost>"),
  TRAZO_MAX_FILE_MB: z.coerce.number().int().positive().max(1_000_000).default(512),
  TRAZO_MAX_ARCHIVE_MB: z.coerce.number().int().positive().max(10_000_000).default(20_480),
  TRAZO_MAX_MEGAPIXELS: z.coerce.number().positive().max(10_000).default(500),
  TRAZO_MAX_MODEL_MB: z.coerce.number().int().positive().max(100_000).default(1_024),
  TRAZO_MAX_AUDIO_HOURS: z.coerce.number().positive().max(24).default(12),
});

export type Settings = {
  dataDir: string;
  databaseFile: string;
  url: string | null;
  secret: string | null;
  smtpUrl: string | null;
  mailFrom: string;
  maxFileBytes: number;
  maxArchiveBytes: number;
  maxPixels: number;
  maxModelBytes: number;
  maxAudioHours: number;
};

export class SettingsError extends Error {}

/** Reads every setting from the environment; throws one SettingsError that lists all that is wrong. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `  ${name}: ${issue.message} (is ${JSON.stringify(env[name])})`;
    });
    throw new SettingsError(`These settings are wrong:\n${lines.join("\n")}`);
  }
  const s = parsed.data;
  const dataDir = path.resolve(/* turbopackIgnore: true */ s.TRAZO_DATA);
  return {
    dataDir,
    databaseFile: path.join(dataDir, "trazo.sqlite"),
    url: s.TRAZO_URL?.replace(/\/$/, "") ?? null,
    secret: s.TRAZO_SECRET ?? null,
    smtpUrl: s.TRAZO_SMTP_URL ?? null,
    mailFrom: s.TRAZO_MAIL_FROM,
    maxFileBytes: s.TRAZO_MAX_FILE_MB * MEBIBYTE,
    maxArchiveBytes: s.TRAZO_MAX_ARCHIVE_MB * MEBIBYTE,
    maxPixels: s.TRAZO_MAX_MEGAPIXELS * 1_000_000,
    maxModelBytes: s.TRAZO_MAX_MODEL_MB * MEBIBYTE,
    maxAudioHours: s.TRAZO_MAX_AUDIO_HOURS,
  };
}
