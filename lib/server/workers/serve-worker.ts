import { parentPort } from "node:worker_threads";
import { errorToData } from "./worker-error";
import type { FromWorker, ToWorker, WorkerContext, WorkerSpec } from "./worker-spec";

const PROGRESS_EVERY_MS = 100;
/** Chunks under way to the reader: enough that neither side waits for the other's answer. */
const MAX_CHUNKS_AHEAD = 4;

type Run = { controller: AbortController; taken(): void };

/** Makes this thread do `work` whenever it is asked, one run at a time. The last line of an entry. */
export function serveWorker<Input, Result>(
  _spec: WorkerSpec<Input, Result>,
  work: (input: Input, context: WorkerContext) => Promise<Result>,
): void {
  const port = parentPort;
  if (!port) throw new Error("This file is run by a worker thread of the server.");
  let current: Run | null = null;
  const send = (message: FromWorker<Result>, moved: ArrayBuffer[] = []) =>
    port.postMessage(message, moved);

  async function run(input: Input): Promise<void> {
    const controller = new AbortController();
    const writer = createWriter(controller.signal, (bytes) =>
      send({ type: "chunk", bytes }, movable(bytes)),
    );
    current = { controller, taken: writer.taken };
    const { signal } = controller;
    const progress = createProgress((done, total) => send({ type: "progress", done, total }));
    try {
      const result = await work(input, { signal, progress, write: writer.write });
      send({ type: "done", result });
    } catch (error) {
      send({ type: "failed", error: errorToData(error) });
    } finally {
      current = null;
    }
  }

  port.on("message", (message: ToWorker<Input>) => {
    if (message.type === "run") void run(message.input);
    else if (message.type === "cancel") current?.controller.abort();
    else current?.taken();
  });
}

function createWriter(signal: AbortSignal, send: (bytes: Uint8Array) => void) {
  let ahead = 0;
  let wake: (() => void) | null = null;
  const goOn = () => {
    wake?.();
    wake = null;
  };
  signal.addEventListener("abort", goOn, { once: true });
  return {
    async write(bytes: Uint8Array): Promise<void> {
      signal.throwIfAborted();
      send(bytes);
      ahead += 1;
      if (ahead < MAX_CHUNKS_AHEAD) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      signal.throwIfAborted();
    },
    taken() {
      ahead -= 1;
      goOn();
    },
  };
}

function createProgress(send: (done: number, total: number) => void) {
  let sentAt = Number.NEGATIVE_INFINITY;
  return (done: number, total: number) => {
    const now = performance.now();
    if (now - sentAt < PROGRESS_EVERY_MS && done !== total) return;
    sentAt = now;
    send(done, total);
  };
}

/** Small buffers share Node's pool, which cannot be given away. */
function movable(bytes: Uint8Array): ArrayBuffer[] {
  const { buffer, byteLength } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
