import { expect, test } from "vitest";
import { GET as authGet, POST as authPost } from "@/app/api/auth/[...all]/route";
import {
  DELETE as endOthersRoute,
  GET as sessionsRoute,
} from "@/app/api/v1/account/sessions/route";
import { GET as showInvite, POST as useInvite } from "@/app/api/v1/invitations/[token]/route";
import {
  DELETE as removeRoute,
  PUT as setRoleRoute,
} from "@/app/api/v1/projects/[projectId]/members/[userId]/route";
import { PATCH as changeRoute, GET as readRoute } from "@/app/api/v1/projects/[projectId]/route";
import { setMember } from "@/db/queries/members";
import { readCookie } from "@/lib/testing/read-cookie";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { invite, withdrawInvitation } from "./invitations";
import { addMember, changeMember, dropMember, readMembers } from "./members";
import { askForReset, confirmReset, makeResetLink } from "./password-reset";
import { currentUser } from "./session";
import { sessionCache } from "./session-cache";

const PASSWORD = "a long enough one";

async function setUp() {
  const app = openTestApp();
  const owner = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, owner.user);
  const invitation = { email: null, projectId, role: "annotator", userId: owner.user.id } as const;
  const open = (token: string) =>
    showInvite(apiRequest("GET", "/i"), { params: Promise.resolve({ token }) });
  const take = (token: string, options: { body?: unknown; cookie?: string }) =>
    useInvite(apiRequest("POST", "/i", options), { params: Promise.resolve({ token }) });
  const auth = (path: string, options: { body?: unknown; cookie?: string }) =>
    authPost(apiRequest("POST", `/api/auth/${path}`, options));
  return { app, owner, projectId, invitation, open, take, auth };
}

test("an invitation makes an account, signs it in, and works once", async () => {
  const { app, projectId, invitation, open, take } = await setUp();
  const { token, path } = await invite({ ...invitation, email: "Ana@example.test" });
  expect(path).toBe(`/invite/${token}`);
  expect(await (await open(token)).json()).toMatchObject({
    email: "ana@example.test",
    projectName: "Street",
    role: "annotator",
  });
  const other = { name: "Eva", email: "eva@example.test", password: PASSWORD };
  expect((await take(token, { body: other })).status).toBe(400);
  expect((await take(token, { body: { name: "Ana" } })).status).toBe(400);
  const taken = await take(token, { body: { ...other, email: "ana@example.test" } });
  expect(taken.status).toBe(201);
  const user = await currentUser(new Headers({ cookie: readCookie(taken) }));
  expect(user).toMatchObject({ email: "ana@example.test", role: "member" });
  const { members, invitations } = await readMembers(app.store, projectId);
  expect(members.map(({ role }) => role)).toEqual(["manager", "annotator"]);
  expect(invitations).toEqual([]);
  expect((await open(token)).status).toBe(410);
  expect((await take(token, { body: other })).status).toBe(410);
});

test("who is signed in joins, and a revoked invitation is worth nothing", async () => {
  const { app, projectId, invitation, open, take } = await setUp();
  const member = await signUp(app, "max", "member");
  const { token } = await invite(invitation);
  expect(await (await take(token, { cookie: member.cookie })).json()).toEqual({ projectId });
  const { id, token: revoked } = await invite(invitation);
  await expect(withdrawInvitation(app.store, { id, projectId: null })).rejects.toMatchObject({
    code: "not_found",
  });
  await withdrawInvitation(app.store, { id, projectId });
  expect((await open(revoked)).status).toBe(410);
  expect((await open("guessed")).status).toBe(410);
});

