import "server-only";
import { Readable } from "node:stream";
import type { Worker } from "node:worker_threads";
import { errorFromData, WorkerError } from "./worker-error";
import type { FromWorker, ToWorker, WorkerSpec } from "./worker-spec";

/** How long cancelled work may take to end by itself; then its thread is ended. */
const CANCEL_GRACE_MS = 2_000;

export type WorkerOptions = {
  /** Aborting rejects the result with the signal's reason, once the worker has stopped. */
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
};

/** One piece of work on a thread, from its input to its result. */
export class WorkerRun<Input, Result> {
  /** What the work writes. Nobody need read it; destroying it cancels the run. */
  readonly output: Readable;
  /** Rejects with an AppError or FormatError as thrown inside, else with a WorkerError. */
  readonly result: Promise<Result>;
  private readonly spec: WorkerSpec<Input, Result>;
  private readonly options: WorkerOptions;
  private worker: Worker | null = null;
  private isOver = false;
  private isCancelled = false;
  private killTimer: NodeJS.Timeout | undefined;
  private untaken = 0;
  private resolve: (result: Result) => void = () => undefined;
  private reject: (reason: unknown) => void = () => undefined;

  constructor(spec: WorkerSpec<Input, Result>, options: WorkerOptions) {
    this.spec = spec;
    this.options = options;
    this.output = new Readable({
      read: () => this.takeAll(),
      destroy: (error, done) => {
        this.cancel();
        done(error);
      },
    });
    // An unread output must not bring the process down: the result tells the error too.
    this.output.on("error", () => undefined);
    this.result = new Promise<Result>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Whoever only reads the output hears of a failure there.
    this.result.catch(() => undefined);
    options.signal?.addEventListener("abort", this.cancel, { once: true });
  }

  begin(worker: Worker, input: Input): void {
    if (this.isOver) return;
    this.worker = worker;
    if (this.isCancelled || this.options.signal?.aborted) {
      this.isCancelled = true;
      this.fail(null);
      return;
    }
    worker.on("message", this.onMessage).on("error", this.onError).on("exit", this.onExit);
    this.send({ type: "run", input });
  }

  /** The thread could not be started. */
  refuse(error: unknown): void {
    this.fail(error);
  }

  private readonly cancel = (): void => {
    if (this.isOver || this.isCancelled) return;
    this.isCancelled = true;
    this.send({ type: "cancel" });
    this.killTimer = setTimeout(() => void this.worker?.terminate(), CANCEL_GRACE_MS);
  };

  private readonly onMessage = (message: FromWorker<Result>): void => {
    if (message.type === "progress") this.options.onProgress?.(message.done, message.total);
    else if (message.type === "chunk") {
      this.untaken += 1;
      if (this.output.push(message.bytes)) this.takeAll();
    } else if (message.type === "failed") this.fail(errorFromData(message.error));
    else if (this.end()) {
      this.output.push(null);
      this.resolve(message.result);
    }
  };

  private readonly onError = (error: Error): void => {
    const { entry, maxHeapMb } = this.spec;
    const isMemory = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
    const code = isMemory ? "out_of_memory" : "failed";
    const message = isMemory
      ? `The worker ${entry} needed more than the ${maxHeapMb} MB of memory that it may take.`
      : error.message;
    this.fail(new WorkerError(code, message, { cause: error }));
  };

  private readonly onExit = (): void => {
    this.fail(new WorkerError("stopped", `The worker ${this.spec.entry} ended without an answer.`));
  };

  /** A run that was cancelled ends with the reason for that, whatever it stumbled over then. */
  private fail(error: unknown): void {
    if (!this.end()) return;
    const { signal } = this.options;
    let reason = error;
    if (this.isCancelled) {
      reason = signal?.aborted
        ? signal.reason
        : new WorkerError("stopped", `The worker ${this.spec.entry} was cancelled.`);
    }
    this.output.destroy(reason instanceof Error ? reason : new Error(String(reason)));
    this.reject(reason);
  }

  private end(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    clearTimeout(this.killTimer);
    this.options.signal?.removeEventListener("abort", this.cancel);
    this.worker?.off("message", this.onMessage).off("error", this.onError).off("exit", this.onExit);
    return true;
  }

  /** Tells the worker that its chunks have been taken; after the end a next run would hear it. */
  private takeAll(): void {
    for (; this.untaken > 0 && !this.isOver; this.untaken -= 1) this.send({ type: "taken" });
  }

  private send(message: ToWorker<Input>): void {
    this.worker?.postMessage(message);
  }
}
