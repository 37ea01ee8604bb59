import { expect, onTestFinished, test } from "vitest";
import { GET as authGet, POST as authPost } from "@/app/api/auth/[...all]/route";
import { listAuditEvents } from "@/db/queries/audit";
import { listMembers } from "@/db/queries/members";
import { readSignInWays } from "@/db/queries/second-factor";
import { findUserByEmail } from "@/db/queries/users";
import { CLIENT, type Claims, startOidcProvider } from "@/lib/testing/oidc-provider";
import { readCookie } from "@/lib/testing/read-cookie";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { invite } from "./invitations";
import { changePerson } from "./people";
import { currentUser } from "./session";

const PASSWORD = "correct horse battery";
const EVA: Claims = { sub: "eva-1", email: "Eva@example.test", email_verified: true, name: "Eva" };

async function setUp(env: Record<string, string> = {}) {
  const provider = await startOidcProvider();
  onTestFinished(() => provider.close());
  const app = openTestApp({
    TRAZO_URL: "http://localhost:3000",
    TRAZO_OIDC_ISSUER: provider.issuer,
    TRAZO_OIDC_CLIENT_ID: CLIENT.id,
    TRAZO_OIDC_CLIENT_SECRET: CLIENT.secret,
    ...env,
  });
  const owner = await signUp(app, "olga", "owner");

  /** Goes the whole way that a browser goes; answers where it ends and as whom. */
  async function signIn(claims: Claims) {
    provider.signsIn = claims;
    const body = { provider: "oidc", callbackURL: "/projects", errorCallbackURL: "/sign-in" };
    const started = await authPost(apiRequest("POST", "/api/auth/sign-in/social", { body }));
    expect(started.status).toBe(200);
    const { url } = await started.json();
    const authorized = await fetch(url, { redirect: "manual" });
    const back = new URL(authorized.headers.get("location") ?? "");
    expect(back.pathname).toBe("/api/auth/callback/oidc");
    const cookie = readCookie(started);
    const ended = await authGet(apiRequest("GET", `${back.pathname}${back.search}`, { cookie }));
    const location = new URL(ended.headers.get("location") ?? "", "http://localhost:3000");
    const user = await currentUser(new Headers({ cookie: readCookie(ended) }));
    return { path: location.pathname, error: location.searchParams.get("error"), user };
  }
  return { app, owner, provider, signIn };
}

test("who is invited by address signs in elsewhere, gets an account, and is in the project", async () => {
  const { app, owner, signIn } = await setUp();
  expect(await signIn(EVA)).toEqual({ path: "/sign-in", error: "not_invited", user: null });
  const projectId = await testProject(app, owner.user);
  const role = "reviewer" as const;
  await invite({ email: EVA.email, projectId, role, userId: owner.user.id });
  const first = await signIn(EVA);
  expect(first).toMatchObject({ path: "/projects", error: null, user: { name: "Eva" } });
  const members = await listMembers(app.store, projectId);
  expect(members.map(({ name, role: has }) => `${name} ${has}`)).toEqual([
    "olga manager",
    "Eva reviewer",
  ]);
  const [joined] = await listAuditEvents(app.store, { group: "members", limit: 1 });
  expect(joined).toMatchObject({ kind: "member.add", actor: { name: "Eva" } });
  // By the provider's name for them, whatever their address is meanwhile.
  const moved = await signIn({ ...EVA, email: "eva.new@example.test" });
  expect(moved.user?.id).toBe(first.user?.id);
  const events = await listAuditEvents(app.store, { group: "signIn", limit: 10 });
  expect(events.slice(0, 3)).toMatchObject([
    { kind: "sign_in", actor: { name: "Eva" }, after: { with: "single sign-on" } },
    { kind: "sign_in", actor: { name: "Eva" } },
    { kind: "sign_in.failed", actor: null, after: { reason: "not_invited" } },
  ]);
  const ways = await readSignInWays(app.store, first.user?.id ?? "");
  expect(ways).toEqual({ hasPassword: false, isLinked: true, hasTwoFactor: false });
  const kept = await app.store.db.select().from(app.store.tables.accounts);
  expect(kept.map(({ idToken, accessToken }) => idToken ?? accessToken)).toEqual([null, null]);
});

