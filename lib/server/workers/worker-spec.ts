/** What a server and its worker agree on. Both sides import it, so it stays free of everything else. */
export type WorkerSpec<Input, Result> = {
  /** The file in workers/, without its ending. */
  entry: string;
  /** JavaScript heap that the thread may take, MiB. More ends it (`out_of_memory`), not the server. */
  maxHeapMb: number;
  /** Never there: it only carries the types. */
  readonly types?: (input: Input) => Result;
};

/** Input and result cross by structured clone: plain data, typed arrays, maps; no functions. */
export function defineWorker<Input, Result>(
  spec: Pick<WorkerSpec<Input, Result>, "entry" | "maxHeapMb">,
): WorkerSpec<Input, Result> {
  return spec;
}

/** What the work may use inside of the worker. */
export type WorkerContext = {
  /** Aborts on cancel. A loop hears of it only when it lets the event loop turn. */
  signal: AbortSignal;
  /** Cheap: sent on at most every 100 ms. */
  progress(done: number, total: number): void;
  /**
   * Hands bytes to the reader of `run.output`, at the reader's pace: await it. Bytes that fill
   * their ArrayBuffer are moved, not copied: do not use them afterwards.
   */
  write(bytes: Uint8Array): Promise<void>;
};

export type ToWorker<Input> =
  | { type: "run"; input: Input }
  | { type: "cancel" }
  /** One chunk has been taken by the reader. */
  | { type: "taken" };

export type FromWorker<Result> =
  | { type: "progress"; done: number; total: number }
  | { type: "chunk"; bytes: Uint8Array }
  | { type: "done"; result: Result }
  | { type: "failed"; error: ErrorData };

/** An error as data. `kind` tells which class to make of it on the other side. */
export type ErrorData = {
  kind: "app" | "format" | "other";
  name: string;
  message: string;
  stack: string | undefined;
  code: string | null;
  where: string | null;
  extra: Record<string, unknown>;
  cause: ErrorData | null;
};
