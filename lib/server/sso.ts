import "server-only";
import type { BetterAuthOptions } from "better-auth";
import { type GenericOAuthConfig, genericOAuth } from "better-auth/plugins/generic-oauth";
import { acceptInvitationsFor, hasInvitation } from "@/db/queries/invitations";
import { dropUnprovenPassword } from "@/db/queries/second-factor";
import { countUsers } from "@/db/queries/users";
import type { Store } from "@/db/store";
import type { OidcSettings } from "./settings";

export const SSO_PROVIDER = "oidc";

/** OpenID Connect with everything checked that can be: state, PKCE, nonce, and the signature of the ID token. */
export function ssoPlugin(settings: OidcSettings) {
  const config: GenericOAuthConfig = {
    providerId: SSO_PROVIDER,
    name: settings.name,
    discoveryUrl: `${settings.issuer}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    scopes: ["openid", "profile", "email"],
    accountSubject: ({ profile }) => profile.sub ?? profile.id ?? "",
    mapProfileToUser: (profile) => {
      const verified = profile["email_verified"];
      const name = [profile["name"], profile["preferred_username"], profile.email].find(
        (known) => typeof known === "string" && known !== "",
      );
      return {
        emailVerified: settings.isEmailTrusted || verified === true || verified === "true",
        name: String(name ?? ""),
      };
    },
  };
  return genericOAuth({ config: [config] });
}

/** Who is let in, and what becomes of them. Codes of refusals are shown by the sign-in page. */
export function ssoOptions({ settings, store }: { settings: OidcSettings; store: Store }) {
  return {
    account: {
      // Nothing is asked of the provider later.
      updateAccountOnSignIn: false,
      accountLinking: { enabled: true, requireLocalEmailVerified: false },
    },
    user: {
      async validateUserInfo({ user, source }) {
        const email = String(user.email ?? "").toLowerCase();
        const domain = email.slice(email.lastIndexOf("@") + 1);
        if (settings.domains.length > 0 && !settings.domains.includes(domain)) {
          return { error: "domain_not_allowed" };
        }
        if (user.emailVerified !== true) return { error: "email_not_verified" };
        if (source.action !== "create-user") return undefined;
        // The first account is the owner's, from the set-up page.
        if ((await countUsers(store)) === 0) return { error: "not_set_up" };
        const isWelcome =
          settings.accounts === "create" ||
          (await hasInvitation(store, { email, now: Date.now() }));
        return isWelcome ? undefined : { error: "not_invited" };
      },
    },
    databaseHooks: {
      user: {
        create: {
          // Pictures are elsewhere, and pages of Trazo load nothing from elsewhere.
          before: async (user) => ({ data: { ...user, role: settings.role, image: null } }),
          after: async ({ id, email }) => {
            await acceptInvitationsFor(store, { userId: id, email, now: Date.now() });
          },
        },
      },
      account: {
        create: {
          before: async (account) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null },
          }),
          after: async ({ providerId, userId }) => {
            if (providerId === SSO_PROVIDER) await dropUnprovenPassword(store, userId);
          },
        },
      },
    },
  } satisfies Pick<BetterAuthOptions, "account" | "user" | "databaseHooks">;
}