test("accounts are made where that is set, of the given domains and of proven addresses alone", async () => {
  const { signIn } = await setUp({
    TRAZO_OIDC_ACCOUNTS: "create",
    TRAZO_OIDC_DOMAINS: "example.test",
    TRAZO_OIDC_ROLE: "owner",
  });
  expect((await signIn({ ...EVA, email: "eva@elsewhere.test" })).error).toBe("domain_not_allowed");
  expect((await signIn({ ...EVA, email: "e@example.test.evil.test" })).error).toBe(
    "domain_not_allowed",
  );
  expect((await signIn({ ...EVA, email_verified: false })).error).toBe("email_not_verified");
  const { email_verified: _verified, ...silent } = EVA;
  expect((await signIn(silent)).error).toBe("email_not_verified");
  expect((await signIn(EVA)).user).toMatchObject({ email: "eva@example.test", role: "owner" });
});

test("a provider that proves no addresses is believed where that is set", async () => {
  const { signIn } = await setUp({ TRAZO_OIDC_ACCOUNTS: "create", TRAZO_OIDC_TRUST_EMAIL: "on" });
  const { email_verified: _verified, ...silent } = EVA;
  expect((await signIn(silent)).user).toMatchObject({ name: "Eva" });
});

test("forged tokens, and those for others or for another sign-in, let nobody in", async () => {
  const { provider, signIn } = await setUp({ TRAZO_OIDC_ACCOUNTS: "create" });
  const error = "unable_to_get_user_info";
  expect(await signIn({ ...EVA, aud: "another" })).toMatchObject({ error, user: null });
  expect(await signIn({ ...EVA, nonce: "another" })).toMatchObject({ error, user: null });
  provider.isForging = true;
  expect(await signIn(EVA)).toMatchObject({ error, user: null });
});

test("an account of the same address is linked; a member's password that nobody proved ends", async () => {
  const { app, owner, signIn } = await setUp();
  const max = await signUp(app, "max", "member");
  const linked = await signIn({ ...EVA, sub: "max-1", email: "max@example.test" });
  expect(linked.user?.id).toBe(max.user.id);
  expect(await currentUser(new Headers({ cookie: max.cookie }))).toBeNull();
  expect(await readSignInWays(app.store, max.user.id)).toMatchObject({ hasPassword: false });
  const olga = await signIn({ ...EVA, sub: "olga-1", email: "olga@example.test" });
  expect(olga.user?.id).toBe(owner.user.id);
  expect(await readSignInWays(app.store, owner.user.id)).toMatchObject({ hasPassword: true });
  await changePerson(app.store, { userId: max.user.id, isDeactivated: true });
  const out = await signIn({ ...EVA, sub: "max-1", email: "max@example.test" });
  expect(out).toMatchObject({ error: "ACCOUNT_DEACTIVATED", user: null });
});

test("passwords can be switched off; a provider that is away is said and asked again", async () => {
  const { app, owner, signIn } = await setUp({
    TRAZO_PASSWORD_SIGN_IN: "off",
    TRAZO_OIDC_ACCOUNTS: "create",
  });
  const body = { email: owner.user.email, password: PASSWORD };
  const refused = await authPost(apiRequest("POST", "/api/auth/sign-in/email", { body }));
  expect([refused.status, (await refused.json()).code]).toEqual([403, "password_off"]);
  expect((await signIn(EVA)).user).not.toBeNull();
  expect(await findUserByEmail(app.store, EVA.email)).not.toBeNull();

  const away = openTestApp({
    TRAZO_URL: "http://localhost:3000",
    TRAZO_OIDC_ISSUER: "http://127.0.0.1:9",
    TRAZO_OIDC_CLIENT_ID: CLIENT.id,
    TRAZO_OIDC_CLIENT_SECRET: CLIENT.secret,
  });
  const eva = await signUp(away, "eva", "owner");
  const start = { provider: "oidc", callbackURL: "/" };
  const social = await authPost(apiRequest("POST", "/api/auth/sign-in/social", { body: start }));
  expect(social.status).toBe(503);
  const byPassword = { email: eva.user.email, password: PASSWORD };
  const signedIn = await authPost(
    apiRequest("POST", "/api/auth/sign-in/email", { body: byPassword }),
  );
  expect(signedIn.status).toBe(200);
});
