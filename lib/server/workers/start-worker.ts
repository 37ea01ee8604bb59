import "server-only";
import { Worker } from "node:worker_threads";
import { shareProcessRun } from "../process-run";
import { workerFile } from "./worker-file";
import { type WorkerOptions, WorkerRun } from "./worker-run";
import type { WorkerSpec } from "./worker-spec";

/** Young objects live apart from `maxHeapMb`; Node's default would be up to 48 MiB a thread. */
const YOUNG_HEAP_MB = 16;

export type RunningWork<Result> = Pick<WorkerRun<never, Result>, "output" | "result">;

export type OpenWorker<Input, Result> = {
  /** One at a time; throws when one is going on. A thread that has died is replaced. */
  run(input: Input, options?: WorkerOptions): RunningWork<Result>;
  /** Ends the thread, and with it a run. */
  close(): Promise<void>;
};

/** One piece of work on a thread of its own, whose memory goes back when it ends. */
export function runWorker<Input, Result>(
  spec: WorkerSpec<Input, Result>,
  input: Input,
  options: WorkerOptions = {},
): RunningWork<Result> {
  const worker = openWorker(spec);
  const run = worker.run(input, options);
  const close = () => worker.close();
  run.result.then(close, close);
  return run;
}

/** A thread for many pieces of work in turn (starting one costs some 50 ms). Close it. */
export function openWorker<Input, Result>(
  spec: WorkerSpec<Input, Result>,
): OpenWorker<Input, Result> {
  let thread: Promise<Worker> | null = null;
  let isBusy = false;

  function liveThread(): Promise<Worker> {
    if (thread) return thread;
    const started = startThread(spec, () => {
      if (thread === started) thread = null;
    });
    thread = started;
    return started;
  }

  return {
    run(input, options = {}) {
      if (isBusy) throw new Error(`The worker ${spec.entry} is at work already.`);
      isBusy = true;
      const run = new WorkerRun(spec, options);
      const free = () => {
        isBusy = false;
      };
      run.result.then(free, free);
      liveThread().then(
        (worker) => run.begin(worker, input),
        (error: unknown) => run.refuse(error),
      );
      return run;
    },
    async close() {
      const open = thread;
      thread = null;
      await (await open?.catch(() => null))?.terminate();
    },
  };
}

async function startThread(
  { entry, maxHeapMb }: Pick<WorkerSpec<never, unknown>, "entry" | "maxHeapMb">,
  onGone: () => void,
): Promise<Worker> {
  try {
    const file = await workerFile(entry);
    shareProcessRun();
    const worker = new Worker(/* turbopackIgnore: true */ file, {
      name: `trazo-${entry}`,
      // What the server was started with (a debugger, a loader) is not meant for its workers.
      execArgv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: maxHeapMb,
        maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
      },
    });
    // A thread that fails between two runs is only replaced.
    worker.on("error", onGone).on("exit", onGone);
    return worker;
  } catch (error) {
    onGone();
    throw error;
  }
}
