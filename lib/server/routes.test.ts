import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { addItem } from "@/db/queries/items";
import { setMember } from "@/db/queries/members";
import { PROJECT_ROLES, type ProjectRole } from "@/db/schema/projects";
import { TOKEN_SCOPES, type TokenScope } from "@/lib/api/people";
import {
  apiRequest,
  openTestApp,
  type SignedIn,
  signUp,
  testProject,
} from "@/lib/testing/test-app";
import { createToken } from "./api-token";
import type { App } from "./app";
import { INSTANCE_PERMISSIONS, roleMay } from "./permissions";
import type { Access, RouteHandler } from "./route";
import { SCOPE_OF } from "./token-scopes";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
const ROUTES_FOLDER = path.resolve("app/api/v1");
const WHO = ["nobody", "stranger", ...PROJECT_ROLES, "owner"] as const;
type Who = (typeof WHO)[number];

type Case = { file: string; method: string; handler: RouteHandler };

async function loadRoutes(): Promise<{ cases: Case[]; wrong: string[] }> {
  const cases: Case[] = [];
  const wrong: string[] = [];
  const files = fs.readdirSync(ROUTES_FOLDER, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => path.basename(name) === "route.ts").sort()) {
    const exported: Record<string, unknown> = await import(path.join(ROUTES_FOLDER, file));
    for (const method of METHODS) {
      const handler = exported[method];
      if (handler === undefined) continue;
      if (isRouteHandler(handler)) cases.push({ file, method, handler });
      else wrong.push(`${method} ${file}`);
    }
  }
  return { cases, wrong };
}

function isRouteHandler(value: unknown): value is RouteHandler {
  return typeof value === "function" && "declaration" in value;
}

