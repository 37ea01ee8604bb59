import { existsSync } from "node:fs";
import type { Command } from "commander";
import { restoreBackup } from "@/lib/server/backup/restore-backup";
import { writeBackup } from "@/lib/server/backup/write-backup";
import { readSettings } from "@/lib/server/settings";
import { createOutput } from "./terminal";
import { givenPath, withApp } from "./with-app";

export function addBackupCommands(program: Command): void {
  program
    .command("backup <file>")
    .description("write the database and all media into one zip, while Trazo is in use")
    .option("--force", "replace the file if it exists")
    .option("--json", "print JSON")
    .action(async (name: string, options: { json?: true; force?: true }) => {
      const output = createOutput({ isJson: options.json === true });
      const file = givenPath(name);
      if (existsSync(file) && !options.force) {
        throw new Error(`${file} exists already; with --force it is replaced.`);
      }
      const progress = output.progress("Media");
      const manifest = await withApp((app) =>
        writeBackup(app, { file, onProgress: progress.report }),
      ).finally(progress.end);
      output.print({ file, ...manifest }, () => [
        `Wrote ${file}, and read it again to verify it.`,
        describeCounts(manifest.counts),
      ]);
    });

  program
    .command("restore <file>")
    .description("put a backup in the place of the data folder (TRAZO_DATA)")
    .option("--force", "put data that are there aside, in a folder within the data folder")
    .option("--json", "print JSON")
    .action(async (name: string, options: { json?: true; force?: true }) => {
      const output = createOutput({ isJson: options.json === true });
      const settings = readSettings(process.env);
      const progress = output.progress("Media");
      const { manifest, replaced } = await restoreBackup({
        settings,
        file: givenPath(name),
        isForced: options.force === true,
        now: Date.now(),
        onProgress: progress.report,
      }).finally(progress.end);
      output.print({ dataDir: settings.dataDir, replaced, ...manifest }, () => [
        `Restored ${settings.dataDir} as it was on ${new Date(manifest.createdAt).toISOString()}.`,
        describeCounts(manifest.counts),
        ...(replaced ? [`What was there before is in ${replaced}.`] : []),
      ]);
    });
}

function describeCounts(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([what, n]) => `${n} ${what}`)
    .join(", ");
}
