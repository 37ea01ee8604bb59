import { ModelError } from "../model-error";
import type { Backend, ModelRunner, RunnableItem, RunnableModel, RunResult } from "../model-runner";
import { requireRoom } from "./device-limit";
import type { MediaCalls } from "./media-worker";
import type { ModelCalls } from "./model-worker";
import { Prefetch } from "./prefetch";
import { type Calls, type Connection, connectCalls } from "./rpc";

/**
 * Runs models in workers that are started when first needed. Import it only when somebody wants a model: it is none of
 * what a page needs to be shown.
 */
export function createModelRunner(): ModelRunner {
  const models = new LazyWorker<ModelCalls>(
    () => new Worker(new URL("./model-worker.ts", import.meta.url), { type: "module" }),
  );
  const media = new LazyWorker<MediaCalls>(
    () => new Worker(new URL("./media-worker.ts", import.meta.url), { type: "module" }),
  );
  const prefetch = new Prefetch((url, signal) =>
    media.connect().call("decode", { url }, { signal }),
  );
  const listeners = new Set<() => void>();
  let backend: Backend | null = null;

  function note(running: Backend): void {
    if (running.provider === backend?.provider && running.threads === backend.threads) return;
    backend = running;
    for (const listener of listeners) listener();
  }

  async function suggestImage(
    model: RunnableModel,
    item: Extract<RunnableItem, { kind: "image" }>,
    signal: AbortSignal,
  ): Promise<RunResult> {
    const { pixels, width, height, fetchMs, decodeMs } = await prefetch.take(item.url, signal);
    const input = {
      ...{ kind: "image" as const, pixels, width, height },
      ...{ itemWidth: item.width, itemHeight: item.height },
    };
    const result = await models
      .connect()
      .call("suggest", { model, input }, { signal, transfer: [pixels.buffer] });
    note(result.backend);
    return { ...result, timing: { ...result.timing, fetchMs, decodeMs } };
  }

  return {
    async load(model, { signal, onProgress } = {}) {
      requireRoom(sizeOf(model));
      const progress = onProgress && ((loaded = 0, total = 0) => onProgress(loaded, total));
      const running = await models.connect().call("load", model, { signal, onProgress: progress });
      note(running);
      return running;
    },
    async suggest(model, item, { signal = new AbortController().signal, onProgress } = {}) {
      requireRoom(sizeOf(model));
      if (item.kind === "image") return suggestImage(model, item, signal);
      const progress = onProgress && ((share = 0) => onProgress(share));
      const result = await models
        .connect()
        .call("suggest", { model, input: item }, { signal, onProgress: progress });
      note(result.backend);
      return result;
    },
    prefetch(_model, item) {
      if (item.kind === "image") prefetch.announce(item.url);
      // A text is there already. The start of a recording waits in the browser's cache; its server has decoded it then, too.
      if (item.kind === "audio") void warmUp(`${item.samplesUrl}0`);
    },
    async inspect(file) {
      requireRoom(file.size);
      return models.connect().call("inspect", file);
    },
    async release(modelId) {
      if (!models.isRunning) return;
      const left = await models.connect().call("release", modelId);
      // Memory of WebAssembly only grows: it is given back with the worker.
      if (left === 0) models.endIfIdle();
    },
    backend: () => backend,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      prefetch.clear();
      models.end();
      media.end();
      listeners.clear();
    },
  };
}

async function warmUp(url: string): Promise<void> {
  try {
    await (await fetch(url, { priority: "low" })).arrayBuffer();
  } catch {
    // Whoever needs it asks again, and hears why it cannot be had.
  }
}

function sizeOf({ files, assets }: RunnableModel): number {
  return [...files, ...assets].reduce((sum, { bytes }) => sum + bytes, 0);
}

/** A worker that is started with the first call, and again after it broke. */
class LazyWorker<C extends Calls> {
  private readonly start: () => Worker;
  private worker: Worker | null = null;
  private connection: Connection<C> | null = null;
  private isEnded = false;

  constructor(start: () => Worker) {
    this.start = start;
  }

  get isRunning(): boolean {
    return this.worker !== null;
  }

  connect(): Connection<C> {
    if (this.connection) return this.connection;
    if (this.isEnded) throw new ModelError("failed", "The runner was disposed of.");
    const worker = this.start();
    const connection = connectCalls<C>(worker);
    // Its code did not load (offline), or the browser took its memory away.
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.stop(new ModelError("failed", event.message || null));
    });
    this.worker = worker;
    this.connection = connection;
    return connection;
  }

  endIfIdle(): void {
    if (!this.connection?.isBusy()) this.stop(new ModelError("failed", null));
  }

  end(): void {
    this.isEnded = true;
    this.stop(new ModelError("failed", "The runner was disposed of."));
  }

  private stop(reason: ModelError): void {
    this.connection?.fail(reason);
    this.worker?.terminate();
    this.connection = null;
    this.worker = null;
  }
}