/** A project with one of everything that a path can name, and a member of each role. */
async function addScene(app: App, people: ReadonlyMap<Who, SignedIn>) {
  const owner = people.get("owner")?.user;
  if (!owner) throw new Error("no owner");
  const now = Date.now();
  const projectId = await testProject(app, owner);
  for (const role of PROJECT_ROLES) {
    const userId = people.get(role)?.user.id ?? "";
    await setMember(app.store, { projectId, userId, role, now });
  }
  const hash = createHash("sha256").update(uuidv7()).digest("hex");
  const blob = { hash, bytes: 1, mediaType: "image/png", width: 8, height: 8 };
  const { itemId, layerId } = await addItem(app.store, {
    projectId,
    item: { name: "a.png", blob },
    now,
  });
  const [uploadId, jobId, threadId, commentId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  await app.store.transaction(async ({ db, tables }) => {
    const row = { projectId, userId: owner.id, createdAt: now, updatedAt: now };
    await db.insert(tables.uploads).values({ ...row, id: uploadId, name: "a.png", sizeBytes: 1 });
    const payload = '{"v":1,"value":{}}';
    await db
      .insert(tables.jobs)
      .values({ ...row, id: jobId, kind: "export", state: "done", payload });
    const thread = { id: threadId, projectId, itemId, layerId, createdAt: now, updatedAt: now };
    await db.insert(tables.threads).values(thread);
    await db
      .insert(tables.comments)
      .values({ id: commentId, threadId, authorId: owner.id, body: "?", createdAt: now });
  });
  return { projectId, itemId, layerId, uploadId, jobId, threadId, commentId };
}

type Verdict = "allowed" | "not_signed_in" | "forbidden" | "hidden" | "wrong_token";

function expected(access: Access, who: Who): Verdict {
  if (access.permission === "public") return "allowed";
  if (who === "nobody") return "not_signed_in";
  if (!("scope" in access)) {
    const role = who === "owner" ? "owner" : "member";
    const roles: readonly string[] = INSTANCE_PERMISSIONS[access.permission];
    return roles.includes(role) ? "allowed" : "forbidden";
  }
  if (who === "stranger") return "hidden";
  const role: ProjectRole = who === "owner" ? "manager" : who;
  return roleMay(role, access.permission) ? "allowed" : "forbidden";
}

/** What the answer says about permission; a refusal for any other reason is "allowed". */
async function verdictOf(response: Response): Promise<Verdict> {
  if (![401, 403, 404].includes(response.status)) return "allowed";
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  if (code === "not_signed_in") return "not_signed_in";
  if (code === "forbidden" && detail === "Your role does not allow this.") return "forbidden";
  if (code === "forbidden" && detail === "This token does not allow this.") return "forbidden";
  if (code === "invalid_api_token") return "wrong_token";
  if (code === "not_found" && detail === "There is nothing here.") return "hidden";
  return "allowed";
}

test("every method of every route lets in exactly whom its declaration says", async () => {
  const app = openTestApp();
  const people = new Map<Who, SignedIn>();
  people.set("owner", await signUp(app, "owner", "owner"));
  for (const who of WHO) {
    if (who === "nobody" || who === "owner") continue;
    people.set(who, await signUp(app, who, "member"));
  }
  const stranger = people.get("stranger");
  // Manager of a project, and yet a stranger to every other.
  if (stranger) await testProject(app, stranger.user);

  const { cases, wrong } = await loadRoutes();
  expect(wrong).toEqual([]);
  expect(cases.length).toBeGreaterThan(30);
  const found: string[] = [];
  const wanted: string[] = [];
  let scene = await addScene(app, people);
  for (const { file, method, handler } of cases) {
    const { access } = handler.declaration;
    // Outside projects their roles are all one: such writes (the demo) are not made five times over.
    const isShared = method !== "GET" && !("scope" in access);
    for (const who of isShared ? (["nobody", "stranger", "owner"] as const) : WHO) {
      const cookie = people.get(who)?.cookie;
      const body = method === "GET" || method === "HEAD" ? {} : { body: {} };
      const request = apiRequest(method, `/api/v1/${path.dirname(file)}`, {
        ...body,
        ...(cookie === undefined ? {} : { cookie }),
      });
      const params = Promise.resolve({ variant: ["thumb"], ...none(file), ...scene });
      const response = await handler(request, { params });
      const verdict = await verdictOf(response);
      found.push(`${method} ${file} as ${who}: ${verdict}`);
      wanted.push(`${method} ${file} as ${who}: ${expected(access, who)}`);
      const mayHaveChanged = method !== "GET" && "scope" in access && response.ok;
      if (mayHaveChanged) scene = await addScene(app, people);
    }
  }
  expect(found).toEqual(wanted);
  const open = cases.flatMap(({ file, method, handler: { declaration } }) =>
    declaration.access.permission === "public"
      ? [`${method} ${path.dirname(file)}: ${declaration.access.reason}`]
      : [],
  );
  console.info(`${cases.length} methods; open to everybody:\n${open.join("\n")}`);
}, 60_000);

/** What a token of the scopes lets through of what its person may. */
function expectedByToken(
  access: Access,
  who: Who,
  token: { scopes: readonly TokenScope[]; isElsewhere: boolean },
): Verdict {
  const own = expected(access, who);
  if (access.permission === "public" || own !== "allowed") return own;
  // Of another project: in this one nothing is there, and outside projects it may do nothing.
  if (token.isElsewhere) return "scope" in access ? "hidden" : "forbidden";
  const scope = SCOPE_OF[access.permission];
  const isCovered = scope === "read" || token.scopes.some((given) => given === scope);
  return isCovered ? "allowed" : "forbidden";
}

test("a token opens what its scopes and the present role of its person open, and nothing else", async () => {
  const app = openTestApp();
  const people = new Map<Who, SignedIn>();
  people.set("owner", await signUp(app, "owner", "owner"));
  for (const who of WHO) {
    if (who === "nobody" || who === "owner") continue;
    people.set(who, await signUp(app, who, "member"));
  }
  const TOKENS: readonly { who: Who; scopes: readonly TokenScope[]; isElsewhere: boolean }[] = [
    ...TOKEN_SCOPES.map((scope) => ({
      who: "owner" as const,
      scopes: [scope],
      isElsewhere: false,
    })),
    { who: "owner", scopes: TOKEN_SCOPES, isElsewhere: true },
    { who: "annotator", scopes: TOKEN_SCOPES, isElsewhere: false },
    { who: "reviewer", scopes: ["read"], isElsewhere: false },
    { who: "stranger", scopes: TOKEN_SCOPES, isElsewhere: false },
  ];
  const tokens = new Map<string, string>();
  const nameOf = ({ who, scopes, isElsewhere }: (typeof TOKENS)[number]) =>
    `${who} with ${scopes.join("+")}${isElsewhere ? " elsewhere" : ""}`;
  for (const wanted of TOKENS) {
    const person = people.get(wanted.who);
    if (!person) throw new Error(`nobody is ${wanted.who}`);
    const projectId = wanted.isElsewhere ? await testProject(app, person.user) : null;
    const made = { name: nameOf(wanted), scopes: [...wanted.scopes], projectId, days: 1 };
    tokens.set(nameOf(wanted), (await createToken(app.store, person.user, made)).token);
  }
  const { cases } = await loadRoutes();
  const found: string[] = [];
  const wanted: string[] = [];
  let scene = await addScene(app, people);
  for (const { file, method, handler } of cases) {
    const { access } = handler.declaration;
    for (const token of TOKENS) {
      const isDone = method !== "GET" && !("scope" in access) && token.who !== "annotator";
      // Once is enough for writes outside projects that would be let through (the demo).
      if (isDone && access.permission === "project.create") continue;
      const body = method === "GET" || method === "HEAD" ? {} : { body: {} };
      const request = apiRequest(method, `/api/v1/${path.dirname(file)}`, {
        ...body,
        headers: {
          authorization: `Bearer ${tokens.get(nameOf(token))}`,
          // No page's: a token needs none, and a wrong one does not matter.
          origin: "https://elsewhere.example",
        },
      });
      const params = Promise.resolve({ variant: ["thumb"], ...none(file), ...scene });
      const response = await handler(request, { params });
      found.push(`${method} ${file} as ${nameOf(token)}: ${await verdictOf(response)}`);
      wanted.push(
        `${method} ${file} as ${nameOf(token)}: ${expectedByToken(access, token.who, token)}`,
      );
      const mayHaveChanged = method !== "GET" && "scope" in access && response.ok;
      if (mayHaveChanged) scene = await addScene(app, people);
    }
  }
  expect(found).toEqual(wanted);
}, 60_000);

/** For parameters that are no scope: an id that names nothing. */
function none(file: string): Record<string, string> {
  const names = [...file.matchAll(/\[(\w+)\]/g)].map((match) => match[1] ?? "");
  return Object.fromEntries(names.map((name) => [name, "none"]));
}
