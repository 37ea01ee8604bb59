import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { readMediaKind } from "@/db/queries/projects";
import { newModelSchema } from "@/lib/api/models";
import { findAdapter, recognise } from "@/lib/models/adapters";
import type { ModelIo } from "@/lib/models/model-io";
import type { App } from "@/lib/server/app";
import { keepModelFile } from "@/lib/server/models/model-files";
import { projectModels, saveModel } from "@/lib/server/models/model-library";
import { createOutput, formatTable } from "./terminal";
import { actingUser, givenPath, projectByIdOrName, withApp } from "./with-app";

type AddOptions = {
  name?: string;
  modelVersion: string;
  adapter?: string;
  classes?: string;
  licence: string;
  json?: true;
};

export function addModelCommands(program: Command): void {
  const models = program.command("models").description("list and add models");

  models
    .command("list <project>")
    .description("list the models that a project can use")
    .option("--json", "print JSON")
    .action(async (project: string, options: { json?: true }) => {
      const output = createOutput({ isJson: options.json === true });
      await withApp(async (app) => {
        const { id } = await projectByIdOrName(app, project);
        const { models: used, available } = await projectModels(app.store, id);
        const usedIds = new Set(used.map(({ version }) => version.id));
        const listed = available.map((version) => ({
          ...version,
          isUsed: usedIds.has(version.id),
        }));
        output.print({ models: listed }, () =>
          formatTable([
            ["id", "name", "version", "task", "classes", "used"],
            ...listed.map(({ id: versionId, name, version, task, classes, isUsed }) => [
              ...[versionId, name, version, task, classes.length],
              isUsed ? "yes" : "no",
            ]),
          ]),
        );
      });
    });

  models
    .command("add <project> <file>")
    .description("add an .onnx file to the library of a project; it is tried in the browser")
    .option("--name <name>", "what it is called (as the file, if not given)")
    .option("--model-version <version>", "what tells it from others of its name", "1")
    .option("--adapter <id>", "family, where the file does not show it")
    .option("--classes <file>", "names of its classes, a line each, where the file has none")
    .option("--licence <licence>", "under which it may be used", "")
    .option("--json", "print JSON")
    .action(async (project: string, file: string, options: AddOptions) => {
      const output = createOutput({ isJson: options.json === true });
      await withApp(async (app) => {
        const { id: projectId } = await projectByIdOrName(app, project);
        const version = await addModel(app, { projectId, file: givenPath(file), options });
        output.print(version, () => [
          `Added "${version.name}" (${version.adapterId}, ${version.classes.length} classes): ${version.id}`,
        ]);
      });
    });
}

async function addModel(
  app: App,
  { projectId, file, options }: { projectId: string; file: string; options: AddOptions },
) {
  const user = await actingUser(app);
  const source = createReadStream(file);
  const { hash, io } = await keepModelFile(app, { source, kind: "model", projectId });
  if (!io) throw new Error("This file says nothing of itself.");
  const adapter = await chooseAdapter(app, { projectId, io, wanted: options.adapter });
  const [role = "model", ...others] = adapter.roles;
  if (others.length + adapter.assets.length > 0) {
    throw new Error(`Models of the family ${adapter.id} have several files: add it in a browser.`);
  }
  const defaults = adapter.defaults(io);
  const given = options.classes ? await readFile(givenPath(options.classes), "utf8") : null;
  const classes = given === null ? defaults.classes : given.trim().split(/\r?\n/);
  if (classes.length === 0) throw new Error("The file names no classes: give them by --classes.");
  const { classCount } = defaults;
  if (classCount !== null && classCount !== classes.length) {
    throw new Error(`The model has ${classCount} classes; ${classes.length} were named.`);
  }
  const name = path.basename(file);
  const model = newModelSchema.parse({
    name: options.name ?? name.replace(/\.onnx$/i, ""),
    version: options.modelVersion,
    adapterId: adapter.id,
    classes,
    options: defaults.options,
    licence: options.licence,
    provenance: name,
    files: [{ role, name, hash }],
    assets: [],
  });
  return saveModel(app.store, { model, projectId, userId: user.id });
}

async function chooseAdapter(
  app: App,
  { projectId, io, wanted }: { projectId: string; io: ModelIo; wanted: string | undefined },
) {
  const kind = (await readMediaKind(app.store, projectId)) ?? "image";
  const adapter = wanted === undefined ? recognise(io, kind)[0]?.adapter : findAdapter(wanted);
  if (!adapter) {
    throw new Error(
      wanted === undefined
        ? "No family of models has such inputs and outputs; --adapter says which one it is."
        : `There is no family of models "${wanted}".`,
    );
  }
  return adapter;
}
