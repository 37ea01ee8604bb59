import "server-only";
import pLimit from "p-limit";
import { readMediaKind } from "@/db/queries/projects";
import type { LearnedDictionary } from "@/lib/api/models";
import type { LetterCase } from "@/lib/models/rules/text-rule";
import type { App } from "../app";
import { AppError } from "../app-error";
import { runWorker } from "../workers/start-worker";
import { dictionaryWorker } from "./dictionary-worker";

/** All texts of a project of 100,000 would take minutes. */
const MAX_READ = 2_000;

// One thread is enough for what people ask for now and then.
const holder = globalThis as typeof globalThis & { trazoDictionary?: ReturnType<typeof pLimit> };

/** The words of the project's submitted texts, counted now, on a thread of its own. */
export async function projectDictionary(
  app: App,
  of: { projectId: string; letterCase: LetterCase },
): Promise<LearnedDictionary> {
  const kind = await readMediaKind(app.store, of.projectId);
  if (kind !== "text") {
    const message = "Words are learned in projects of texts.";
    throw new AppError("refused", message, { extra: { reason: "wrong_media" } });
  }
  holder.trazoDictionary ??= pLimit(1);
  const { databaseFile } = app.settings;
  const work = { ...of, databaseFile, maxRead: MAX_READ };
  return holder.trazoDictionary(() => runWorker(dictionaryWorker, work).result);
}
