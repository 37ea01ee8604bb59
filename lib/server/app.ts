import "server-only";
import fs from "node:fs";
import path from "node:path";
import { type OpenStore, openStore } from "@/db/client";
import { readSettings, type Settings } from "./settings";

/** What lives as long as the process: settings and the open database. */
export type App = { settings: Settings; store: OpenStore };

const holder = globalThis as typeof globalThis & { trazoApp?: App };

/** Opens the application once per process; development reloads keep the handle. */
export function getApp(): App {
  holder.trazoApp ??= openApp(readSettings(process.env));
  return holder.trazoApp;
}

/** For tests and the command line: use these settings instead of the environment's. */
export function setApp(app: App): void {
  holder.trazoApp = app;
}

export function openApp(settings: Settings): App {
  fs.mkdirSync(settings.dataDir, { recursive: true });
  return { settings, store: openStore(settings.databaseFile, migrationsFolder()) };
}

export function migrationsFolder(): string {
  const root = process.env["TRAZO_ROOT"] ?? process.cwd();
  return path.join(/* turbopackIgnore: true */ root, "db", "migrations");
}
