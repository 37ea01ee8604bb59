import { type Command, Option } from "commander";
import { IMPORT_MODES, IMPORT_STATES, importOptionsSchema } from "@/lib/api/imports";
import { importDataset } from "@/lib/server/import/import-dataset";
import { openFiles } from "@/lib/server/import/open-files";
import { EXIT } from "./exit-codes";
import { hasIssues, importLines } from "./format-report";
import { createOutput } from "./terminal";
import { actingUser, givenPath, projectByIdOrName, withApp } from "./with-app";

type Options = {
  format: string;
  dryRun?: true;
  mode: string;
  state: string;
  map: string[];
  json?: true;
};

export function addImportCommand(program: Command): void {
  program
    .command("import <project> <path>")
    .description("take in images and datasets from a file, a folder or a zip")
    .option("--format <id>", "auto, coco, yolo, darknet or files", "auto")
    .option("--dry-run", "report what would be done; write nothing")
    .addOption(
      new Option("--mode <mode>", "keep what items have, or make it what the dataset says")
        .choices(IMPORT_MODES)
        .default("add"),
    )
    .addOption(
      new Option("--state <state>", "of items that nobody has worked on")
        .choices(IMPORT_STATES)
        .default("submitted"),
    )
    .option("--map <from=to>", "take a label of the dataset for one of the project", collect, [])
    .option("--json", "print JSON")
    .action(async (project: string, path: string, options: Options, command: Command) => {
      const output = createOutput({ isJson: options.json === true });
      const parsed = importOptionsSchema.parse({
        format: options.format,
        isDryRun: options.dryRun === true,
        mode: options.mode,
        state: options.state,
        labelNames: Object.fromEntries(options.map.map((pair) => parsePair(pair, command))),
      });
      const progress = output.progress("Items");
      const report = await withApp(async (app) => {
        const { id: projectId } = await projectByIdOrName(app, project);
        const user = await actingUser(app);
        const files = await openFiles(givenPath(path));
        try {
          return await importDataset({
            ...{ app, projectId, userId: user.id, files, options: parsed },
            onProgress: progress.report,
          });
        } finally {
          await files.close();
        }
      }).finally(progress.end);
      output.print(report, () => importLines(report));
      if (hasIssues(report.dataset)) process.exitCode = EXIT.doneWithIssues;
    });
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function parsePair(pair: string, command: Command): [string, string] {
  const at = pair.indexOf("=");
  if (at < 1) command.error(`error: --map wants from=to, not "${pair}"`);
  return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}
