import { ApiError } from "@/lib/api/client";
import { retryDelayMs } from "@/lib/editor/saving/backoff";
import type { ChosenFile } from "./collect-files";
import {
  type DatasetView,
  IDLE,
  PROBLEM_REASONS,
  type ProblemReason,
  type ProblemView,
  type UploadEntry,
  type UploadProblem,
  type UploadSnapshot,
  type UploadTarget,
} from "./upload-entry";
import { forgetUpload } from "./upload-memory";
import { createRate } from "./upload-rate";
import {
  ArchiveFailed,
  CHECK_BATCH,
  checkKnown,
  dropStaged,
  isArchive,
  isServerThere,
  type Sent,
  sendEntry,
  wait,
} from "./upload-transport";

const LANES = 4;
/** Decoding and storing a file takes the time of about so many bytes more, so a thousand small ones are no small thing. */
const FILE_COST_BYTES = 300_000;
/** Views hear of changes at most so often, however many files finish. */
const NOTIFY_MS = 200;
/** A server that answers with errors is given up for this file after so many tries; a lost connection never is. */
const MAX_SERVER_FAILURES = 6;

/** Tries again later by itself, for all files: the connection is gone, or the server is. */
class Stalled extends Error {}

/**
 * Everything that this page uploads, across projects. Four files at a time; before that, batches are asked for by hash, so
 * that dropping the same folder again goes on where it ended.
 */
export class UploadQueue {
  private readonly listeners = new Set<() => void>();
  private entries: UploadEntry[] = [];
  private toCheck: UploadEntry[] = [];
  private toSend: UploadEntry[] = [];
  private problems: readonly ProblemView[] = [];
  private datasets: readonly DatasetView[] = [];
  private archived = { added: 0, duplicates: 0 };
  private snapshot: UploadSnapshot = IDLE;
  private notifyTimer: ReturnType<typeof setTimeout> | null = null;
  private nextId = 1;
  private run = new AbortController();
  private lanes = 0;
  private isChecking = false;
  private pausedBy: UploadSnapshot["pausedBy"] = null;
  private stall: Promise<void> | null = null;
  private stalls = 0;
  private wake: (() => void) | null = null;
  private readonly rate = createRate();
  private readonly workRate = createRate();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getSnapshot = (): UploadSnapshot => this.snapshot;

  add({ projectId, mediaKind }: UploadTarget, files: readonly ChosenFile[]): void {
    if (files.length === 0) return;
    if (this.snapshot.status === "done") this.clear();
    for (const { file, path } of files) {
      const entry: UploadEntry = {
        ...{ id: this.nextId++, projectId, mediaKind, path, file, state: "waiting", sentBytes: 0 },
        ...{ uploadId: null, preparing: null, jobId: null, failures: 0, problem: null },
      };
      this.entries.push(entry);
      this.toCheck.push(entry);
    }
    this.pump();
  }

  pause(by: NonNullable<UploadSnapshot["pausedBy"]> = "person"): void {
    this.pausedBy = by;
    this.stop();
    this.changed();
  }

  resume(): void {
    this.pausedBy = null;
    this.pump();
  }

  /** Gives up what has not arrived. */
  cancel(): void {
    this.pausedBy = null;
    this.stop();
    for (const entry of this.entries) {
      if (entry.state !== "waiting" && entry.state !== "sending") continue;
      entry.state = "cancelled";
      dropStaged(entry);
    }
    this.toCheck = [];
    this.toSend = [];
    this.changed();
  }

  retryProblems(): void {
    const failed = this.entries.filter(({ state }) => state === "problem");
    for (const entry of failed) {
      Object.assign(entry, { state: "waiting", problem: null, failures: 0, sentBytes: 0 });
    }
    this.problems = [];
    this.toCheck.push(...failed);
    this.pump();
  }

  /** Forgets what is finished. */
  clear(): void {
    this.entries = this.entries.filter(({ state }) => state === "waiting" || state === "sending");
    this.problems = [];
    this.archived = { added: 0, duplicates: 0 };
    this.changed();
  }

  /** The dataset was taken in or given up. */
  settleDataset(id: number): void {
    this.datasets = this.datasets.filter((dataset) => dataset.id !== id);
    this.changed();
  }

  /** The connection is back: do not wait for the next try. */
  wakeUp(): void {
    this.wake?.();
  }

  private stop(): void {
    this.run.abort(new DOMException("Stopped", "AbortError"));
    this.run = new AbortController();
    this.wake?.();
  }

  private pump(): void {
    this.changed();
    if (this.pausedBy !== null) return;
    if (!this.isChecking && this.toCheck.length > 0) void this.check(this.run.signal);
    while (this.lanes < LANES && this.toSend.length > 0) {
      this.lanes += 1;
      void this.lane(this.run.signal).finally(() => {
        this.lanes -= 1;
        this.pump();
      });
    }
  }

