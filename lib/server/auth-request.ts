import "server-only";
import { actAs } from "@/db/actor";
import { audit } from "@/db/queries/audit";
import { findUserByEmail } from "@/db/queries/users";
import type { AuditKind } from "@/lib/api/people";
import { getApp } from "./app";
import { AppError } from "./app-error";
import { getAuth, getSsoAuth } from "./auth";
import { withSmallBody } from "./request-body";
import { addressOf } from "./request-limit";
import { currentUser } from "./session";
import { limitSignIn, readEmail } from "./sign-in-limit";
import { SSO_PROVIDER } from "./sso";

const BASE = "/api/auth";
const SSO_PATHS: ReadonlySet<string> = new Set(["/sign-in/social", `/callback/${SSO_PROVIDER}`]);
/** Failures that are written down in an hour: a flood of them must not fill the disk. */
const MAX_FAILURES = 1_000;
const HOUR_MS = 60 * 60 * 1_000;
const failures = { startedAt: 0, n: 0 };

/** A request to better-auth: in whose name, by which of its paths, and what failed, for the audit log. */
export async function handleAuth(request: Request): Promise<Response> {
  const authPath = new URL(request.url).pathname.slice(BASE.length).replace(/\/+$/, "");
  const user = await currentUser(request.headers);
  const actor = {
    userId: user?.id ?? null,
    via: "browser",
    address: addressOf(request),
    authPath,
  } as const;
  const small = await withSmallBody(request);
  return actAs(actor, () => answer(small, authPath));
}

async function answer(request: Request, path: string): Promise<Response> {
  if (SSO_PATHS.has(path)) return signInElsewhere(request, path);
  if (path === "/sign-in/email") return signIn(request);
  const response = await getAuth().handler(request);
  if (path.startsWith("/two-factor/verify-") && !response.ok) {
    await auditFailure({ kind: "two_factor.failed", email: null, reason: String(response.status) });
  }
  return response;
}

async function signIn(request: Request): Promise<Response> {
  const { settings } = getApp();
  if (!settings.isPasswordSignIn) {
    throw new AppError("password_off", "Here people sign in through the single sign-on.");
  }
  const email = await readEmail(request.clone());
  try {
    const response = await limitSignIn(request, (passed) => getAuth().handler(passed));
    if (!response.ok) await failed(email, response.status);
    return response;
  } catch (error) {
    if (error instanceof AppError) await failed(email, error.status);
    throw error;
  }
}

function failed(email: string | null, status: number): Promise<void> {
  return auditFailure({ kind: "sign_in.failed", email, reason: String(status) });
}

async function signInElsewhere(request: Request, path: string): Promise<Response> {
  if (getApp().settings.oidc === null) throw new AppError("not_found", "There is nothing here.");
  const response = await (await getSsoAuth()).handler(request);
  if (path === "/sign-in/social") return response;
  // A refusal is a redirect to the sign-in page with a code.
  const target = response.headers.get("location");
  const reason = target && new URL(target, request.url).searchParams.get("error");
  if (reason) await auditFailure({ kind: "sign_in.failed", email: null, reason });
  return response;
}

async function auditFailure(failure: {
  kind: AuditKind;
  email: string | null;
  reason: string;
}): Promise<void> {
  const now = Date.now();
  if (now - failures.startedAt > HOUR_MS) Object.assign(failures, { startedAt: now, n: 0 });
  failures.n += 1;
  if (failures.n > MAX_FAILURES) return;
  const { kind, email, reason } = failure;
  await getApp().store.transaction(async (tx) => {
    const user = email === null ? null : await findUserByEmail(tx, email);
    const subject = email === null ? null : { id: user?.id ?? null, name: email };
    await audit(tx, { kind, subject, after: { reason } });
  });
}
