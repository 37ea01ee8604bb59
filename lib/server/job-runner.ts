import { z } from "zod";
import "server-only";
import pLimit from "p-limit";
import { v7 as uuidv7 } from "uuid";
import { addJob, listUnfinishedJobs, readJob, updateJob } from "@/db/queries/jobs";
import type { ProjectRole } from "@/db/schema/projects";
import type { JobView } from "@/lib/api/jobs";
import { FormatError } from "@/lib/formats/format";
import type { JobKind } from "@/lib/jobs/job";
import { JOB_KINDS } from "@/lib/jobs/job-kinds";
import type { App } from "./app";
import { AppError } from "./app-error";
import { publish } from "./live/bus";

/** Jobs share the process with every request: more at once would be felt. */
const CONCURRENT_JOBS = 2;
const PROGRESS_EVERY_MS = 300;
const STOPPED_MESSAGE =
  "The server was stopped while this was running. Start it again: what was done stays and is recognised.";

type Runner = {
  limit: ReturnType<typeof pLimit>;
  running: Map<string, { controller: AbortController; ended: Promise<void> }>;
};

// Routes and the start-up hook are bundled apart: the one runner of the process hangs on the global.
const holder = globalThis as typeof globalThis & { trazoJobs?: Runner };

function runner(): Runner {
  holder.trazoJobs ??= { limit: pLimit(CONCURRENT_JOBS), running: new Map() };
  return holder.trazoJobs;
}

export type JobRequest = { kind: string; projectId: string; userId: string; payload: unknown };

/** Puts the work into the queue and answers at once with its id. */
export async function startJob(app: App, job: JobRequest): Promise<string> {
  const run = await addRun(app, job);
  follow(app, run, runner().limit);
  return run.jobId;
}

/** Runs short work as a job, past the queue, and answers when it has ended; throws when it failed. */
export async function runJob(app: App, job: JobRequest): Promise<void> {
  const run = await addRun(app, job);
  await follow(app, run, (work) => work());
  const ended = await readJob(app.store, run.jobId);
  if (ended?.state !== "done") throw new Error(ended?.error ?? `The job ${run.jobId} was stopped.`);
}

/** From here on the work outlives this process, should it be of a kind that is taken up. */
async function addRun(app: App, job: JobRequest): Promise<Run> {
  const kind = kindOf(job.kind);
  if (!kind) throw new AppError("invalid_request", `There is no job of the kind ${job.kind}.`);
  const payload = z.parse(kind.payload, job.payload);
  const jobId = uuidv7();
  await addJob(app.store, { ...job, id: jobId, payload, now: Date.now() });
  return { ...job, kind, payload, jobId, controller: new AbortController() };
}

function kindOf(id: string): JobKind | undefined {
  return JOB_KINDS.find((kind) => kind.id === id);
}

function follow(
  app: App,
  job: Run,
  schedule: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { jobId, controller } = job;
  const { running } = runner();
  const ended = schedule(() => run(app, job)).finally(() => running.delete(jobId));
  running.set(jobId, { controller, ended });
  return ended;
}

/** Asks a job to stop and waits until it has; a job that has ended stays as it is. */
export async function cancelJob(app: App, jobId: string): Promise<JobView | null> {
  const entry = runner().running.get(jobId);
  if (entry) {
    entry.controller.abort(new JobCancelled());
    await entry.ended;
  }
  return readJob(app.store, jobId);
}

/** Cancels in a person's name: one's own jobs, and for managers those of everybody. */
export async function stopJob(
  app: App,
  { jobId, userId, role }: { jobId: string; userId: string; role: ProjectRole },
): Promise<JobView | null> {
  const job = await readJob(app.store, jobId);
  if (job && job.userId !== userId && role !== "manager") {
    throw new AppError("forbidden", "Only a manager can stop what somebody else started.");
  }
  return cancelJob(app, jobId);
}

/** Waits for a job of this process; for tests and orderly shutdown. */
export async function jobEnded(jobId: string): Promise<void> {
  await runner().running.get(jobId)?.ended;
}

/**
 * Called at start, when no job of an earlier process can still be running: goes on with the kinds
 * that are taken up, and marks the others as failed.
 */
export async function takeUpLeftOverJobs(app: App): Promise<void> {
  const left = await listUnfinishedJobs(app.store, { before: Date.now() });
  for (const { id: jobId, kind: kindId, projectId, userId, payload: kept } of left) {
    const kind = kindOf(kindId);
    const payload = kind?.isTakenUp ? z.safeParse(kind.payload, kept) : null;
    if (!kind || !payload?.success || projectId === null || userId === null) {
      const change = { state: "failed" as const, error: STOPPED_MESSAGE, now: Date.now() };
      await updateJob(app.store, jobId, change);
      continue;
    }
    await updateJob(app.store, jobId, { state: "queued", done: 0, total: 0, now: Date.now() });
    const controller = new AbortController();
    const job = { kind, jobId, projectId, userId, payload: payload.data, controller };
    follow(app, job, runner().limit);
  }
}

class JobCancelled extends Error {}

type Run = {
  kind: JobKind;
  jobId: string;
  projectId: string;
  userId: string;
  payload: unknown;
  controller: AbortController;
};

/** Never throws: how it ended is in the job's row. */
async function run(app: App, job: Run): Promise<void> {
  const { jobId, controller } = job;
  const { signal } = controller;
  const progress = createProgress(app, jobId);
  try {
    signal.throwIfAborted();
    await updateJob(app.store, jobId, {
      state: "running",
      startedAt: Date.now(),
      now: Date.now(),
    });
    const result = await job.kind.run(job.payload, {
      app,
      jobId,
      projectId: job.projectId,
      userId: job.userId,
      signal,
      progress: progress.report,
    });
    await updateJob(app.store, jobId, {
      ...(await progress.last()),
      state: "done",
      result,
      now: Date.now(),
    });
    // Most work is done on items; who shows some asks what became of them.
    publish(job.projectId, { kind: "items" });
    if (job.kind.id === "label") publish(job.projectId, { kind: "labels" });
  } catch (error) {
    const isCancelled = signal.aborted;
    const isExpected = error instanceof AppError || error instanceof FormatError;
    if (!isCancelled && !isExpected) console.error(error);
    await updateJob(app.store, jobId, {
      ...(await progress.last()),
      ...(isCancelled
        ? { state: "cancelled" as const }
        : { state: "failed" as const, error: sentence(error) }),
      now: Date.now(),
    }).catch((cause: unknown) => console.error(cause));
  }
}

function createProgress(app: App, jobId: string) {
  let latest: { done: number; total: number } | null = null;
  let writtenAt = 0;
  let writing: Promise<void> = Promise.resolve();
  return {
    report(done: number, total: number) {
      latest = { done, total };
      const now = Date.now();
      if (now - writtenAt < PROGRESS_EVERY_MS) return;
      writtenAt = now;
      // Progress that cannot be written is not worth failing for.
      writing = writing.then(() =>
        updateJob(app.store, jobId, { done, total, now }).catch(() => undefined),
      );
    },
    async last() {
      await writing;
      return latest ?? {};
    },
  };
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
