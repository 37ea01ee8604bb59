import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import type { ModelStep, StepAnswer, Suggesting, Suggestion } from "../adapter";
import type { ModelIo } from "../model-io";
import type { Tensor, Tensors } from "../tensor";

export type NodeSession = {
  io: ModelIo;
  run(inputs: Tensors): Promise<Tensors>;
};

/** A model in onnxruntime-web under Node: the same code that browsers run, on one thread. */
export async function openSession(model: string | Uint8Array): Promise<NodeSession> {
  const bytes = typeof model === "string" ? readFileSync(model) : model;
  const session = await ort.InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    // Errors alone: old exports are full of warnings.
    logSeverityLevel: 3,
  });
  return {
    io: {
      inputs: session.inputMetadata.map(tensorInfo),
      outputs: session.outputMetadata.map(tensorInfo),
      metadata: {},
      opset: null,
      producer: "",
    },
    async run(inputs) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { type, data, dims }]) => [
          name,
          new ort.Tensor(type, data, [...dims]),
        ]),
      );
      const outputs = await session.run(feeds);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { type, data, dims }]) => [
          name,
          { type, data, dims } as Tensor,
        ]),
      );
    },
  };
}

function tensorInfo(info: ort.InferenceSession.ValueMetadata): ModelIo["inputs"][number] {
  if (!info.isTensor) throw new TypeError(`${info.name} is no tensor.`);
  return {
    name: info.name,
    type: info.type as Tensor["type"],
    // The runtime gives -1 (as 32 bits) for a dimension without a name.
    dims: info.shape.map((dim) =>
      typeof dim === "string" ? dim || null : dim < 0 || dim > 0x7fffffff ? null : dim,
    ),
  };
}

/** Drives any coroutine of an adapter to its end. */
export async function drive<T>(
  coroutine: Generator<ModelStep, T, StepAnswer>,
  sources: {
    sessions?: Readonly<Record<string, NodeSession>>;
    /** The whole recording at the rate that is asked for. */
    samples?: Float32Array;
    onStep?: (step: ModelStep) => void;
  },
): Promise<T> {
  let turn = coroutine.next();
  while (!turn.done) {
    const step = turn.value;
    sources.onStep?.(step);
    turn = coroutine.next(await answer(step, sources));
  }
  return turn.value;
}

export function driveSuggestions(
  suggesting: Suggesting,
  sources: Parameters<typeof drive>[1],
): Promise<Suggestion[]> {
  return drive(suggesting, sources);
}

async function answer(
  step: ModelStep,
  { sessions, samples }: Parameters<typeof drive>[1],
): Promise<StepAnswer> {
  if (step.kind === "run") {
    const session = sessions?.[step.role];
    if (!session) throw new Error(`There is no model for ${step.role}.`);
    return session.run(step.inputs);
  }
  if (step.kind === "work") {
    await step.work({});
    return {};
  }
  if (!samples) throw new Error("There is no recording.");
  const from = Math.round(step.startS * step.sampleRate);
  const piece = new Float32Array(Math.round(step.endS * step.sampleRate) - from);
  piece.set(samples.subarray(from, from + piece.length));
  return piece;
}
