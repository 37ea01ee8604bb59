import { expect, test } from "vitest";
import { POST as authPost } from "@/app/api/auth/[...all]/route";
import { GET as projectsRoute } from "@/app/api/v1/projects/route";
import { PATCH as changeUserRoute } from "@/app/api/v1/users/[userId]/route";
import { DELETE as resetFactorRoute } from "@/app/api/v1/users/[userId]/two-factor/route";
import { listAuditEvents } from "@/db/queries/audit";
import { setMember } from "@/db/queries/members";
import { updateProject } from "@/db/queries/projects";
import { recountSlots } from "@/db/queries/work/slots";
import { writeWorkflow } from "@/db/queries/work/workflow";
import { readCookie } from "@/lib/testing/read-cookie";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addTestItem } from "@/lib/testing/test-model";
import { totpOf } from "@/lib/testing/totp";
import { createToken, withdrawToken } from "./api-token";
import type { App } from "./app";
import { csvLine, downloadAudit, readAudit } from "./audit-log";
import { changePerson } from "./people";
import { currentUser } from "./session";
import { readSettings } from "./settings";

const PASSWORD = "correct horse battery";
const NO_PARAMS = { params: Promise.resolve({}) };

async function setUp(env: Record<string, string> = {}) {
  const app = openTestApp(env);
  const owner = await signUp(app, "olga", "owner");
  const max = await signUp(app, "max", "member");
  return { app, owner, max };
}

function auth(path: string, options: { body?: unknown; cookie?: string } = {}) {
  return authPost(apiRequest("POST", `/api/auth/${path}`, { body: {}, ...options }));
}

async function withToken(token: string, handler = projectsRoute) {
  const headers = { authorization: `Bearer ${token}` };
  return handler(apiRequest("GET", "/api/v1/projects", { headers }), NO_PARAMS);
}

async function kinds(app: App) {
  return (await listAuditEvents(app.store, { limit: 100 })).map(({ kind }) => kind);
}

const FREE = { name: "script", scopes: [], projectId: null, days: 1 };

