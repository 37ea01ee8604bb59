import type { Command } from "./command";

/** Runs the command if it is possible now; says whether it ran. */
export async function runCommand<C>(command: Command<C>, context: C): Promise<boolean> {
  if (command.isEnabled && !command.isEnabled(context)) return false;
  await command.run(context);
  return true;
}
