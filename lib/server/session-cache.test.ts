import { expect, test } from "vitest";
import type { User } from "@/db/queries/users";
import { createSessionCache } from "./session-cache";

const USER: User = { id: "u1", name: "Ada", email: "ada@example.test", role: "member" };
const LATER = 1_000_000;

function cookie(value: string): Headers {
  return new Headers({ cookie: `other=1; trazo.session_token=${value}` });
}

function setUp() {
  let at = 0;
  let looks = 0;
  const cache = createSessionCache(() => at);
  const look = async () => {
    looks += 1;
    return { user: USER, expiresAt: LATER };
  };
  return { cache, look, looks: () => looks, advance: (ms: number) => (at += ms) };
}

test("asks once for the same cookie, and again after five seconds", async () => {
  const { cache, look, looks, advance } = setUp();
  await cache.userOf(cookie("a.1"), look);
  expect(await cache.userOf(cookie("a.1"), look)).toEqual(USER);
  expect(looks()).toBe(1);
  advance(5_000);
  await cache.userOf(cookie("a.1"), look);
  expect(looks()).toBe(2);
});

test("another signature is another cookie", async () => {
  const { cache, look } = setUp();
  await cache.userOf(cookie("a.1"), look);
  expect(await cache.userOf(cookie("a.2"), async () => null)).toBeNull();
});

test("remembers nobody beyond the session's own end", async () => {
  const { cache, advance } = setUp();
  await cache.userOf(cookie("a.1"), async () => ({ user: USER, expiresAt: 100 }));
  advance(100);
  expect(await cache.userOf(cookie("a.1"), async () => null)).toBeNull();
});

test("what is dropped while it is looked up does not come back", async () => {
  const { cache, look } = setUp();
  await cache.userOf(cookie("a.1"), async () => {
    cache.drop();
    return { user: USER, expiresAt: LATER };
  });
  expect(await cache.userOf(cookie("a.1"), async () => null)).toBeNull();
  await cache.userOf(cookie("a.1"), look);
  cache.drop();
  expect(await cache.userOf(cookie("a.1"), async () => null)).toBeNull();
});
