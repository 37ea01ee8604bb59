import "server-only";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { actAs } from "@/db/actor";
import type { TokenUser } from "@/db/queries/api-tokens";
import { findRole } from "@/db/queries/members";
import {
  anyProject,
  projectOfComment,
  projectOfItem,
  projectOfJob,
  projectOfLayer,
  projectOfProject,
  projectOfThread,
  projectOfUpload,
} from "@/db/queries/scope";
import type { User } from "@/db/queries/users";
import type { ProjectRole } from "@/db/schema/projects";
import type { Store } from "@/db/store";
import { findCaller } from "./api-token";
import { getApp } from "./app";
import { AppError } from "./app-error";
import { ownOrigin } from "./auth";
import {
  INSTANCE_PERMISSIONS,
  type InstancePermission,
  type ProjectPermission,
  roleMay,
} from "./permissions";
import { problemResponse } from "./problem";
import { MAX_FORM_BYTES, MAX_JSON_BYTES, readBody } from "./request-body";
import { addressOf, takeRequest } from "./request-limit";
import { tokenMay } from "./token-scopes";

/**
 * Every API route is one declaration: who may, what comes in, and one function to call. A route
 * without a permission does not compile.
 */
export const SCOPES = {
  projectId: projectOfProject,
  itemId: projectOfItem,
  layerId: projectOfLayer,
  uploadId: projectOfUpload,
  jobId: projectOfJob,
  threadId: projectOfThread,
  commentId: projectOfComment,
} as const;
export type ScopeParam = keyof typeof SCOPES;

/** Who may call it. `scope` names the path parameter from which the project follows. */
export type Access =
  | { permission: "public"; reason: string }
  | { permission: InstancePermission }
  | { permission: ProjectPermission; scope: ScopeParam }
  /** Also for a project that was deleted: to undo that. */
  | { permission: ProjectPermission; scope: "projectId"; includesDeleted: true };

type Schema = z.core.$ZodType;
type Out<S extends Schema | undefined> = S extends Schema ? z.output<S> : undefined;

export type Declaration<
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
  A extends Access = Access,
> = {
  access: A;
  params?: P;
  query?: Q;
  /** JSON body. Leave out to read `request.body` as a stream. */
  body?: B;
  /** At most `max` requests from one address in `windowMs`. */
  limit?: { max: number; windowMs: number };
  handler(call: {
    request: Request;
    params: Out<P>;
    query: Out<Q>;
    body: Out<B>;
    user: A extends { permission: "public" } ? User | null : User;
    /** Set for project permissions. */
    projectId: A extends { scope: ScopeParam } ? string : null;
    role: A extends { scope: ScopeParam } ? ProjectRole : null;
    /** What the route does besides what it is declared for: do the caller's role and token allow it? */
    may(permission: ProjectPermission): boolean;
    store: Store;
  }): Promise<unknown>;
};

export type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };
export type RouteHandler = {
  (request: Request, context: RouteContext): Promise<Response>;
  /** For the test that tries every route with every role. */
  declaration: { access: Access };
};

export function route<
  const A extends Access,
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(declaration: Declaration<P, Q, B, A>): RouteHandler {
  async function handle(request: Request, context: RouteContext): Promise<Response> {
    const requestId = uuidv7();
    try {
      const { store } = getApp();
      const { user, token } = await findCaller(request, store);
      // A token is no cookie: no browser adds it to another site's request.
      if (!token) checkOrigin(request);
      if (declaration.limit) takeRequest(request, declaration.limit);
      const rawParams = await context.params;
      const { access } = declaration;
      const { projectId, role } = await authorise(store, access, user, rawParams);
      if (token) checkToken(access, token, projectId);
      const call = {
        request,
        params: parse(declaration.params, rawParams, "path"),
        query: parse(declaration.query, queryOf(request), "query"),
        body: declaration.body
          ? parse(declaration.body, await readJson(request, access), "body")
          : undefined,
        // What is open to everybody is nobody's work.
        user: token && access.permission === "public" ? null : user,
        projectId,
        role,
        may: (permission: ProjectPermission) =>
          role !== null &&
          roleMay(role, permission) &&
          (!token || tokenMay(token.scopes, permission)),
        store,
      };
      const actor = {
        userId: call.user?.id ?? null,
        via: token ? "token" : "browser",
        address: addressOf(request),
      } as const;
      const result = await actAs(actor, () =>
        declaration.handler(call as unknown as Parameters<typeof declaration.handler>[0]),
      );
      return toResponse(result, requestId);
    } catch (error) {
      return problemResponse(error, requestId);
    }
  }
  return Object.assign(handle, { declaration: { access: declaration.access } });
}