test("a token works until it is revoked, has expired, or its person is deactivated", async () => {
  const { app, owner, max } = await setUp();
  const { token, id } = await createToken(app.store, max.user, FREE);
  expect((await withToken(token)).status).toBe(200);
  await withdrawToken(app.store, { id, userId: max.user.id });
  const refused = await withToken(token);
  expect([refused.status, (await refused.json()).code]).toEqual([401, "invalid_api_token"]);

  const old = await createToken(app.store, max.user, { ...FREE, days: 1 });
  await app.store.transaction(({ db, tables }) =>
    db.update(tables.apiTokens).set({ expiresAt: 1 }),
  );
  expect((await withToken(old.token)).status).toBe(401);

  const other = await createToken(app.store, max.user, { ...FREE, days: null });
  expect((await withToken(other.token)).status).toBe(200);
  await changePerson(app.store, { userId: max.user.id, isDeactivated: true });
  expect((await withToken(other.token)).status).toBe(401);
  await expect(withdrawToken(app.store, { id, userId: owner.user.id })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a token does not open what it is not made for, and its use is noted once a minute", async () => {
  const { app, max } = await setUp();
  const projectId = await testProject(app, max.user);
  const foreign = await testProject(app, (await signUp(app, "eva", "member")).user);
  await expect(
    createToken(app.store, max.user, { ...FREE, projectId: foreign }),
  ).rejects.toMatchObject({ code: "not_found" });
  // Of one project: the list of all of them is more.
  const bound = await createToken(app.store, max.user, { ...FREE, projectId });
  expect((await withToken(bound.token)).status).toBe(403);
  const free = await createToken(app.store, max.user, FREE);
  const noted = async () => {
    const rows = await app.store.db.select().from(app.store.tables.apiTokens);
    return rows.find(({ id }) => id === free.id)?.lastUsedAt;
  };
  expect(await noted()).toBeNull();
  await withToken(free.token);
  const first = await noted();
  expect(first).toBeGreaterThan(0);
  await withToken(free.token);
  expect(await noted()).toBe(first);
});

test("guessing tokens is stopped; the right one goes on", async () => {
  const { app, max } = await setUp();
  const { token } = await createToken(app.store, max.user, FREE);
  const from = { "x-forwarded-for": "10.1.1.1" };
  const guess = (given: string) => {
    const headers = { ...from, authorization: `Bearer ${given}` };
    return projectsRoute(apiRequest("GET", "/api/v1/projects", { headers }), NO_PARAMS);
  };
  const statuses = new Set<number>();
  for (let n = 0; n < 40; n += 1) statuses.add((await guess(`trazo_${n}`)).status);
  expect([...statuses]).toEqual([401, 429]);
  expect((await guess(token)).status).toBe(200);
});

async function turnOn(cookie: string) {
  const enabled = await auth("two-factor/enable", { cookie, body: { password: PASSWORD } });
  const { totpURI, backupCodes } = await enabled.json();
  const body = { code: totpOf(totpURI) };
  const verified = await auth("two-factor/verify-totp", { cookie, body });
  expect(verified.status).toBe(200);
  return { totpURI: String(totpURI), backupCodes, cookie: readCookie(verified) };
}

async function firstStep(email: string) {
  const response = await auth("sign-in/email", { body: { email, password: PASSWORD } });
  return { answer: await response.json(), cookie: readCookie(response) };
}

test("the second factor is asked for: password alone signs nobody in; codes and backup codes do", async () => {
  const { app, max } = await setUp();
  const { totpURI, backupCodes, cookie } = await turnOn(max.cookie);
  expect(await currentUser(new Headers({ cookie }))).toMatchObject({ id: max.user.id });

  const step = await firstStep(max.user.email);
  expect(step.answer).toMatchObject({ twoFactorRedirect: true });
  expect(await currentUser(new Headers({ cookie: step.cookie }))).toBeNull();
  const wrong = await auth("two-factor/verify-totp", { ...step, body: { code: "000000" } });
  expect(wrong.status).toBe(401);
  const right = await auth("two-factor/verify-totp", { ...step, body: { code: totpOf(totpURI) } });
  expect(await currentUser(new Headers({ cookie: readCookie(right) }))).toMatchObject({
    name: "max",
  });

  const [code] = backupCodes;
  const again = await firstStep(max.user.email);
  const used = await auth("two-factor/verify-backup-code", { ...again, body: { code } });
  expect(await currentUser(new Headers({ cookie: readCookie(used) }))).not.toBeNull();
  const third = await firstStep(max.user.email);
  expect((await auth("two-factor/verify-backup-code", { ...third, body: { code } })).status).toBe(
    401,
  );
  expect((await kinds(app)).slice(0, 11)).toEqual([
    "two_factor.failed",
    "sign_in.password",
    "sign_in",
    "two_factor.code_used",
    "sign_in.password",
    "sign_in",
    "two_factor.failed",
    "sign_in.password",
    "two_factor.on",
    "sign_in",
    "account.create",
  ]);
});

test("ten wrong codes shut the second factor; trusting a device by hand is worth nothing", async () => {
  const { max } = await setUp();
  const { totpURI } = await turnOn(max.cookie);
  const trusting = await firstStep(max.user.email);
  const trusted = await auth("two-factor/verify-totp", {
    ...trusting,
    body: { code: totpOf(totpURI), trustDevice: true },
  });
  const body = { email: max.user.email, password: PASSWORD };
  const next = await auth("sign-in/email", { body, cookie: readCookie(trusted) });
  expect(await next.json()).toMatchObject({ twoFactorRedirect: true });
  const statuses: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const step = await firstStep(max.user.email);
    for (let n = 0; n < 4; n += 1) {
      const guess = { ...step, body: { code: "000000" } };
      statuses.push((await auth("two-factor/verify-totp", guess)).status);
    }
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  const step = await firstStep(max.user.email);
  const right = { ...step, body: { code: totpOf(totpURI) } };
  expect((await auth("two-factor/verify-totp", right)).status).toBe(429);
});

test("an owner takes away a second factor that was lost; others do not", async () => {
  const { owner, max } = await setUp();
  await turnOn(max.cookie);
  const context = { params: Promise.resolve({ userId: max.user.id }) };
  const eva = (cookie: string) => resetFactorRoute(apiRequest("DELETE", "/", { cookie }), context);
  expect((await eva((await firstStep(max.user.email)).cookie)).status).toBe(401);
  expect((await eva(owner.cookie)).status).toBe(204);
  expect((await eva(owner.cookie)).status).toBe(404);
  expect((await firstStep(max.user.email)).answer).toMatchObject({ user: { name: "max" } });
});

test("where it is demanded, managers do nothing before they have a second factor", async () => {
  const { app, max } = await setUp({ TRAZO_REQUIRE_TWO_FACTOR: "managers" });
  const ask = (cookie: string) =>
    projectsRoute(apiRequest("GET", "/api/v1/projects", { cookie }), NO_PARAMS);
  expect((await ask(max.cookie)).status).toBe(200);
  const projectId = await testProject(app, max.user);
  const eva = await signUp(app, "eva", "member");
  await setMember(app.store, { projectId, userId: eva.user.id, role: "viewer", now: 1 });
  const again = (await firstStep(max.user.email)).cookie;
  const refused = await ask(again);
  expect([refused.status, (await refused.json()).code]).toEqual([403, "second_factor_required"]);
  expect((await ask(eva.cookie)).status).toBe(200);
  const { cookie } = await turnOn(again);
  expect((await ask(cookie)).status).toBe(200);
});

test("who is deactivated is out at once and stays out until they are taken back; the last owner stays", async () => {
  const { app, owner, max } = await setUp();
  const change = async (userId: string, body: unknown) => {
    const context = { params: Promise.resolve({ userId }) };
    const request = apiRequest("PATCH", "/", { cookie: owner.cookie, body });
    const response = await changeUserRoute(request, context);
    return response.ok ? "done" : (await response.json()).code;
  };
  expect(await currentUser(new Headers({ cookie: max.cookie }))).not.toBeNull();
  expect(await change(max.user.id, { isDeactivated: true })).toBe("done");
  expect(await currentUser(new Headers({ cookie: max.cookie }))).toBeNull();
  const body = { email: max.user.email, password: PASSWORD };
  const refused = await auth("sign-in/email", { body });
  expect([refused.status, (await refused.json()).code]).toEqual([403, "ACCOUNT_DEACTIVATED"]);
  expect(await change(owner.user.id, { isDeactivated: true })).toBe("last_owner");
  expect(await change(owner.user.id, { role: "member" })).toBe("last_owner");
  // An owner who cannot sign in is none.
  expect(await change(max.user.id, { role: "owner" })).toBe("done");
  expect(await change(owner.user.id, { role: "member" })).toBe("last_owner");
  expect(await change(max.user.id, { isDeactivated: false })).toBe("done");
  expect((await auth("sign-in/email", { body })).status).toBe(200);
  expect(await change("none", { role: "member" })).toBe("not_found");
  expect(await change(owner.user.id, { role: "member" })).toBe("done");
  expect((await kinds(app)).filter((kind) => kind.startsWith("account."))).toEqual([
    "account.role",
    "account.reactivate",
    "account.role",
    "account.deactivate",
    "account.create",
    "account.create",
  ]);
});

test("the audit log says who, what and from where, in pages; nobody changes it", async () => {
  const { app, owner } = await setUp();
  const projectId = await testProject(app, owner.user);
  for (let n = 0; n < 60; n += 1) {
    await updateProject(app.store, { projectId, name: `Name ${n}`, now: n });
  }
  const first = await readAudit(app.store, { projectId });
  expect(first.events).toHaveLength(50);
  expect(first.events[0]).toMatchObject({
    kind: "project.rename",
    before: { name: "Name 58" },
    after: { name: "Name 59" },
    project: { name: "Name 59" },
  });
  const rest = await readAudit(app.store, { projectId, after: first.next ?? "" });
  expect([rest.events.length, rest.next]).toEqual([11, null]);
  expect(rest.events.at(-1)).toMatchObject({ kind: "project.create", actor: { name: "olga" } });
  const signIns = await readAudit(app.store, { group: "signIn", actorId: owner.user.id });
  expect(signIns.events.map(({ kind }) => kind)).toEqual(["sign_in"]);
  expect((await readAudit(app.store, { to: 1 })).events).toEqual([]);
  const write = app.store.transaction(({ db, tables }) => db.delete(tables.auditEvents));
  await expect(write).rejects.toThrow();
});

test("what was not done is not in the log", async () => {
  const { app, max } = await setUp();
  const projectId = await testProject(app, max.user);
  const before = await kinds(app);
  const work = app.store.transaction(async (tx) => {
    await updateProject(tx, { projectId, name: "never", now: 1 });
    throw new Error("stop");
  });
  await expect(work).rejects.toThrow("stop");
  expect(await kinds(app)).toEqual(before);
});

test("the CSV has every event, and runs no formula", async () => {
  const { app, owner } = await setUp();
  const projectId = await testProject(app, owner.user);
  await updateProject(app.store, { projectId, name: '=HYPERLINK("http://x")', now: 1 });
  const response = await downloadAudit(app.store, { projectId });
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[2]).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(csvLine(["-1+2", "+x", "@y", "\tz", "plain", 'a"b'])).toBe(
    `'-1+2,'+x,'@y,'\tz,plain,"a""b"\r\n`,
  );
});

