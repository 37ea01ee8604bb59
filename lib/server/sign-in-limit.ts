import "server-only";
import { AppError } from "./app-error";

const MAX_FAILURES = 10;
const WINDOW_MS = 15 * 60 * 1_000;
const MAX_ACCOUNTS = 10_000;

/** E-mail address → when attempts began that have not succeeded. */
const attempts = new Map<string, number[]>();

/**
 * Lets at most ten failed sign-ins in 15 minutes reach an account, from wherever: the address that
 * a request claims to come from can be forged. An attempt counts from its start, so that many at
 * once do not slip through; a success clears them.
 */
export async function limitSignIn(
  request: Request,
  handle: (request: Request) => Promise<Response>,
  now: number = Date.now(),
): Promise<Response> {
  const email = await readEmail(request.clone());
  if (email === null) return handle(request);
  const recent = (attempts.get(email) ?? []).filter((at) => now - at < WINDOW_MS);
  if (recent.length >= MAX_FAILURES) {
    throw new AppError(
      "too_many_requests",
      "Too many failed sign-ins for this account. Wait a quarter of an hour and try again.",
    );
  }
  // The oldest go first: inserted again, the account counts as the newest.
  attempts.delete(email);
  attempts.set(email, [...recent, now]);
  const oldest = attempts.keys().next().value;
  if (attempts.size > MAX_ACCOUNTS && oldest !== undefined) attempts.delete(oldest);
  const response = await handle(request);
  if (response.ok) attempts.delete(email);
  return response;
}

/** As better-auth would read it: JSON or a form. Null when there is none to sign in with. */
export async function readEmail(request: Request): Promise<string | null> {
  const text = await request.text();
  const email = emailOfJson(text) ?? new URLSearchParams(text).get("email");
  return email === null ? null : email.trim().toLowerCase();
}

function emailOfJson(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || !("email" in body)) return null;
    return typeof body.email === "string" ? body.email : null;
  } catch {
    return null;
  }
}
