const PASSWORD = "correct horse battery";

/** Creates the owner of a fresh server and signs in. */
export async function ownerCookie(url: string): Promise<{ cookie: string; userId: string }> {
  const response = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ name: "Bench", email: "bench@example.test", password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`Setting up failed: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const session = await fetch(`${url}/api/auth/get-session`, { headers: { cookie } });
  const { user } = (await session.json()) as { user: { id: string } };
  return { cookie, userId: user.id };
}
