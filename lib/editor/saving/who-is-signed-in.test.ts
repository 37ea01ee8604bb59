import { expect, test } from "vitest";
import { GET as authGet } from "@/app/api/auth/[...all]/route";
import { apiRequest, openTestApp, signUp } from "@/lib/testing/test-app";
import { whoIsSignedIn } from "./who-is-signed-in";

const never = new AbortController().signal;

test("names the person of the session, and nobody without one", async () => {
  const app = openTestApp();
  const owner = await signUp(app, "olga", "owner");
  const ask = (cookie?: string) =>
    whoIsSignedIn(never, (path) => authGet(apiRequest("GET", path, cookie ? { cookie } : {})));
  expect(await ask(owner.cookie)).toBe(owner.user.id);
  expect(await ask()).toBeNull();
  expect(await ask("trazo.session_token=forged")).toBeNull();
});

test("an answer that is none is not taken for nobody", async () => {
  const proxy = async () => new Response("<html>", { status: 502 });
  await expect(whoIsSignedIn(never, proxy)).rejects.toThrow("502");
});
