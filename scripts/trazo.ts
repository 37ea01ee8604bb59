import { CommanderError } from "commander";
import { EXIT } from "./trazo/exit-codes";
import { createProgram } from "./trazo/program";
import { describeFailure } from "./trazo/terminal";

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version end this way too, with 0; everything else is wrong usage, already explained.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = EXIT.failure;
  }
}
