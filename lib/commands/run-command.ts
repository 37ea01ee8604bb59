import type { Command, Press } from "./command";

/** Runs the command if it is possible now; says whether it ran. */
export async function runCommand<C>(
  command: Command<C>,
  context: C,
  press?: Press,
): Promise<boolean> {
  if (command.isEnabled && !command.isEnabled(context)) return false;
  await command.run(context, press);
  return true;
}
