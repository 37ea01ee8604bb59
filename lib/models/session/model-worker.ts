/** The browser's worker that owns onnxruntime: one thing at a time, in the order in which it was asked for. */
import type { Backend, RunnableModel, RunResult } from "../model-runner";
import { inspectFile } from "./inspect-file";
import { ModelPool } from "./model-pool";
import { type CallTools, serveCalls } from "./rpc";
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
  suggest: (
    { model, input }: { model: RunnableModel; input: WorkerInput },
    { signal, report }: CallTools,
  ): Promise<RunResult & { backend: Backend }> =>
    inTurn(async () => {
      signal.throwIfAborted();
      const loaded = await pool.get(model, { signal });
      const result = await pool.withRoom(
        () => suggestFor({ model, loaded, input }, { signal, report }),
        model.id,
      );
      return { ...result, backend: loaded.backend };
    }),
  inspect: (file: Blob, { signal }: CallTools) =>
    inTurn(() => {
      signal.throwIfAborted();
      return inspectFile(file);
    }),
  release: (modelId: string) => inTurn(() => pool.release(modelId)),
};
export type ModelCalls = typeof calls;

serveCalls(self, calls);
