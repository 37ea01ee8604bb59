import "server-only";
import { AppError } from "./app-error";

const MAX_KEYS = 10_000;
const windows = new Map<string, { startedAt: number; n: number }>();

/** Counts the request against its address and path; throws `too_many_requests` over the limit. */
export function takeRequest(request: Request, limit: { max: number; windowMs: number }): void {
  take(`${addressOf(request) ?? "local"} ${new URL(request.url).pathname}`, limit);
}

/** The same for whatever else is counted, by a key of its own. */
export function take(key: string, limit: { max: number; windowMs: number }): void {
  const now = Date.now();
  const current = windows.get(key);
  if (!current || now - current.startedAt > limit.windowMs) {
    if (windows.size > MAX_KEYS) windows.clear();
    windows.set(key, { startedAt: now, n: 1 });
    return;
  }
  current.n += 1;
  if (current.n > limit.max) {
    throw new AppError("too_many_requests", "Too many attempts. Wait a little and try again.");
  }
}

/** Where the request came from, as the nearest proxy says; Next.js says it where there is none. */
export function addressOf(request: Request): string | null {
  return request.headers.get("x-forwarded-for")?.split(",")[0]?.trim() || null;
}
