import { expect, test } from "vitest";
import { listAuditEvents } from "@/db/queries/audit";
import { runCli } from "@/lib/testing/run-cli";
import { openTestApp, signUp } from "@/lib/testing/test-app";

test("a second factor that was lost is taken away beside the server, and that is in the log", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  await app.store.transaction(({ db, tables }) =>
    db.insert(tables.twoFactors).values({ id: "f", userId: user.id, secret: "", backupCodes: "" }),
  );
  const reset = ["person", "reset-second-factor", "OLGA@example.test"];
  const done = await runCli(app.settings.dataDir, reset);
  expect([done.code, done.stdout]).toEqual([0, "olga signs in by password alone.\n"]);
  const [event] = await listAuditEvents(app.store, { limit: 1 });
  expect(event).toMatchObject({
    kind: "two_factor.reset",
    via: "command-line",
    actor: { name: "olga" },
  });
  expect((await runCli(app.settings.dataDir, reset)).code).toBe(1);
}, 60_000);
