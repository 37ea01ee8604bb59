import "server-only";
import { betterAuth } from "better-auth";
import { twoFactor } from "better-auth/plugins/two-factor";
import { v7 as uuidv7 } from "uuid";
import type { Store } from "@/db/store";
import { type App, getApp } from "./app";
import { AppError } from "./app-error";
import { authAdapter } from "./auth-adapter";
import { deliverResetLink } from "./reset-link";
import { keptSecret } from "./secret";
import { sessionCache } from "./session-cache";
import { SSO_PROVIDER, ssoOptions, ssoPlugin } from "./sso";

export const MIN_PASSWORD = 10;
const MAX_PASSWORD = 256;
const SESSION_S = 60 * 60 * 24 * 14;
/** How exact "last seen" is in the list of sessions. */
const SESSION_REFRESH_S = 60 * 60;
const RESET_LINK_S = 60 * 60 * 24;

/** `hasSso`: with the single sign-on, whose provider is asked for its addresses when this starts. */
function createAuth({ settings, store }: App, { hasSso }: { hasSso: boolean }) {
  const sso = hasSso && settings.oidc ? { settings: settings.oidc, store } : null;
  const options = sso && ssoOptions(sso);
  return betterAuth({
    appName: "Trazo",
    basePath: "/api/auth",
    ...(settings.url ? { baseURL: settings.url } : {}),
    secret: settings.secret ?? keptSecret(settings.dataDir),
    database: authAdapter(forgetfulStore(store)),
    telemetry: { enabled: false },
    logger: { level: "error" },
    // The page's own origin, whichever of its addresses (localhost, LAN) the person typed.
    trustedOrigins: (request) => (request ? [ownOrigin(request)] : []),
    ...(options ? { account: options.account, databaseHooks: options.databaseHooks } : {}),
    user: {
      ...options?.user,
      additionalFields: {
        role: { type: "string", input: false, defaultValue: "member", required: true },
      },
    },
    session: { expiresIn: SESSION_S, updateAge: SESSION_REFRESH_S },
    emailAndPassword: {
      enabled: true,
      // Accounts come from the set-up page and from invitations, which check before they create.
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      resetPasswordTokenExpiresIn: RESET_LINK_S,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => deliverResetLink(settings, user.email, token),
    },
    rateLimit: {
      enabled: process.env["NODE_ENV"] === "production",
      window: 60,
      max: 300,
      customRules: {
        "/sign-in/email": { window: 60, max: 20 },
        "/request-password-reset": { window: 300, max: 5 },
        "/change-password": { window: 60, max: 10 },
        // Beside the ten wrong codes after which the plugin shuts an account for a quarter of an hour.
        "/two-factor/*": { window: 60, max: 20 },
      },
    },
    advanced: {
      cookiePrefix: "trazo",
      useSecureCookies: settings.url?.startsWith("https://") ?? false,
      database: { generateId: () => uuidv7() },
    },
    // Everything else that better-auth offers stays shut until Trazo has a page for it.
    disabledPaths: [...SHUT_PATHS],
    plugins: [
      twoFactor({
        issuer: "Trazo",
        // Whoever has no password signs in through the single sign-on.
        allowPasswordless: true,
        // No device is trusted for long: the second factor is asked for at every sign-in.
        trustDeviceMaxAge: 0,
      }),
      ...(sso ? [ssoPlugin(sso.settings)] : []),
    ],
  });
}

const SHUT_PATHS = [
  // They hand session tokens to the page; /api/v1/account/sessions does not.
  "/list-sessions",
  "/revoke-session",
  "/revoke-sessions",
  "/revoke-other-sessions",
  "/sign-up/email",
  "/update-user",
  "/delete-user",
  "/change-email",
  "/send-verification-email",
  "/verify-email",
  "/link-social",
  "/unlink-account",
  "/account-info",
  "/get-access-token",
  "/refresh-token",
  "/two-factor/send-otp",
  "/two-factor/verify-otp",
  "/two-factor/get-totp-uri",
];

/** Whatever better-auth writes (a session ended, a password changed) ends what is remembered of sessions. */
function forgetfulStore(store: Store): Store {
  return {
    db: store.db,
    tables: store.tables,
    // After the write: a look-up that began before it must find itself out of date.
    transaction: (work) => store.transaction(work).finally(() => sessionCache(store).drop()),
  };
}

export type Auth = ReturnType<typeof createAuth>;

const auths = new WeakMap<App, Auth>();

export function getAuth(): Auth {
  const app = getApp();
  const known = auths.get(app);
  if (known) return known;
  const auth = createAuth(app, { hasSso: false });
  auths.set(app, auth);
  return auth;
}

const ssoAuths = new WeakMap<App, Promise<Auth>>();

/**
 * For the requests of the single sign-on alone: a provider that is away holds up nobody who signs in by password. It
 * is asked again with the next request.
 */
export async function getSsoAuth(): Promise<Auth> {
  const app = getApp();
  const pending = ssoAuths.get(app) ?? startSso(app);
  ssoAuths.set(app, pending);
  try {
    return await pending;
  } catch (cause) {
    ssoAuths.delete(app);
    throw cause;
  }
}

async function startSso(app: App): Promise<Auth> {
  const auth = createAuth(app, { hasSso: true });
  const { socialProviders } = await auth.$context;
  if (socialProviders.some(({ id }) => id === SSO_PROVIDER)) return auth;
  throw new AppError("unavailable", "The single sign-on cannot be reached.");
}

/** The origin under which this request reached us, honouring a reverse proxy's headers. */
export function ownOrigin(request: Request): string {
  const { url } = getApp().settings;
  if (url) return new URL(url).origin;
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const protocol = new URL(request.url).protocol;
  return `${protocol}//${host}`;
}
