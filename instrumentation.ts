/** Runs once when the server starts: settings, migrations, leftovers. A failure ends the process. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { boot } = await import("./lib/server/boot");
  await boot();
}
