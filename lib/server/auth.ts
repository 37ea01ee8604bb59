import "server-only";
import { betterAuth } from "better-auth";
import { v7 as uuidv7 } from "uuid";
import type { Store } from "@/db/store";
import { type App, getApp } from "./app";
import { authAdapter } from "./auth-adapter";
import { deliverResetLink } from "./reset-link";
import { keptSecret } from "./secret";
import { sessionCache } from "./session-cache";

export const MIN_PASSWORD = 10;
const MAX_PASSWORD = 256;
const SESSION_S = 60 * 60 * 24 * 14;
const SESSION_REFRESH_S = 60 * 60 * 24;
const RESET_LINK_S = 60 * 60 * 24;

function createAuth({ settings, store }: App) {
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
    user: {
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
      },
    },
    advanced: {
      cookiePrefix: "trazo",
      useSecureCookies: settings.url?.startsWith("https://") ?? false,
      database: { generateId: () => uuidv7() },
    },
    // Everything else that better-auth offers stays shut until Trazo has a page for it.
    disabledPaths: ["/sign-up/email", "/update-user", "/delete-user", "/change-email"],
  });
}

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
  const auth = createAuth(app);
  auths.set(app, auth);
  return auth;
}

/** The origin under which this request reached us, honouring a reverse proxy's headers. */
export function ownOrigin(request: Request): string {
  const { url } = getApp().settings;
  if (url) return new URL(url).origin;
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const protocol = new URL(request.url).protocol;
  return `${protocol}//${host}`;
}