  /** Keeps a batch ahead of the lanes. */
  private async check(signal: AbortSignal): Promise<void> {
    this.isChecking = true;
    try {
      while (!signal.aborted && this.toCheck.length > 0 && this.toSend.length < CHECK_BATCH) {
        const projectId = this.toCheck[0]?.projectId ?? "";
        const batch = this.toCheck
          .slice(0, CHECK_BATCH)
          .filter((entry) => entry.projectId === projectId);
        await this.checkBatch(projectId, batch, signal);
        if (signal.aborted) break;
        const done = new Set(batch);
        this.toCheck = this.toCheck.filter((entry) => !done.has(entry));
        this.pump();
      }
    } finally {
      this.isChecking = false;
    }
    if (this.toCheck.length > 0 && this.toSend.length < CHECK_BATCH) this.pump();
  }

  private async checkBatch(projectId: string, batch: UploadEntry[], signal: AbortSignal) {
    try {
      const answer = await this.persistently(signal, () => checkKnown(projectId, batch, signal));
      for (const entry of batch) {
        if (entry.state !== "waiting") continue;
        const foreign = answer.foreign.get(entry);
        if (answer.known.has(entry)) entry.state = "duplicate";
        else if (foreign) this.fail(entry, { reason: foreign, detail: null });
        else if (!isArchive(entry) && entry.file.size > answer.maxFileBytes) {
          this.fail(entry, { reason: "too_large_bytes", detail: null });
        } else this.toSend.push(entry);
      }
    } catch (error) {
      if (signal.aborted) return;
      for (const entry of batch) this.fail(entry, problemOf(error));
    }
  }

