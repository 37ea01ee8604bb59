import type { Command } from "commander";
import { resetSecondFactor } from "@/db/queries/second-factor";
import { findUserByEmail } from "@/db/queries/users";
import { createOutput } from "./terminal";
import { withApp } from "./with-app";

/** For who has the server at hand and cannot sign in any more: the only owner without their phone. */
export function addPersonCommands(program: Command): void {
  program
    .command("person")
    .description("help people who cannot sign in")
    .command("reset-second-factor <email>")
    .description(
      "take a lost second factor away; the password alone signs in until a new one is set up",
    )
    .option("--json", "print JSON")
    .action(async (email: string, options: { json?: true }) => {
      const output = createOutput({ isJson: options.json === true });
      await withApp(async (app) => {
        const user = await findUserByEmail(app.store, email);
        if (!user) throw new Error(`Nobody here has the e-mail address ${email}.`);
        if (!(await resetSecondFactor(app.store, user.id))) {
          throw new Error(`${user.name} has no second factor.`);
        }
        output.print({ id: user.id }, () => [`${user.name} signs in by password alone.`]);
      });
    });
}
