import "server-only";
import { randomUUID } from "node:crypto";
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";

const KEY = "trazo-process-run";

// Bundles and workers load this file several times over; one process has one name.
const holder = globalThis as typeof globalThis & { trazoProcessRun?: string };

/**
 * Names this run of the process, the same in its worker threads: tells it from an earlier process
 * that had the same pid (a container's is always 1).
 */
export function processRun(): string {
  holder.trazoProcessRun ??= String(getEnvironmentData(KEY) ?? randomUUID().slice(0, 8));
  return holder.trazoProcessRun;
}

/** Before a worker starts: what it finds as its environment data is copied then. */
export function shareProcessRun(): void {
  setEnvironmentData(KEY, processRun());
}
