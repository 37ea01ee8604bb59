import "server-only";
import path from "node:path";
import { z } from "zod";

const MEBIBYTE = 1024 * 1024;

const onOff = z.enum(["on", "off"]).transform((value) => value === "on");

const DOMAIN = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

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
  /** Off: people sign in through the single sign-on alone. */
  TRAZO_PASSWORD_SIGN_IN: onOff.default(true),
  /** Who cannot do their work before they have a second factor. */
  TRAZO_REQUIRE_TWO_FACTOR: z.enum(["none", "owners", "managers"]).default("none"),
  /** OpenID Connect; its document is at <issuer>/.well-known/openid-configuration. */
  TRAZO_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  TRAZO_OIDC_CLIENT_ID: z.string().min(1).optional(),
  TRAZO_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** On the button of the sign-in page. */
  TRAZO_OIDC_NAME: z.string().trim().min(1).max(60).default("single sign-on"),
  /** Separated by commas; empty: any address. */
  TRAZO_OIDC_DOMAINS: z
    .string()
    .default("")
    .transform((list) => list.split(",").flatMap((domain) => domain.trim().toLowerCase() || []))
    .refine(
      (list) => list.every((domain) => DOMAIN.test(domain)),
      "must be domains like example.org",
    ),
  /** Whoever the provider knows gets an account, or only who has an open invitation for their address. */
  TRAZO_OIDC_ACCOUNTS: z.enum(["create", "invited"]).default("invited"),
  /** The instance role of accounts that are made so. */
  TRAZO_OIDC_ROLE: z.enum(["member", "owner"]).default("member"),
  /** On: take addresses that the provider does not call verified. */
  TRAZO_OIDC_TRUST_EMAIL: onOff.default(false),
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
  isPasswordSignIn: boolean;
  requireTwoFactor: "none" | "owners" | "managers";
  oidc: OidcSettings | null;
};

/** Where people sign in who have an account elsewhere. */
export type OidcSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  /** Empty: any. */
  domains: readonly string[];
  accounts: "create" | "invited";
  role: "member" | "owner";
  isEmailTrusted: boolean;
};

export class SettingsError extends Error {}

/** Reads every setting from the environment; throws one SettingsError that lists all that is wrong. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = settingsSchema.superRefine(refuseHalfSet).safeParse(given);
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
    isPasswordSignIn: s.TRAZO_PASSWORD_SIGN_IN,
    requireTwoFactor: s.TRAZO_REQUIRE_TWO_FACTOR,
    oidc: readOidc(s),
  };
}

type Parsed = z.output<typeof settingsSchema>;

/** A single sign-on of which a part is missing would be a page on which nobody gets in. */
function refuseHalfSet(s: Parsed, context: z.RefinementCtx): void {
  const refuse = (name: keyof Parsed, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  if (s.TRAZO_OIDC_ISSUER === undefined) {
    if (!s.TRAZO_PASSWORD_SIGN_IN) refuse("TRAZO_PASSWORD_SIGN_IN", "off needs TRAZO_OIDC_ISSUER");
    return;
  }
  for (const name of ["TRAZO_OIDC_CLIENT_ID", "TRAZO_OIDC_CLIENT_SECRET", "TRAZO_URL"] as const) {
    if (s[name] === undefined) refuse(name, "is needed with TRAZO_OIDC_ISSUER");
  }
}

function readOidc(s: Parsed): OidcSettings | null {
  const { TRAZO_OIDC_ISSUER: issuer, TRAZO_OIDC_CLIENT_ID: clientId } = s;
  const { TRAZO_OIDC_CLIENT_SECRET: clientSecret } = s;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return {
    issuer: issuer.replace(/\/$/, ""),
    clientId,
    clientSecret,
    name: s.TRAZO_OIDC_NAME,
    domains: s.TRAZO_OIDC_DOMAINS,
    accounts: s.TRAZO_OIDC_ACCOUNTS,
    role: s.TRAZO_OIDC_ROLE,
    isEmailTrusted: s.TRAZO_OIDC_TRUST_EMAIL,
  };
}