/** Finds the project and checks the permission. Strangers learn nothing: for them it is not there. */
export async function authorise(
  store: Store,
  access: Access,
  user: User | null,
  params: Record<string, string | string[] | undefined>,
): Promise<{ projectId: string | null; role: ProjectRole | null }> {
  if (access.permission === "public") return { projectId: null, role: null };
  if (!user) throw new AppError("not_signed_in", "Sign in first.");
  if (user.needsSecondFactor && access.permission !== "account.self") {
    const message = "Turn on two-factor sign-in on your account page first.";
    throw new AppError("second_factor_required", message);
  }
  if (!("scope" in access)) {
    const roles: readonly string[] = INSTANCE_PERMISSIONS[access.permission];
    if (!roles.includes(user.role)) throw forbidden();
    return { projectId: null, role: null };
  }
  const id = params[access.scope];
  const find = "includesDeleted" in access ? anyProject : SCOPES[access.scope];
  const projectId = typeof id === "string" ? await find(store, id) : null;
  const role =
    projectId &&
    (user.role === "owner" ? "manager" : await findRole(store, { projectId, userId: user.id }));
  if (!projectId || !role) throw new AppError("not_found", "There is nothing here.");
  if (!roleMay(role, access.permission)) throw forbidden();
  return { projectId, role };
}

/** After the person's own permission: a token never allows more, only less. */
function checkToken(access: Access, token: TokenUser["token"], projectId: string | null): void {
  if (access.permission === "public") return;
  if (token.projectId !== null && projectId !== null && token.projectId !== projectId) {
    throw new AppError("not_found", "There is nothing here.");
  }
  const isElsewhere = token.projectId !== null && projectId === null;
  if (isElsewhere || !tokenMay(token.scopes, access.permission)) {
    throw new AppError("forbidden", "This token does not allow this.");
  }
}

function forbidden(): AppError {
  return new AppError("forbidden", "Your role does not allow this.");
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Browsers send Origin with every write; another site's page must not write in a person's name. */
function checkOrigin(request: Request): void {
  if (SAFE_METHODS.has(request.method)) return;
  const origin = request.headers.get("origin");
  if (origin && origin !== ownOrigin(request)) {
    throw new AppError("wrong_origin", `Requests from ${origin} are not accepted here.`);
  }
}

function queryOf(request: Request): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  const { searchParams } = new URL(request.url);
  for (const key of new Set(searchParams.keys())) {
    const values = searchParams.getAll(key);
    query[key] = values.length > 1 ? values : (values[0] ?? "");
  }
  return query;
}

async function readJson(request: Request, { permission }: Access): Promise<unknown> {
  const isOpen = permission === "public";
  const text = await readBody(request, isOpen ? MAX_FORM_BYTES : MAX_JSON_BYTES);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid_request", "The body is not valid JSON.", { cause });
  }
}

function parse<S extends Schema | undefined>(schema: S, value: unknown, where: string): Out<S> {
  if (!schema) return undefined as Out<S>;
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data as Out<S>;
  throw new AppError("invalid_request", `The ${where} of the request is not as it should be.`, {
    errors: parsed.error.issues.map((issue) => ({
      path: issue.path.join("."),
      code: issue.code,
      message: issue.message,
    })),
  });
}

function toResponse(result: unknown, requestId: string): Response {
  if (result instanceof Response) {
    result.headers.set("x-request-id", requestId);
    return result;
  }
  const headers = { "x-request-id": requestId, "cache-control": "no-store" };
  if (result === undefined) return new Response(null, { status: 204, headers });
  return Response.json(result, { headers });
}
