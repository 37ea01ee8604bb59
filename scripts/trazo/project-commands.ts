import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { createProject, listProjects } from "@/db/queries/projects";
import { createProjectSchema } from "@/lib/api/projects";
import { MEDIA_KINDS } from "@/lib/media/media";
import { createOutput, formatTable } from "./terminal";
import { actingUser, givenPath, withApp } from "./with-app";

type CreateOptions = { media: string; labels: string; guide?: string; json?: true };

export function addProjectCommands(program: Command): void {
  const project = program.command("project").description("create and list projects");

  project
    .command("create <name>")
    .description("create a project of images, texts or recordings")
    .addOption(
      new Option("--media <kind>", "what is labelled").choices(MEDIA_KINDS).default("image"),
    )
    .option("--labels <names>", "labels in class order, separated by commas", "")
    .option("--guide <file>", "Markdown file with the guide for annotators")
    .option("--json", "print JSON")
    .action(async (name: string, options: CreateOptions) => {
      const output = createOutput({ isJson: options.json === true });
      await withApp(async (app) => {
        const user = await actingUser(app);
        const wanted = createProjectSchema.safeParse({
          name,
          mediaKind: options.media,
          guide: options.guide ? await readFile(givenPath(options.guide), "utf8") : "",
          labels: splitList(options.labels).map((label) => ({ name: label })),
        });
        if (!wanted.success) {
          throw new Error(wanted.error.issues.map((issue) => issue.message).join("; "));
        }
        const now = Date.now();
        const id = await createProject(app.store, { project: wanted.data, userId: user.id, now });
        output.print({ id, name }, () => [`Created "${name}": ${id}`]);
      });
    });

  project
    .command("list")
    .description("list all projects")
    .option("--json", "print JSON")
    .action(async (options: { json?: true }) => {
      const output = createOutput({ isJson: options.json === true });
      await withApp(async (app) => {
        const projects = await listProjects(app.store, { id: "", role: "owner" });
        output.print({ projects }, () =>
          projects.length === 0
            ? ["There are no projects."]
            : formatTable([
                ["id", "name", "media", "items", "submitted", "accepted"],
                ...projects.map((p) => [
                  p.id,
                  p.name,
                  p.mediaKind,
                  p.itemCount,
                  p.counts.submitted,
                  p.counts.accepted,
                ]),
              ]),
        );
      });
    });
}

/** "a, b" as ["a", "b"]. */
export function splitList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