test("members are added by e-mail, changed and removed; the owner may leave", async () => {
  const { app, owner, projectId } = await setUp();
  const { user } = await signUp(app, "max", "member");
  await addMember(app.store, { projectId, email: "MAX@example.test", role: "viewer" });
  await changeMember(app.store, { projectId, userId: user.id, role: "reviewer" });
  await dropMember(app.store, { projectId, userId: owner.user.id });
  const { members } = await readMembers(app.store, projectId);
  expect(members).toMatchObject([{ name: "max", role: "reviewer" }]);
  await expect(
    addMember(app.store, { projectId, email: "no@example.test", role: "viewer" }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("a change of role holds from the next request on, in both directions", async () => {
  const { app, owner, projectId } = await setUp();
  const max = await signUp(app, "max", "member");
  const context = { params: Promise.resolve({ projectId, userId: max.user.id }) };
  const asMax = async (method: "GET" | "PATCH") => {
    const body = method === "PATCH" ? { body: { guide: `at ${Math.random()}` } } : {};
    const request = apiRequest(method, "/", { cookie: max.cookie, ...body });
    return (await (method === "GET" ? readRoute : changeRoute)(request, context)).status;
  };
  const asOwner = async (method: "PUT" | "DELETE", role?: string) => {
    const body = role ? { body: { role } } : {};
    const request = apiRequest(method, "/", { cookie: owner.cookie, ...body });
    const { status } = await (method === "PUT" ? setRoleRoute : removeRoute)(request, context);
    expect(status).toBeLessThan(300);
  };
  expect(await asMax("GET")).toBe(404);
  for (let time = 0; time < 3; time += 1) {
    await asOwner("PUT", "viewer");
    expect([await asMax("GET"), await asMax("PATCH")]).toEqual([200, 403]);
    await asOwner("PUT", "manager");
    expect([await asMax("GET"), await asMax("PATCH")]).toEqual([200, 204]);
    await asOwner("DELETE");
    expect([await asMax("GET"), await asMax("PATCH")]).toEqual([404, 404]);
  }
});

test("whoever is remembered is looked up again after a change of members", async () => {
  const { app, projectId } = await setUp();
  const { user } = await signUp(app, "max", "member");
  const cache = sessionCache(app.store);
  const headers = new Headers({ cookie: "trazo.session_token=a.b" });
  let looks = 0;
  const ask = () =>
    cache.userOf(headers, async () => {
      looks += 1;
      return { user, expiresAt: Date.now() + 60_000 };
    });
  await ask();
  await ask();
  expect(looks).toBe(1);
  await changeMember(app.store, { projectId, userId: user.id, role: "viewer" });
  await ask();
  await dropMember(app.store, { projectId, userId: user.id });
  await ask();
  expect(looks).toBe(3);
});

test("without an owner the last manager stays", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "max", "member");
  const projectId = await testProject(app, user);
  const member = { projectId, userId: user.id };
  const code = { code: "last_manager" };
  await expect(dropMember(app.store, member)).rejects.toMatchObject(code);
  await expect(changeMember(app.store, { ...member, role: "viewer" })).rejects.toMatchObject(code);
  const other = await signUp(app, "eva", "member");
  await setMember(app.store, { projectId, userId: other.user.id, role: "manager", now: 1 });
  await dropMember(app.store, member);
});

test("a reset link sets a new password once and ends the sessions", async () => {
  const { app, auth } = await setUp();
  const max = await signUp(app, "max", "member");
  const { token, path } = await makeResetLink(app.store, max.user.id);
  expect(path).toBe(`/reset-password/${token}`);
  await confirmReset({ token, password: PASSWORD });
  expect(await currentUser(new Headers({ cookie: max.cookie }))).toBeNull();
  const body = { email: max.user.email, password: PASSWORD };
  expect((await auth("sign-in/email", { body })).status).toBe(200);
  await expect(confirmReset({ token, password: PASSWORD })).rejects.toMatchObject({
    code: "invalid_token",
  });
  expect((await askForReset(app.store, "no@example.test")).status).toBe(202);
});

test("the password changes, and sessions are listed and ended", async () => {
  const { app, auth } = await setUp();
  const max = await signUp(app, "max", "member");
  const first = { email: max.user.email, password: "correct horse battery" };
  const second = readCookie(await auth("sign-in/email", { body: first }));
  const context = { params: Promise.resolve({}) };
  const list = async () => {
    const request = apiRequest("GET", "/api/v1/account/sessions", { cookie: second });
    const { sessions } = await (await sessionsRoute(request, context)).json();
    return sessions.map(({ isCurrent }: { isCurrent: boolean }) => isCurrent);
  };
  expect((await list()).sort()).toEqual([false, true]);
  const others = apiRequest("DELETE", "/api/v1/account/sessions", { cookie: second });
  expect(await (await endOthersRoute(others, context)).json()).toEqual({ ended: 1 });
  expect(await list()).toEqual([true]);
  // better-auth's own would hand session tokens to the page.
  const own = apiRequest("GET", "/api/auth/list-sessions", { cookie: second });
  expect((await authGet(own)).status).toBe(404);
  const body = { currentPassword: first.password, newPassword: PASSWORD };
  expect((await auth("change-password", { cookie: second, body })).status).toBe(200);
  expect((await auth("sign-in/email", { body: first })).status).toBe(401);
});

test("ten failed sign-ins shut an account for a while, wherever they come from", async () => {
  const { app } = await setUp();
  const max = await signUp(app, "limited", "member");
  const signIn = (password: string, from: number) =>
    authPost(
      apiRequest("POST", "/api/auth/sign-in/email", {
        body: { email: max.user.email, password },
        headers: { "x-forwarded-for": `10.0.0.${from}` },
      }),
    );
  const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => signIn("wrong", n)));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  expect((await signIn("correct horse battery", 99)).status).toBe(429);
});
