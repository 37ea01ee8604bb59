import "server-only";
import type { User } from "@/db/queries/users";
import type { Store } from "@/db/store";

/** How long a change made by another process (the command line) may go unseen. */
const FRESH_MS = 5_000;
const MAX_SESSIONS = 2_000;
const COOKIE = /(?:^|;\s*)(?:__Secure-)?trazo\.session_token=([^;]+)/;

/** The token of the session cookie, without its signature: only of requests whose person is known by it. */
export function sessionTokenOf(headers: Headers): string | null {
  const signed = COOKIE.exec(headers.get("cookie") ?? "")?.[1];
  return signed === undefined ? null : (decodeURIComponent(signed).split(".")[0] ?? null);
}

/**
 * Who the sessions of the last seconds belong to. Checking a signature and reading two tables for
 * each of a person's saves cost more than the save. Signing out, ending sessions, changing a
 * password, an account, a role or a membership drop everything that is remembered: whatever writes
 * one of them in this process calls `drop`.
 */
export interface SessionCache {
  /** `look` is asked when the cookie is not remembered; it also says until when the session lasts. */
  userOf(
    headers: Headers,
    look: () => Promise<{ user: User; expiresAt: number } | null>,
  ): Promise<User | null>;
  drop(): void;
}

// Of the process, not of the module: the bundles of the routes must share it.
const holder = globalThis as typeof globalThis & {
  trazoSessions?: WeakMap<Store, SessionCache>;
};

export function sessionCache(store: Store): SessionCache {
  holder.trazoSessions ??= new WeakMap();
  const known = holder.trazoSessions.get(store);
  if (known) return known;
  const cache = createSessionCache(Date.now);
  holder.trazoSessions.set(store, cache);
  return cache;
}

/** `now` in ms since 1970. */
export function createSessionCache(now: () => number): SessionCache {
  const users = new Map<string, { user: User; until: number }>();
  let generation = 0;
  return {
    async userOf(headers, look) {
      // The signed value: a forged signature is another key.
      const key = COOKIE.exec(headers.get("cookie") ?? "")?.[1];
      const found = key === undefined ? undefined : users.get(key);
      if (found && found.until > now()) return found.user;
      const before = generation;
      const session = await look();
      // What was dropped meanwhile must not come back.
      if (session && key !== undefined && before === generation) {
        if (users.size >= MAX_SESSIONS) users.clear();
        users.set(key, {
          user: session.user,
          until: Math.min(now() + FRESH_MS, session.expiresAt),
        });
      }
      return session?.user ?? null;
    },
    drop() {
      generation += 1;
      users.clear();
    },
  };
}