  private async lane(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const entry = this.toSend.shift();
      if (entry === undefined) return;
      if (this.toSend.length < CHECK_BATCH / 2 && !this.isChecking && this.toCheck.length > 0) {
        void this.check(signal);
      }
      entry.state = "sending";
      this.changed();
      try {
        this.arrived(entry, await this.persistently(signal, () => this.send(entry, signal), entry));
      } catch (error) {
        if (signal.aborted) this.putBack(entry);
        else this.fail(entry, problemOf(error));
      }
      if (!signal.aborted) this.workRate.add(FILE_COST_BYTES, performance.now());
      this.changed();
    }
  }

  private send(entry: UploadEntry, signal: AbortSignal): Promise<Sent> {
    const onProgress = (sentBytes: number) => {
      const now = performance.now();
      const newBytes = Math.max(0, sentBytes - entry.sentBytes);
      this.rate.add(newBytes, now);
      this.workRate.add(newBytes, now);
      entry.sentBytes = sentBytes;
      this.stalls = 0;
      this.changed();
    };
    const onPreparing = (share: number | null) => {
      entry.preparing = { share };
      // The server is at work: what failed before is over.
      entry.failures = 0;
      this.changed();
    };
    return sendEntry(entry, { signal, onProgress, onPreparing }).finally(() => {
      entry.preparing = null;
    });
  }

  /** Again and again while the connection is gone; a few times while the server fails. */
  private async persistently<T>(
    signal: AbortSignal,
    work: () => Promise<T>,
    counts: { failures: number } = { failures: 0 },
  ): Promise<T> {
    while (true) {
      await this.stall;
      signal.throwIfAborted();
      try {
        const result = await work();
        this.stalls = 0;
        return result;
      } catch (error) {
        if (signal.aborted) throw error;
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 401) this.pause("signed_out");
        else if (error.code === "storage_full") this.pause("storage_full");
        else if (error.status === 0 && !(await isServerThere(signal))) await this.stallAll(signal);
        else if (isWorthRetrying(error) && ++counts.failures < MAX_SERVER_FAILURES) {
          await wait(retryDelayMs(counts.failures, Math.random), signal);
        } else throw error;
      }
    }
  }

  /** One wait for all lanes, ended by `wakeUp`. */
  private stallAll(signal: AbortSignal): Promise<void> {
    this.stalls += 1;
    const ended = new AbortController();
    this.wake = () => ended.abort(new Stalled());
    this.stall ??= wait(
      retryDelayMs(this.stalls, Math.random),
      AbortSignal.any([signal, ended.signal]),
    )
      .catch(() => undefined)
      .finally(() => {
        this.stall = null;
        this.wake = null;
        this.changed();
      });
    this.changed();
    return this.stall;
  }

  private arrived(entry: UploadEntry, sent: Sent): void {
    entry.sentBytes = entry.file.size;
    if (sent.kind === "dataset") {
      const { id, projectId, path: name } = entry;
      const { jobId, uploadId } = sent;
      this.datasets = [...this.datasets, { id, projectId, name, jobId, uploadId }];
      entry.state = "dataset";
      return;
    }
    if (entry.uploadId !== null) forgetUpload(entry.uploadId);
    entry.uploadId = null;
    if (sent.kind !== "archive") {
      entry.state = sent.kind;
      return;
    }
    entry.state = "added";
    // The archive itself counts as one added file; what it held replaces that.
    this.archived.added += sent.added - 1;
    this.archived.duplicates += sent.duplicates;
    const issues = sent.issues.map(({ path, code, message }) => ({
      ...{ id: this.nextId++, path: `${entry.path}/${path}`, sizeBytes: 0 },
      problem: { reason: asReason(code) ?? ("archive" as const), detail: message },
    }));
    this.problems = [...this.problems, ...issues];
  }

  private putBack(entry: UploadEntry): void {
    if (entry.state !== "sending") return;
    entry.state = "waiting";
    if (entry.uploadId === null) entry.sentBytes = 0;
    this.toSend.unshift(entry);
  }

  private fail(entry: UploadEntry, problem: UploadProblem): void {
    Object.assign(entry, { state: "problem", problem });
    if (entry.uploadId !== null) forgetUpload(entry.uploadId);
    const { id, path, file } = entry;
    this.problems = [...this.problems, { id, path, sizeBytes: file.size, problem }];
  }

  private changed(): void {
    this.notifyTimer ??= setTimeout(() => {
      this.notifyTimer = null;
      this.snapshot = this.look();
      for (const listener of this.listeners) listener();
    }, NOTIFY_MS);
  }

  private look(): UploadSnapshot {
    const seen = {
      ...{ waiting: 0, sending: 0, added: 0, duplicate: 0 },
      ...{ dataset: 0, problem: 0, cancelled: 0 },
    };
    let totalBytes = 0;
    let doneBytes = 0;
    const sending: string[] = [];
    const preparing: { path: string; share: number | null }[] = [];
    for (const { state, file, sentBytes, path, preparing: decoding } of this.entries) {
      seen[state] += 1;
      totalBytes += file.size;
      if (state === "sending" && decoding) preparing.push({ path, share: decoding.share });
      else if (state === "sending") sending.push(path);
      doneBytes += state === "waiting" || state === "sending" ? sentBytes : file.size;
    }
    const unfinished = seen.waiting + seen.sending;
    const now = performance.now();
    const bytesPerSecond = this.rate.perSecond(now);
    const workPerSecond = this.workRate.perSecond(now);
    const totalWork = totalBytes + this.entries.length * FILE_COST_BYTES;
    const workLeft = totalBytes - doneBytes + unfinished * FILE_COST_BYTES;
    return {
      status: this.statusOf(unfinished > 0),
      pausedBy: this.pausedBy,
      projectIds: [...new Set(this.entries.map(({ projectId }) => projectId))],
      total: this.entries.length,
      unfinished,
      added: seen.added + this.archived.added,
      duplicates: seen.duplicate + this.archived.duplicates,
      cancelled: seen.cancelled,
      ...{ totalBytes, doneBytes, bytesPerSecond, problems: this.problems },
      ...{ sending, preparing },
      datasets: this.datasets,
      fraction: totalWork === 0 ? 1 : 1 - workLeft / totalWork,
      secondsLeft: workPerSecond > 0 && unfinished > 0 ? workLeft / workPerSecond : null,
    };
  }

  private statusOf(isUnfinished: boolean): UploadSnapshot["status"] {
    if (this.entries.length === 0) return "idle";
    if (!isUnfinished) return "done";
    if (this.pausedBy !== null) return "paused";
    return this.stall === null ? "running" : "waiting";
  }
}

function isWorthRetrying({ status, code }: ApiError): boolean {
  // Status 0 though the server is there: something on the way cuts this request off, perhaps always.
  return (
    status === 0 ||
    (status >= 500 && code !== "storage_full") ||
    status === 429 ||
    status === 408 ||
    status === 409
  );
}

function problemOf(error: unknown): UploadProblem {
  if (error instanceof ArchiveFailed) return { reason: "archive", detail: error.message };
  if (!(error instanceof ApiError)) {
    // The browser could not read the file: it was moved, or changed since it was chosen.
    return { reason: "unreadable", detail: error instanceof Error ? error.message : null };
  }
  const body = error.body;
  const reason: unknown =
    typeof body === "object" && body !== null ? Reflect.get(body, "reason") : null;
  const known = asReason(reason);
  if (known !== null) return { reason: known, detail: error.detail };
  if (error.status === 413) return { reason: "too_large_bytes", detail: error.detail };
  const isDenied = error.status === 403 || error.status === 404;
  return { reason: isDenied ? "forbidden" : "server", detail: error.detail };
}

function asReason(value: unknown): ProblemReason | null {
  return PROBLEM_REASONS.find((reason) => reason === value) ?? null;
}
