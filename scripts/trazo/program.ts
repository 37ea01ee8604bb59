import { Command } from "commander";
import packageJson from "../../package.json";
import { addBackupCommands } from "./backup-commands";
import { addExportCommand } from "./export-command";
import { addImportCommand } from "./import-command";
import { addModelCommands } from "./model-commands";
import { addPersonCommands } from "./person-commands";
import { addProjectCommands } from "./project-commands";

/** Every command of `npm run trazo --`. */
export function createProgram(): Command {
  const program = new Command("trazo")
    .description("Work with the data of a Trazo, beside a running server or without one.")
    .version(packageJson.version)
    .showHelpAfterError("(add --help for what is possible)")
    .exitOverride();
  const all = [
    ...[addProjectCommands, addImportCommand, addExportCommand],
    ...[addModelCommands, addBackupCommands, addPersonCommands],
  ];
  for (const add of all) add(program);
  return program;
}
