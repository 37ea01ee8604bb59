import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { listProjectLabels } from "@/db/queries/import-match";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { type ExportRequest, exportRequestSchema } from "@/lib/api/exports";
import { FORMATS } from "@/lib/formats/formats";
import type { DatasetReport } from "@/lib/formats/report";
import { parseRatio } from "@/lib/formats/split";
import type { App } from "@/lib/server/app";
import { startExport } from "@/lib/server/export/start-export";
import { EXIT } from "./exit-codes";
import { hasIssues, issueLines, splitTable } from "./format-report";
import { splitList } from "./project-commands";
import { createOutput, type Progress } from "./terminal";
import { givenPath, projectByIdOrName, withApp } from "./with-app";

type Options = {
  format: string;
  out: string;
  media?: true;
  images?: true;
  split?: Pick<ExportRequest, "splitMode"> & { ratios?: ExportRequest["ratios"] };
  seed: number;
  states: ExportRequest["states"];
  labels?: string;
  json?: true;
};

/** Formats that can be written, whatever the kind of media; the project decides which it can be. */
const WRITABLE = FORMATS.filter(({ write }) => write !== undefined).map(({ id }) => id);

export function addExportCommand(program: Command): void {
  program
    .command("export <project>")
    .description("write the results of a project as a dataset")
    .addOption(
      new Option("--format <id>", "of the dataset").choices(WRITABLE).makeOptionMandatory(),
    )
    .requiredOption("--out <zip>", "file to write; one that is there is replaced")
    .option("--media", "put the images, texts or recordings into the zip, too")
    .option("--images", "the same as --media")
    .option(
      "--split <ratio>",
      "80/10/10 (train, val, test), or own: what each item says",
      parseSplit,
    )
    .option("--seed <n>", "another number divides differently", parseSeed, 1)
    .option("--states <states>", "of the items", parseStates, ["submitted", "accepted"])
    .option("--labels <names>", "only these, separated by commas")
    .option("--json", "print JSON")
    .action(async (project: string, options: Options) => {
      const output = createOutput({ isJson: options.json === true });
      const file = givenPath(options.out);
      const progress = output.progress("Items");
      const report = await withApp(async (app) => {
        const { id: projectId } = await projectByIdOrName(app, project);
        const request = await toRequest(app, projectId, options);
        return writeExport(app, { projectId, request, file, progress });
      }).finally(progress.end);
      output.print({ file, report }, () => [
        `Wrote ${file}`,
        "",
        ...splitTable(report),
        ...issueLines(report),
      ]);
      if (hasIssues(report)) process.exitCode = EXIT.doneWithIssues;
    });
}

async function toRequest(app: App, projectId: string, options: Options): Promise<ExportRequest> {
  return exportRequestSchema.parse({
    format: options.format,
    states: options.states,
    labelIds: options.labels ? await labelIds(app, projectId, splitList(options.labels)) : null,
    ...(options.split ?? { splitMode: "none" }),
    seed: options.seed,
    hasMedia: options.media === true || options.images === true,
  });
}

async function labelIds(app: App, projectId: string, names: string[]): Promise<string[]> {
  const labels = await listProjectLabels(app.store, projectId);
  return names.map((name) => {
    const label = labels.find((each) => each.name === name);
    if (!label) throw new Error(`The project has no label "${name}".`);
    return label.id;
  });
}

type Writing = { projectId: string; request: ExportRequest; file: string; progress: Progress };

/** The file appears only when it is whole. */
async function writeExport(app: App, writing: Writing): Promise<DatasetReport> {
  const { projectId, request, file, progress } = writing;
  const partial = `${file}.${randomUUID().slice(0, 8)}.partial`;
  try {
    const work = { projectId, request, kind: "zip" } as const;
    const { output, result } = await startExport(app.settings, work, {
      onProgress: progress.report,
    });
    await pipeline(output, createWriteStream(partial, { flags: "wx" }));
    const { report } = await result;
    await rename(partial, file);
    return report;
  } finally {
    await rm(partial, { force: true });
  }
}

function parseSplit(text: string): Options["split"] {
  if (text === "own") return { splitMode: "own" };
  const ratios = parseRatio(text);
  if (!ratios) throw new InvalidArgumentError("It is like 80/10/10, or own.");
  return { splitMode: "ratio", ratios };
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new InvalidArgumentError("It is a whole number from 0.");
  }
  return seed;
}

function parseStates(text: string): ExportRequest["states"] {
  if (text === "all") return [...ITEM_STATES];
  return splitList(text).map((word) => {
    const state = ITEM_STATES.find((each) => each === word);
    if (!state) throw new InvalidArgumentError(`There are ${ITEM_STATES.join(", ")}, and all.`);
    return state;
  });
}
