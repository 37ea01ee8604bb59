import "server-only";
import { getApp } from "./app";
import { takeUpLeftOverJobs } from "./job-runner";
import { endAllStreams } from "./live/bus";
import { sweepModelFiles } from "./models/model-files";
import { startNotificationMail } from "./notification-mail";
import { SettingsError } from "./settings";
import { sweepUploads } from "./staged-uploads";

/** A server that cannot work must not answer: say why on the terminal and stop. */
export async function boot(): Promise<void> {
  try {
    const app = getApp();
    await takeUpLeftOverJobs(app);
    await sweepUploads(app, Date.now());
    await sweepModelFiles(app, Date.now());
    startNotificationMail(app);
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, endAllStreams);
  } catch (error) {
    console.error(error instanceof SettingsError ? error.message : error);
    console.error("Trazo did not start.");
    process.exit(1);
  }
}
