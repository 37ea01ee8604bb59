import * as z from "zod/mini";

const sessionSchema = z.nullable(z.object({ user: z.object({ id: z.string() }) }));

/** The id of the person whose session the browser has now; null for nobody. @throws when nobody answers. */
export async function whoIsSignedIn(
  signal: AbortSignal,
  doFetch: (path: string, init: RequestInit) => Promise<Response> = fetch,
): Promise<string | null> {
  const response = await doFetch("/api/auth/get-session", { signal, cache: "no-store" });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return sessionSchema.parse(await response.json())?.user.id ?? null;
}
