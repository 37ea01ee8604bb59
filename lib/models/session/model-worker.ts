/** The browser's worker that owns onnxruntime: one thing at a time, in the order in which it was asked for. */
import { ModelError } from "../model-error";
import type { Backend, RunnableModel, RunResult } from "../model-runner";
import { inspectFile } from "./inspect-file";
import { ModelPool } from "./model-pool";
import { type CallTools, serveCalls } from "./rpc";
import { giveUpWebGpu } from "./runtime";
import { suggestFor, type WorkerInput } from "./suggest-for";

const pool = new ModelPool();
let last: Promise<unknown> = Promise.resolve();

/** Sessions take turns: each uses all threads. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work);
  last = turn;
  return turn;
}

const calls = {
  load: (model: RunnableModel, { signal, report }: CallTools): Promise<Backend> =>
    inTurn(async () => {
      signal.throwIfAborted();
      const { backend } = await pool.get(model, { signal, onProgress: report });
      return backend;
    }),
  suggest: (wanted: { model: RunnableModel; input: WorkerInput }, tools: CallTools) =>
    inTurn(async () => {
      tools.signal.throwIfAborted();
      try {
        return await suggest(wanted, tools);
      } catch (error) {
        if (!(await isLeftToWasm(wanted.model, error))) throw error;
        return suggest(wanted, tools);
      }
    }),
  inspect: (file: Blob, { signal }: CallTools) =>
    inTurn(() => {
      signal.throwIfAborted();
      return inspectFile(file);
    }),
  /** How many models are loaded still. */
  release: (modelId: string) =>
    inTurn(async () => {
      await pool.release(modelId);
      return pool.size;
    }),
};
export type ModelCalls = typeof calls;

async function suggest(
  { model, input }: { model: RunnableModel; input: WorkerInput },
  tools: CallTools,
): Promise<RunResult & { backend: Backend }> {
  const loaded = await pool.get(model, { signal: tools.signal });
  const result = await pool.withRoom(() => suggestFor({ model, loaded, input }, tools), model.id);
  return { ...result, backend: loaded.backend };
}

/** Some operators fail on the graphics card only when they run, and a card can get lost: then it is tried without. */
async function isLeftToWasm(model: RunnableModel, error: unknown): Promise<boolean> {
  const isOfRuntime =
    error instanceof ModelError && (error.problem === "failed" || error.problem === "memory");
  if (!isOfRuntime || pool.backendOf(model.id)?.provider !== "webgpu") return false;
  console.info("WebGPU failed, so WebAssembly is tried:", error);
  giveUpWebGpu();
  await pool.release(model.id);
  return true;
}

serveCalls(self, calls);
