import { MODEL_PROBLEMS, ModelError } from "../model-error";

/** What a call is given beside its argument. */
export type CallTools = { signal: AbortSignal; report: (...progress: number[]) => void };
/** What a worker can do, by name: one argument, one answer. Progress is numbers. */
export type Calls = Readonly<Record<string, (argument: never, tools: CallTools) => unknown>>;
type ArgumentOf<C extends Calls, N extends keyof C> = Parameters<C[N]>[0];
type AnswerOf<C extends Calls, N extends keyof C> = Awaited<ReturnType<C[N]>>;

type Request =
  | { kind: "call"; id: number; name: string; argument: unknown }
  | { kind: "cancel"; id: number };
type Reply =
  | { kind: "progress"; id: number; progress: number[] }
  | { kind: "done"; id: number; answer: unknown }
  | { kind: "failed"; id: number; failure: Failure };
type Failure = { problem: string; detail: string | null; message: string };

const ABORTED = "aborted";

/** What both ends of a connection between a page and its worker have. */
type Port = {
  postMessage(message: unknown, options?: StructuredSerializeOptions): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
};

/** In a worker: answers calls. Array buffers found by `transfers` are handed over instead of copied. */
export function serveCalls(
  port: Port,
  calls: Calls,
  transfers: (answer: unknown) => Transferable[] = () => [],
): void {
  const running = new Map<number, AbortController>();

  async function answer(request: Extract<Request, { kind: "call" }>): Promise<void> {
    const { id, name, argument } = request;
    const stop = new AbortController();
    running.set(id, stop);
    const tools: CallTools = {
      signal: stop.signal,
      report: (...progress) => port.postMessage({ kind: "progress", id, progress } satisfies Reply),
    };
    try {
      const call = calls[name];
      if (!call) throw new Error(`Nothing is called ${name}.`);
      const done = await call(argument as never, tools);
      port.postMessage({ kind: "done", id, answer: done } satisfies Reply, {
        transfer: transfers(done),
      });
    } catch (error) {
      port.postMessage({ kind: "failed", id, failure: failureOf(error) } satisfies Reply);
    } finally {
      running.delete(id);
    }
  }

  port.addEventListener("message", ({ data }: MessageEvent<Request>) => {
    if (data.kind === "cancel") running.get(data.id)?.abort();
    else void answer(data);
  });
}

export type CallOptions = {
  signal?: AbortSignal | undefined;
  onProgress?: ((...progress: number[]) => void) | undefined;
  transfer?: Transferable[];
};
export type Connection<C extends Calls> = {
  /** Rejects with a ModelError, or with the reason of the signal. */
  call<N extends keyof C & string>(
    name: N,
    argument: ArgumentOf<C, N>,
    options?: CallOptions,
  ): Promise<AnswerOf<C, N>>;
  /** Does a call wait for its answer? */
  isBusy(): boolean;
  /** Every call that waits rejects with it, and so does every later one. */
  fail(error: Error): void;
};

type Waiting = {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  onProgress: CallOptions["onProgress"];
};

/** On the page: calls what the worker serves. */
export function connectCalls<C extends Calls>(port: Port): Connection<C> {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let broken: Error | null = null;

  port.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
    const call = waiting.get(data.id);
    if (!call) return;
    if (data.kind === "progress") {
      call.onProgress?.(...data.progress);
      return;
    }
    waiting.delete(data.id);
    if (data.kind === "done") call.resolve(data.answer);
    else call.reject(errorOf(data.failure));
  });

  return {
    call(name, argument, { signal, onProgress, transfer = [] } = {}) {
      if (broken) return Promise.reject(broken);
      if (signal?.aborted) return Promise.reject(signal.reason);
      lastId += 1;
      const id = lastId;
      const cancel = () => {
        // Whoever asked goes on at once; the worker stops when it comes to it.
        waiting.get(id)?.reject(signal?.reason);
        waiting.delete(id);
        port.postMessage({ kind: "cancel", id } satisfies Request);
      };
      signal?.addEventListener("abort", cancel, { once: true });
      // The worker's code is ours and typed by the same calls.
      const answer = new Promise<AnswerOf<C, typeof name>>((resolve, reject) => {
        waiting.set(id, {
          resolve: (value) => resolve(value as AnswerOf<C, typeof name>),
          reject,
          onProgress,
        });
        port.postMessage({ kind: "call", id, name, argument } satisfies Request, { transfer });
      });
      return answer.finally(() => signal?.removeEventListener("abort", cancel));
    },
    isBusy: () => waiting.size > 0,
    fail(error) {
      broken = error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ModelError) return { problem: error.problem, detail: error.detail, message };
  if (error instanceof DOMException && error.name === "AbortError") {
    return { problem: ABORTED, detail: null, message };
  }
  return { problem: "failed", detail: message, message };
}

function errorOf({ problem, detail, message }: Failure): Error {
  if (problem === ABORTED) return new DOMException(message, "AbortError");
  const known = MODEL_PROBLEMS.find((name) => name === problem) ?? "failed";
  return new ModelError(known, detail);
}