test("settings that would shut everybody out are refused at the start", () => {
  const oidc = { TRAZO_OIDC_ISSUER: "https://id.example.org" };
  const wrong = [
    { TRAZO_PASSWORD_SIGN_IN: "off" },
    { TRAZO_PASSWORD_SIGN_IN: "no" },
    oidc,
    { TRAZO_OIDC_DOMAINS: "a b" },
    { TRAZO_REQUIRE_TWO_FACTOR: "all" },
  ];
  for (const env of wrong) expect(() => readSettings(env), JSON.stringify(env)).toThrow(/TRAZO_/);
  const full = {
    ...oidc,
    TRAZO_OIDC_CLIENT_ID: "trazo",
    TRAZO_OIDC_CLIENT_SECRET: "s",
    TRAZO_URL: "https://label.example.org",
    TRAZO_OIDC_DOMAINS: "example.org, Example.com",
    TRAZO_PASSWORD_SIGN_IN: "off",
  };
  expect(readSettings(full).oidc?.domains).toEqual(["example.org", "example.com"]);
});

test("what a deactivated person has not finished goes to others; how work is divided is in the log", async () => {
  const { app, owner, max } = await setUp();
  const projectId = await testProject(app, owner.user);
  const member = { projectId, userId: max.user.id, role: "annotator", now: 1 } as const;
  await setMember(app.store, member);
  const { itemId, layerId } = await addTestItem(app, { projectId });
  const now = Date.now();
  await app.store.transaction(async (tx) => {
    await tx.db.insert(tx.tables.assignments).values({
      ...{ id: "a1", projectId, itemId, layerId, userId: max.user.id },
      ...{ task: "annotate", origin: "manual", state: "open", createdAt: now, updatedAt: now },
    });
    await recountSlots(tx, itemId);
    await writeWorkflow(tx, { projectId, patch: { overlap: 2 }, now });
  });
  const places = async () =>
    (await app.store.db.select().from(app.store.tables.items))[0]?.openSlots;
  expect(await places()).toBe(0);
  await changePerson(app.store, { userId: max.user.id, isDeactivated: true });
  expect(await places()).toBe(1);
  const [last] = (await readAudit(app.store, { group: "accounts" })).events;
  expect(last).toMatchObject({ kind: "account.deactivate", after: { released: 1 } });
  const [change] = (await readAudit(app.store, { group: "projects" })).events;
  expect(change).toMatchObject({ before: { overlap: 1 }, after: { overlap: 2 } });
});
