import type {
  AskingStep,
  InputOf,
  ModelContext,
  ModelInput,
  StepAnswer,
  Suggestion,
  WorkStep,
} from "../adapter";
import { findAdapter } from "../adapters";
import { runAdapter } from "../drive";
import { ModelError } from "../model-error";
import type { RunnableItem, RunnableModel, RunResult } from "../model-runner";
import type { Tensors } from "../tensor";
import { AudioSource } from "./audio-source";
import { fromOrt, toOrt } from "./convert-tensor";
import type { LoadedModel } from "./model-pool";
import { modelErrorOf } from "./ort-error";
import type { CallTools } from "./rpc";

/** An item as the worker gets it: images decoded, recordings as addresses of their tiles. */
export type WorkerInput =
  | Exclude<ModelInput, { kind: "audio" }>
  | Extract<RunnableItem, { kind: "audio" }>;

/** So long nothing is heard from outside, while runs follow one another. */
const DEAF_MS = 40;

/** Lets the adapter of a model that is loaded make its suggestions. Rejects with a ModelError, or when the signal aborts. */
export async function suggestFor(
  { model, loaded, input }: { model: RunnableModel; loaded: LoadedModel; input: WorkerInput },
  { signal, report }: CallTools,
): Promise<RunResult> {
  const adapter = findAdapter(model.adapterId);
  if (!adapter || adapter.media !== input.kind) throw new ModelError("layout", model.adapterId);
  const audio = input.kind === "audio" ? new AudioSource(input, signal) : null;
  const watch = new StopWatch();
  const breathe = createBreath();

  async function answer(step: AskingStep): Promise<StepAnswer> {
    watch.adapterEnded();
    if (step.kind === "samples") {
      if (!audio) throw new ModelError("layout", model.adapterId);
      const samples = await audio.read(step);
      report(Math.min(1, step.endS / Math.max(1e-9, audioLength(input))));
      watch.adapterBegins();
      return samples;
    }
    const startMs = performance.now();
    const outputs = await runSession(loaded, step);
    watch.inferMs += performance.now() - startMs;
    await breathe();
    signal.throwIfAborted();
    watch.adapterBegins();
    return outputs;
  }

  /** In place of a run: it is what takes the time. */
  async function doWork(step: WorkStep): Promise<void> {
    watch.adapterEnded();
    const startMs = performance.now();
    await step.work({ signal, pause: breathe });
    watch.inferMs += performance.now() - startMs;
    signal.throwIfAborted();
    watch.adapterBegins();
  }

  const context: ModelContext = { ...model.context, io: loaded.io, assets: loaded.assets };
  watch.adapterBegins();
  const suggestions: Suggestion[] = await runAdapter(adapter, {
    // Checked above to be of the adapter's kind.
    input: input as InputOf<typeof adapter.media>,
    context,
    answer,
    doWork,
  });
  watch.adapterEnded();
  const { fetchMs, decodeMs } = audio?.times ?? { fetchMs: 0, decodeMs: 0 };
  const { prepareMs, inferMs, finishMs } = watch;
  return { suggestions, timing: { fetchMs, decodeMs, prepareMs, inferMs, finishMs } };
}

function audioLength(input: WorkerInput): number {
  return input.kind === "audio" ? input.durationS : 0;
}

async function runSession(
  { sessions }: LoadedModel,
  { role, inputs }: Extract<AskingStep, { kind: "run" }>,
): Promise<Tensors> {
  const opened = sessions[role];
  if (!opened) throw new ModelError("layout", role);
  const { session, runtime } = opened;
  try {
    return fromOrt(await session.run(toOrt(inputs, runtime.ort)));
  } catch (error) {
    throw modelErrorOf(error);
  }
}

/** The adapter's own work before the first run of a model, and after it. */
class StopWatch {
  prepareMs = 0;
  finishMs = 0;
  inferMs = 0;
  private startMs = 0;

  adapterBegins(): void {
    this.startMs = performance.now();
  }

  adapterEnded(): void {
    const ms = performance.now() - this.startMs;
    if (this.inferMs === 0) this.prepareMs += ms;
    else this.finishMs += ms;
  }
}

/** Runs that follow one another leave no turn for messages: from time to time one is waited for. */
function createBreath(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let lastMs = performance.now();
  return () => {
    if (performance.now() - lastMs < DEAF_MS) return Promise.resolve();
    return new Promise((resolve) => {
      port1.onmessage = () => {
        lastMs = performance.now();
        resolve();
      };
      port2.postMessage(null);
    });
  };
}
