import path from "node:path";
import { type Command, Option } from "commander";
import {
  IMPORT_MODES,
  IMPORT_STATES,
  IMPORT_TARGETS,
  type ImportOptions,
  importOptionsSchema,
  tableChoiceSchema,
} from "@/lib/api/imports";
import { FORMATS } from "@/lib/formats/formats";
import { importDataset } from "@/lib/server/import/import-dataset";
import { openFiles } from "@/lib/server/import/open-files";
import { TEXT_ENCODINGS } from "@/lib/text/decode";
import { EXIT } from "./exit-codes";
import { hasIssues, importLines } from "./format-report";
import { splitList } from "./project-commands";
import { createOutput } from "./terminal";
import { actingUser, givenPath, projectByIdOrName, withApp } from "./with-app";

/** What settles how a table of texts is read. */
type TableFlags = {
  text?: string;
  id?: string;
  name?: string;
  label?: string[];
  separator?: string;
  answer?: string[];
  meta?: string[];
  encoding?: string;
  delimiter?: string;
  header: boolean;
  lines?: true;
};

/** Formats that can be read, whatever the kind of media. */
const READABLE = FORMATS.filter(({ read }) => read !== undefined).map(({ id }) => id);

type Options = {
  format: string;
  dryRun?: true;
  as: string;
  title?: string;
  mode: string;
  state: string;
  map: string[];
  json?: true;
} & TableFlags;

export function addImportCommand(program: Command): void {
  program
    .command("import <project> <path>")
    .description("take in images, texts, recordings and datasets from a file, a folder or a zip")
    .option("--format <id>", `auto, or one of ${READABLE.join(", ")}`, "auto")
    .option("--dry-run", "report what would be done; write nothing")
    .addOption(
      new Option("--as <kind>", "people's work, or suggestions for them to decide on")
        .choices(IMPORT_TARGETS)
        .default("work"),
    )
    .option("--title <text>", "what suggestions are listed under (default: the name of the file)")
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
    .option("--text <column>", "of a table: the column with the texts")
    .option("--id <column>", "the column with the ids of the records")
    .option("--name <column>", "the column with the names of the items")
    .option("--label <columns>", "columns with classes of the whole text", splitList)
    .option("--separator <text>", "parts several classes in one cell")
    .option("--answer <columns>", "columns with written answers", splitList)
    .option(
      "--meta <columns>",
      'columns to keep beside the text; none: "" (default: all others)',
      splitList,
    )
    .addOption(
      new Option("--encoding <name>", "of the texts; detected when left out").choices([
        ...TEXT_ENCODINGS,
        "latin-1",
      ]),
    )
    .option("--delimiter <character>", "between the columns; tab for a tab; detected when left out")
    .option("--no-header", 'the first row is a record already; columns are "column 1" and so on')
    .option("--lines", "every line of a text file is an item")
    .option("--json", "print JSON")
    .action(async (project: string, given: string, options: Options, command: Command) => {
      const output = createOutput({ isJson: options.json === true });
      const parsed = importOptionsSchema.parse({
        format: formatOf(options),
        isDryRun: options.dryRun === true,
        as: options.as,
        title: options.title ?? null,
        mode: options.mode,
        state: options.state,
        table: tableChoice(options),
        labelNames: Object.fromEntries(options.map.map((pair) => parsePair(pair, command))),
      });
      const progress = output.progress("Items");
      const report = await withApp(async (app) => {
        const { id: projectId } = await projectByIdOrName(app, project);
        const user = await actingUser(app);
        const place = givenPath(given);
        const files = await openFiles(place);
        try {
          return await importDataset({
            ...{ app, projectId, userId: user.id, files, options: parsed },
            name: path.basename(place),
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

/** Whoever names columns has a table. */
function formatOf(options: Options): string {
  const { format, text, id, name, label, answer, meta, delimiter, header, lines } = options;
  const isTable = [text, id, name, label, answer, meta, delimiter, lines].some(Boolean) || !header;
  return format === "auto" && isTable ? "table" : format;
}

function tableChoice(options: Options): ImportOptions["table"] {
  const { text, id, name, label, separator, answer, meta, encoding, delimiter, lines } = options;
  const isMapped = [text, id, name, label, answer, meta].some((each) => each !== undefined);
  return tableChoiceSchema.parse({
    format: lines ? "lines" : null,
    encoding: encoding === "latin-1" ? "windows-1252" : (encoding ?? null),
    delimiter: delimiter === "tab" ? "\t" : (delimiter ?? null),
    hasHeader: options.header,
    mapping: isMapped
      ? {
          ...{ text: text ?? null, id: id ?? null, name: name ?? null, metadata: meta ?? null },
          classes: (label ?? []).map((column) => ({ column, separator: separator ?? null })),
          answers: answer ?? [],
        }
      : null,
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
